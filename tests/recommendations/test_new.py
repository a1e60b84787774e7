import pytest
from django.urls import reverse

from recommendations.models import Addressee


def url(audit):
    return reverse("recommendations:new", args=[audit.pk])


def add(client, audit, *bodies, **changed):
    sent = {"text": "Ta fram en plan", "bodies": [body.pk for body in bodies], "version": 0}
    return client.post(url(audit), {**sent, **changed})


def test_one_text_put_to_two_bodies_with_a_number_in_each(client, auditor, draft, board, social):
    client.force_login(auditor)

    add(client, draft, board, social, questions=[draft.questions.first().pk])
    added = draft.recommendations.get(number=5)

    assert added.text == "Ta fram en plan"
    assert list(added.addressees.values_list("body", "number")) == [(board.pk, 3), (social.pk, 3)]
    assert added.questions.get() == draft.questions.first()


def test_without_an_addressee_it_is_kept_in_the_draft(client, auditor, draft):
    client.force_login(auditor)

    assert add(client, draft).status_code == 302
    assert not draft.recommendations.get(number=5).addressees.exists()


@pytest.mark.parametrize("wrong", [{"text": ""}, {"bodies": ["x"]}, {"questions": ["999999"]}])
def test_what_is_wrong_is_said(client, auditor, draft, wrong):
    client.force_login(auditor)

    assert add(client, draft, **wrong).status_code == 200
    assert draft.recommendations.count() == 4


def test_then_another_one(client, auditor, draft):
    client.force_login(auditor)

    assert add(client, draft, then="another").url == url(draft)


@pytest.mark.parametrize("who", ["auditor", "board_clerk", "presidium_member"])
def test_handed_over_is_locked(client, request, handed_over, who):
    client.force_login(request.getfixturevalue(who))
    response = add(client, handed_over)

    assert response.status_code == 403
    assert "Lydelsen är låst" in response.content.decode()
    assert Addressee.objects.count() == 4


def test_the_form_is_shown(client, auditor, draft):
    client.force_login(auditor)

    assert "Socialnämnden" in client.get(url(draft)).content.decode()

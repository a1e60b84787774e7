import pytest
from django.urls import reverse

from audit.models import Audit, MemberPart

URL = reverse("audit:new")


def start(client, **changed):
    sent = {"title": "Granskning av simhallen", "audit_year": "2022", "version": "0", **changed}
    return client.post(URL, sent)


def test_an_auditor_starts_an_audit_by_hand(client, auditor):
    client.force_login(auditor)

    response = start(client, response_due_on="2023-02-28", reference="REV 2022/15")
    audit = Audit.objects.get()

    assert response.url == audit.get_absolute_url()
    assert (audit.title, audit.reference, audit.is_handed_over) == (
        "Granskning av simhallen",
        "REV 2022/15",
        False,
    )


def test_a_sakkunnig_is_assigned_to_what_they_start(client, expert):
    client.force_login(expert)

    start(client)

    assert Audit.objects.visible_to(expert).get().members.get().part == MemberPart.EXPERT


def test_an_auditor_is_not_a_sakkunnig(client, auditor):
    client.force_login(auditor)

    start(client)

    assert not Audit.objects.get().members.exists()


def test_the_form_is_shown(client, auditor):
    client.force_login(auditor)

    assert client.get(URL).status_code == 200


@pytest.mark.parametrize("who", ["board_clerk", "presidium_member", "administrator", "stranger"])
def test_the_page_is_not_there_for_others(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(URL).status_code == 404
    assert start(client).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"title": "a\x00b"}, {"audit_year": "99999999999"}, {"version": "x"}]
)
def test_what_is_wrong_is_said_and_kept(client, auditor, wrong):
    client.force_login(auditor)

    response = start(client, overall_assessment="Skriven text", **wrong)

    assert response.status_code == 200
    assert "Skriven text" in response.content.decode()
    assert not Audit.objects.exists()

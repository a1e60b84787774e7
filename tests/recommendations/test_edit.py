import pytest
from django.urls import reverse


def url(recommendation):
    return reverse("recommendations:edit", args=[recommendation.pk])


def save(client, recommendation, *bodies, version=1, text="Ny lydelse"):
    sent = {"text": text, "bodies": [body.pk for body in bodies], "version": version}
    return client.post(url(recommendation), sent)


@pytest.fixture
def recommendation(draft):
    return draft.recommendations.get(number=1)


def test_wording_and_addressees_are_changed(client, auditor, recommendation, social):
    client.force_login(auditor)

    save(client, recommendation, social)
    recommendation.refresh_from_db()

    assert recommendation.text == "Ny lydelse"
    assert recommendation.addressees.get().number == 1
    assert list(social.addressed.values_list("number", flat=True)) == [1, 2, 3]


def test_a_stale_save_shows_both(client, auditor, recommendation, board, social):
    client.force_login(auditor)
    save(client, recommendation, board, text="Den andras lydelse")
    response = save(client, recommendation, social, text="Min lydelse")
    page = response.content.decode()

    assert response.status_code == 409
    assert "andras" in page and "Min" in page
    assert "Sparad text: Adressater" in page
    assert recommendation.addressees.get().body == board


@pytest.mark.parametrize("who", ["auditor", "board_clerk", "presidium_member"])
def test_handed_over_is_locked(client, request, handed_over, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(handed_over.recommendations.get(number=1))).status_code == 403


@pytest.mark.parametrize("who", ["expert", "social_clerk", "stranger", "administrator"])
def test_anothers_does_not_exist(client, request, handed_over, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(handed_over.recommendations.get(number=1))).status_code == 404


def test_the_form_is_shown(client, auditor, recommendation):
    client.force_login(auditor)

    assert recommendation.text in client.get(url(recommendation)).content.decode()

"""Granska och lämna in."""

import pytest
from django.urls import reverse

from mailing.models import OutgoingMail
from responses import services
from tests import factories
from tests.conftest import write_answer
from tests.responses.drafting import shown
from tests.reviewing import reviewed, sent

CANARY = "kanariefågel"


@pytest.fixture
def url(social_request):
    return reverse("responses:review", args=[social_request.pk])


@pytest.fixture
def written(client, social_clerk, social_request):
    """Socialnämnden's draft, ready to be handed in by its secretary."""
    client.force_login(social_clerk)
    return write_answer(social_request)


def confirmed(client, url):
    """What the page sends when the tick is set."""
    return reviewed(client, url)


def test_it_says_what_will_happen(client, url, written):
    page = shown(client.get(url))

    assert "Begäran räknas som besvarad i dag, 14 februari 2023." in page
    assert "Det är 14 dagar före svarsdatumet." in page
    assert "Inget svar och ingen fil är markerad för sekretess." in page
    assert "Så här ser revisorerna ert svar" in page
    assert "Instämmer i två" in page


def test_handing_in_leads_to_the_receipt(client, url, written):
    response = client.post(url, confirmed(client, url))

    written.refresh_from_db()
    assert response.url.endswith("/kvitto/")
    assert written.is_submitted


def test_without_the_tick_nothing_is_handed_in(client, url, written):
    data = confirmed(client, url)
    del data["confirm"]

    response = client.post(url, data)

    written.refresh_from_db()
    assert "Kryssa för att du har läst igenom." in shown(response)
    assert not written.is_submitted


def test_what_is_missing_is_linked(client, url, social_request, written):
    item = written.items.first()
    item.stance, item.text = "", ""
    item.save()
    written.decision_ref = ""
    written.save()

    page = shown(client.get(url))

    assert f"{social_request.get_absolute_url()}#id_r{item.pk}-text" in page
    assert "Rekommendation 1 saknar svar." in page
    assert f"{social_request.get_absolute_url()}#id_beslut-decision_ref" in page
    assert "Lämna in svaret" not in page


def test_what_is_missing_stops_a_forced_post(client, url, written):
    data = confirmed(client, url)
    written.decided_on = None
    written.save()

    response = client.post(url, data)

    written.refresh_from_db()
    assert response.status_code == 409
    assert not written.is_submitted


def test_a_rule_that_is_broken_is_shown(client, url, social_request, written):
    written.decided_on = None
    written.save()
    parts = services.shown_at_submission(written, questions=[])
    shown_now = ".".join(f"{part.key}-{part.code}" for part in parts)

    response = client.post(url, {"reviewed": shown_now, "confirm": "on", "do": "confirm"})

    assert response.status_code == 200
    assert "Ange beslutsdatum." in shown(response)


def test_a_change_since_it_was_read_answers_409(client, url, written):
    data = confirmed(client, url)
    item = written.items.first()
    item.text = "Ändrat av en kollega."
    item.save()

    response = client.post(url, data)

    written.refresh_from_db()
    assert response.status_code == 409
    assert "Svaret har ändrats." in shown(response)
    assert "Ändrat av en kollega." in shown(response)
    assert not written.is_submitted


def test_the_new_text_can_be_handed_in_after_that(client, url, written):
    data = confirmed(client, url)
    written.items.update(text="Ändrat av en kollega.")
    clash = client.post(url, data)

    response = client.post(url, sent(clash, {"confirm": "on", "do": "confirm"}))

    assert response.url.endswith("/kvitto/")


def test_sent_twice_it_is_handed_in_once(client, url, written):
    data = confirmed(client, url)

    client.post(url, data)
    response = client.post(url, data)

    assert response.url.endswith("/kvitto/")
    assert OutgoingMail.objects.filter(kind="receipt").count() == 2  # registrator and secretary


def test_another_text_after_submission_is_refused_with_the_reason(client, url, written):
    client.post(url, confirmed(client, url))

    response = client.post(url, {"reviewed": "en annan", "confirm": "on", "do": "confirm"})

    assert response.status_code == 403
    assert "Svaret är inlämnat" in shown(response)


def test_after_submission_the_page_leads_to_the_receipt(client, url, written):
    client.post(url, confirmed(client, url))

    assert client.get(url).url.endswith("/kvitto/")


@pytest.mark.parametrize(
    "name",
    ["auditor", "chair", "expert", "presidium_member", "board_clerk", "administrator", "stranger"],
)
def test_it_is_a_page_of_the_body_alone(client, request, url, handed_over, social_request, name):
    factories.assign(handed_over, request.getfixturevalue("expert"))
    write_answer(social_request, text=CANARY)
    client.force_login(request.getfixturevalue(name))

    response = client.get(url)

    assert response.status_code == 404
    assert CANARY not in shown(response)
    assert client.post(url, {"confirm": "on"}).status_code == 404


def test_queries(client, url, written, django_assert_max_num_queries):
    with django_assert_max_num_queries(19):
        client.get(url)

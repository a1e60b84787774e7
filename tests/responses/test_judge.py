from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from recommendations.models import Addressee, Verdict
from recommendations.services import propose_verdict
from responses import services
from tests.conftest import NOW
from tests.factories import SEEN, assign


@pytest.fixture
def addressee(handed_over):
    return Addressee.objects.filter(recommendation__audit=handed_over).first()


GIVEN = {
    "version": 0,
    "value": "done",
    "evidence": "document",
    "seen": "Rutinen från januari.",
    "note": "Rutinen används.",
    "early_reason": "Nämnden svarar först i april.",
}


def url(addressee):
    return reverse("responses:judge", args=[addressee.pk])


def test_a_verdict_is_a_proposal(client, auditor, addressee):
    client.force_login(auditor)

    client.post(url(addressee), GIVEN)

    verdict = Verdict.objects.get()
    assert (verdict.value, verdict.decided_on) == ("done", None)


def test_failure_before_the_planned_date_needs_a_reason(client, auditor, addressee, board_answer):
    addressee.measures.update(due_on=date(2023, 6, 30))
    client.force_login(auditor)

    response = client.post(url(addressee), {"version": 0, "value": "not_done", "note": "Inget."})

    assert "Nämnden har planerat till 30" in response.content.decode()
    assert "Ange skäl för att bedöma före det datumet." in response.content.decode()
    assert not Verdict.objects.exists()


def test_a_stale_verdict_is_refused_with_both_texts(client, auditor, chair, addressee):
    propose_verdict(
        addressee, value="done", note="Ordförandens text", at=NOW, by=chair, ground=SEEN
    )
    client.force_login(auditor)

    response = client.post(url(addressee), {"version": 0, "value": "partly", "note": "Min text"})

    assert response.status_code == 409
    assert Verdict.objects.get().note == "Ordförandens text"


def test_a_proposal_can_be_taken_back(client, auditor, addressee):
    propose_verdict(addressee, value="done", note="Sett.", at=NOW, by=auditor, ground=SEEN)
    client.force_login(auditor)

    client.post(url(addressee), {"withdraw": "1", "version": 1})

    assert not Verdict.objects.proposed().exists()
    assert Verdict.objects.count() == 1


def test_a_sakkunnig_may_not(client, expert, handed_over, addressee):
    assign(handed_over, expert)
    client.force_login(expert)

    assert client.post(url(addressee), {"version": 0, "value": "done"}).status_code == 403


def test_a_body_has_no_such_page(client, board_clerk, addressee):
    client.force_login(board_clerk)

    assert client.get(url(addressee)).status_code == 404


def test_a_changed_proposal_is_not_taken_back_unseen(client, auditor, chair, addressee):
    propose_verdict(addressee, value="done", note="Sett.", at=NOW, by=auditor, ground=SEEN)
    propose_verdict(
        addressee, value="done", note="Ordförandens text", at=NOW, by=chair, ground=SEEN
    )
    client.force_login(auditor)

    response = client.post(url(addressee), {"withdraw": "1", "version": 1, "value": "done"})

    assert response.status_code == 409
    assert Verdict.objects.proposed().exists()


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ("note", "Ange skäl för bedömningen."),
        ("evidence", "Ange underlag: Åtgärdad bygger på mer än nämndens egen uppgift."),
        ("seen", "Ange vad revisorerna har sett."),
        ("early_reason", "inget svar är inne. Ange skäl"),
    ],
)
def test_what_is_lacking_is_said_at_the_field(client, auditor, addressee, lacking, said):
    client.force_login(auditor)

    response = client.post(url(addressee), GIVEN | {lacking: ""})

    assert said in response.content.decode()
    assert not Verdict.objects.exists()


def test_saving_goes_on_to_the_next_open_one(client, auditor, addressee, handed_over):
    following = Addressee.objects.filter(recommendation__audit=handed_over)[1]
    client.force_login(auditor)

    response = client.post(url(addressee), GIVEN | {"then": "next"})

    assert response.url == url(following)


def test_the_decided_one_was_wrong(client, auditor, addressee):
    first = propose_verdict(addressee, value="done", note="Sett.", at=NOW, by=auditor, ground=SEEN)
    services.decide(positions=[], verdicts=[first.pk], on=NOW.date(), at=NOW, by=auditor)
    client.force_login(auditor)
    assert "Skäl till omprövning" in client.get(url(addressee)).content.decode()

    client.post(url(addressee), GIVEN | {"value": "not_done", "revision_reason": "Fel nämnd."})

    proposed = Verdict.objects.proposed().get()
    assert (proposed.revises, proposed.revision_reason) == (first, "Fel nämnd.")


def test_an_older_one_without_a_reason_is_shown_as_such(client, auditor, addressee):
    """As a row of before the rule, which the database lets be."""
    old = propose_verdict(
        addressee, value="not_done", note="Sett.", at=NOW, by=auditor, ground=SEEN
    )
    old.decide(on=NOW.date(), at=NOW, by=auditor)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE recommendations_verdict DROP CONSTRAINT verdict_has_reason")
        cursor.execute("UPDATE recommendations_verdict SET note = ''")
    client.force_login(auditor)

    assert "Inget skäl är angivet." in client.get(url(addressee)).content.decode()
    audit = client.get(addressee.recommendation.audit.get_absolute_url()).content.decode()
    assert "Inget skäl är angivet." in audit


def test_the_page_says_why_a_reason_for_now_is_needed(client, auditor, addressee):
    client.force_login(auditor)

    page = client.get(url(addressee)).content.decode().replace("\xa0", " ")

    assert "Svarsdatumet, 28 februari 2023, har inte passerat och inget svar är inne." in page
    assert "Inget utöver svaret" in page
    assert "Äldre register" not in page

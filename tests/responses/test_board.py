"""The board: many rows judged one after the other."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import ProgressReport, Verdict
from responses import services
from responses.services import MeasureContent, RoundContent
from tests.conftest import NOW
from tests.documents import hostile

URL = reverse("responses:board")
GIVEN = {
    "version": 0,
    "value": "done",
    "evidence": "document",
    "seen": "Protokoll § 47.",
    "note": "Rutinen används.",
    "effect": "partly",
    "link": "https://lindvika.example/protokoll",
    "dissent": "",
}


@pytest.fixture
def units(board_answer):
    units = [item.asked.addressee for item in board_answer.items.order_by("pk")]
    for unit in units:
        unit.measures.update(due_on=date(2023, 1, 31))
    return units


@pytest.fixture
def opened(units, auditor):
    content = RoundContent("Runda", NOW.date() + timedelta(days=40))
    return services.open_round(content, [unit.pk for unit in units], at=NOW, by=auditor)


def told(unit, by, claim="done"):
    draft = ProgressReport.objects.create(
        addressee=unit, claim=claim, text="Rutinen används sedan i januari.", created_at=NOW
    )
    return services.report_progress(draft, at=NOW, by=by)


def page_of(client, **chosen):
    return client.get(URL, chosen).content.decode()


def early(**given):
    """The answer to the round is not in, and its date has not passed."""
    return GIVEN | {"early_reason": "Nämnden svarar senare."} | given


def test_the_claim_stands_beside_the_judgement(client, auditor, board_clerk, units):
    told(units[0], board_clerk)
    client.force_login(auditor)

    page = page_of(client)

    assert "Rutinen används sedan i januari." in page
    assert "Vår förra bedömning" in page


def test_a_row_that_nobody_has_judged_has_no_link(client, auditor, board_clerk, units):
    told(units[0], board_clerk)
    client.force_login(auditor)

    response = client.get(URL)

    assert response.context["form"]["link"].value() == ""


def test_saving_goes_on_to_the_next_that_is_left(client, auditor, units, opened):
    client.force_login(auditor)
    address = f"{URL}?runda={opened.pk}&rad={units[0].pk}"

    response = client.post(address, early(then="next"))

    assert response.url == f"{URL}?runda={opened.pk}&rad={units[1].pk}"
    verdict = Verdict.objects.get(addressee=units[0])
    assert (verdict.value, verdict.effect, verdict.decided_on) == ("done", "partly", None)
    assert verdict.link == "https://lindvika.example/protokoll"
    assert "<b>1 av 2</b>" in page_of(client, runda=opened.pk)


def test_the_same_for_several(client, auditor, units, opened):
    client.force_login(auditor)
    address = f"{URL}?runda={opened.pk}&rad={units[0].pk}"

    client.post(address, early(alike=[units[1].pk]))

    assert {v.addressee_id for v in Verdict.objects.filter(value="done")} == {
        unit.pk for unit in units
    }


def test_all_or_none(client, auditor, units):
    """One of them is planned for a later day, and nobody has said why it is judged now."""
    services.plan_measure(units[1], MeasureContent("Utbilda", "", date(2023, 9, 1)), at=NOW)
    client.force_login(auditor)
    chosen = f"{URL}?unit={units[0].pk}&unit={units[1].pk}&rad={units[0].pk}"

    response = client.post(chosen, GIVEN | {"value": "not_done", "alike": [units[1].pk]})

    assert "Nämnden har planerat till 1" in response.content.decode()
    assert not Verdict.objects.exists()


def test_done_needs_more_than_the_bodys_word(client, auditor, units):
    client.force_login(auditor)
    chosen = f"{URL}?unit={units[0].pk}"

    response = client.post(chosen, GIVEN | {"evidence": "", "seen": ""})

    assert "mer än nämndens egen uppgift" in response.content.decode()
    assert "Rutinen används." in response.content.decode()


def test_a_file_and_a_dissent_follow_the_proposal(client, auditor, units):
    client.force_login(auditor)
    pdf = SimpleUploadedFile("stickprov.pdf", hostile.pdf(), content_type="application/pdf")

    client.post(f"{URL}?unit={units[0].pk}", GIVEN | {"file": pdf, "dissent": "Jag ser inte det."})

    verdict = Verdict.objects.get()
    assert verdict.files.get().document.name == "stickprov.pdf"
    assert (verdict.dissents.get().author, verdict.dissents.get().text) == (
        auditor,
        "Jag ser inte det.",
    )


def test_what_is_no_row_of_the_board_is_not_found(client, auditor, units, social_request):
    client.force_login(auditor)

    assert client.get(URL, {"unit": units[0].pk, "rad": units[1].pk}).status_code == 404
    assert client.get(URL, {"runda": 999}).status_code == 404


def test_more_rows_cost_no_more_queries(client, auditor, units):
    client.force_login(auditor)

    def queries(**chosen):
        with CaptureQueriesContext(connection) as captured:
            client.get(URL, chosen)
        return len(captured)

    one = queries(unit=[units[0].pk])
    assert queries(unit=[unit.pk for unit in units]) == one

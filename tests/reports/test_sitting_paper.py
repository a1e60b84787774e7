"""The papers of a meeting: underlag, a draft of the protocol, and a body's extract."""

from io import BytesIO

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from common import dates
from recommendations.services import propose_verdict
from reports import sitting_papers
from reports.meeting import deeds
from reports.meeting.agenda import agenda_of
from reports.models import SittingPaper, SittingPaperKind, VoiceKind
from reports.papers import sitting as papers
from responses.services import decide
from tests import factories
from tests.conftest import NOW
from tests.reports.sittings import LATER, TODAY, sitting_on, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(chair, auditor):
    return sitting_on(TODAY, chair, auditor, by=chair)


@pytest.fixture
def verdict(board_answer, chair):
    return propose_verdict(
        board_answer.items.last().asked.addressee,
        value="not_done",
        note="Inget har gjorts.",
        at=NOW,
        by=chair,
        ground=factories.SEEN,
    )


def order(sitting, kind, by, body=None):
    return sitting_papers.order(sitting, kind, at=NOW, by=by, body=body)


def text_of(ordered):
    content = papers.build(ordered, on=dates.local_day(NOW))
    return render_to_string(papers.PAPER, {"paper": content, "made_at": NOW})


def test_the_pack_has_the_full_text_and_the_answer(sitting, chair, verdict, board_answer):
    text = text_of(order(sitting, SittingPaperKind.PACK, chair))

    assert verdict.addressee.recommendation.text in text
    assert "Nämnden tar fram en rutin." in text
    assert "Inget har gjorts." in text


def test_the_protocol_has_paragraphs_jav_and_what_waits(sitting, chair, auditor, verdict):
    sitting_on(LATER, by=chair)
    later = written(sitting, "Ett brev", by=chair)
    entry = agenda_of(sitting, chair, on=TODAY).entry(f"verdict-{verdict.pk}")
    jav = deeds.Statement(VoiceKind.RECUSED, auditor, "Var ersättare i nämnden.")
    deeds.state(sitting, entry, jav, at=NOW, by=chair)
    deeds.put_off(sitting, later, "Mer underlag.", tables=True, at=NOW, by=chair)
    deeds.decide_entries(sitting, [entry], at=NOW, by=chair)

    text = text_of(order(sitting, SittingPaperKind.MINUTES, chair))

    assert f"§\xa01 {entry.title}" in text
    assert "deltar inte på grund av jäv. Var ersättare i nämnden." in text
    assert "Ett brev: bordlagt." in text
    assert "registrerat utan" not in text.lower()


def test_an_extract_has_the_bodys_own_matters_alone(sitting, chair, verdict, board, social):
    written(sitting, "Ett brev", by=chair)
    entries = agenda_of(sitting, chair, on=TODAY).open_entries
    ticked = [entry for entry in entries if entry.kind in ("verdict", "own")]
    deeds.decide_entries(sitting, ticked, at=NOW, by=chair)
    assert papers.bodies_of(sitting) == [board]

    text = text_of(order(sitting, SittingPaperKind.EXTRACT, chair, board))

    assert "Kommunstyrelsen" in text
    assert "Ett brev" not in text


def test_what_was_registered_beside_the_agenda_is_told(sitting, chair, verdict):
    decide(positions=[], verdicts=[verdict.pk], on=TODAY, paragraph="§ 45", at=NOW, by=chair)

    text = text_of(order(sitting, SittingPaperKind.MINUTES, chair))

    assert "§ 45. Kommunstyrelsen" in text


def test_it_is_ordered_made_and_read_by_revisorer(client, chair, sitting, verdict):
    client.force_login(chair)

    page = client.post(reverse("reports:sitting_paper_new", args=[sitting.pk]), {"kind": "pack"})
    assert "Väntar" in client.get(page["Location"]).text
    made = sitting_papers.maker.make()

    assert sitting_papers.maker.make() is None
    assert "Ladda ner PDF" in client.get(page["Location"]).text
    response = client.get(reverse("reports:sitting_paper_file", args=[made.pk]))
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(response.getvalue())) as file:
        assert file.Root.Lang == "sv"


def test_an_order_that_waits_is_joined(sitting, chair):
    first, second = (order(sitting, SittingPaperKind.PACK, chair) for _ in range(2))

    assert first == second


@pytest.mark.parametrize(
    "sent", [{"kind": "roman"}, {"kind": "extract"}, {"kind": "extract", "body": 1}]
)
def test_what_is_no_paper_is_not_found(client, chair, sitting, sent):
    client.force_login(chair)

    answer = client.post(reverse("reports:sitting_paper_new", args=[sitting.pk]), sent)

    assert answer.status_code == 404
    assert not SittingPaper.objects.exists()

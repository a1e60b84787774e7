"""A meeting of revisorerna: planned, gathered by itself, ticked, decided under its paragraphs, and its protocol."""

from collections.abc import Callable

import pytest

from accounts.models import Body, User
from common import dates
from recommendations.models import Verdict
from recommendations.services import propose_verdict
from reports import sitting_papers
from reports.models import AgendaItem
from responses import services
from tests import factories
from tests.browser.conftest import Walker
from tests.conftest import NOW
from tests.world import HANDED_OVER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Granskning av simhallen"


@pytest.fixture
def verdict(settled) -> Verdict:
    """Of one of two recommendations to kommunstyrelsen, put forward."""
    board = Body.objects.get(name="Kommunstyrelsen")
    audit = factories.draft_audit(board, questions=1, per_body=2, title=TITLE)
    revisor = User.objects.get(email="revisor@demo.example")
    with dates.told_at(HANDED_OVER):
        services.dispatch(audit, at=HANDED_OVER, by=revisor)
    return propose_verdict(
        audit.recommendations.first().addressees.get(),
        value="not_done",
        note="Inget har gjorts.",
        at=NOW,
        by=revisor,
        ground=factories.SEEN,
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_agenda_to_the_protocol(
    start: Callable[..., Walker], verdict: Verdict, scripts: bool
) -> None:
    revisor = start("revisor@demo.example", java_script_enabled=scripts)
    revisor.go("/sammantraden/").follow("Nytt sammanträde")
    revisor.page.get_by_label("Dag", exact=True).fill("14 februari 2023")
    revisor.page.get_by_label("Plats").fill("Sal Linden")
    revisor.press("Spara")
    assert "Kommunstyrelsen 1: Granskning av simhallen" in revisor.text

    add_a_matter(revisor)
    note_jav(revisor)
    decide(revisor, verdict)

    revisor.press("Gör utkast till protokoll")
    paper = sitting_papers.maker.make()
    assert paper and paper.document
    revisor.go(paper.get_absolute_url())
    assert "Ladda ner PDF" in revisor.text


def add_a_matter(revisor: Walker) -> None:
    revisor.follow("Lägg till på dagordningen")
    revisor.page.get_by_label("Rubrik").fill("Brev om bidrag")
    revisor.page.get_by_label("Förslag till beslut").fill("Brevet skickas.")
    revisor.press("Lägg till")
    assert "Två valda, § 1–2." in revisor.text


def note_jav(revisor: Walker) -> None:
    revisor.page.get_by_role("link", name="Jäv, reservation, bordlägg eller flytta").first.click()
    revisor.page.wait_for_load_state()
    revisor.scan()
    revisor.page.get_by_label("Jäv, deltar inte").check()
    revisor.page.get_by_label("Vem").select_option(label="Vice ordförande")
    revisor.page.get_by_label("Skäl").first.fill("Sitter i styrelsen.")
    revisor.press("Anteckna")
    assert "Jäv vid § 1." in revisor.text


def decide(revisor: Walker, verdict: Verdict) -> None:
    """The second matter is left for the next time."""
    revisor.page.get_by_role("checkbox", name="Brev om bidrag").uncheck()
    revisor.press("Granska valda")
    assert "Ett valt, § 1. Ett inte valt." in revisor.text
    revisor.press("Besluta valda")

    decided = Verdict.objects.get(pk=verdict.pk)
    assert (decided.paragraph, decided.sitting.meets_on) == ("§ 1", dates.local_day(NOW))
    assert AgendaItem.objects.decided().count() == 1
    assert "Beslutat" in revisor.text

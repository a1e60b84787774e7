"""Papers of the story: the year summed up, an underlag to presidium, and what a meeting begins and ends with."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.http import urlencode

from audit.models import Sitting
from common import swedish
from demo import meetings
from demo.telling import told
from demo.years import ToldEvent
from reports import compilations, sitting_papers
from reports.compilations import PaperWanted
from reports.making import Filed, FiledPaperMaker
from reports.models import AgendaItem, CompilationKind, SittingPaperKind

YEAR = 2022
IN_SHORT = (
    "Under året har vi följt upp rekommendationer från fyra revisionsår. Flest kvarstår hos socialnämnden. Att "
    "säkerhetskopiorna ska prövas har vi nu lämnat tre gånger, och vi ser allvarligt på att det inte är gjort."
)
ASKED = (
    "Hur vill presidiet att kommunstyrelsen redovisar när säkerhetskopiorna har prövats?\n"
    "Bör de nämnder som svarar sent kallas till fullmäktige?"
)
PRESIDIUM_MEETS, TOLD_SINCE = date(2023, 2, 7), date(2022, 12, 31)


def events() -> Iterator[ToldEvent]:
    yield ToldEvent(date(2023, 1, 19), _write_minutes)
    yield ToldEvent(date(2023, 1, 20), _sum_up)
    yield ToldEvent(date(2023, 2, 3), _tell_presidium)


def prepare_meeting() -> None:
    """The underlag to the next meeting, as the agenda is when the story begins."""
    _order_for(meetings.COMING, SittingPaperKind.PACK, date(2023, 2, 13))


def _write_minutes() -> None:
    _order_for(meetings.HELD, SittingPaperKind.MINUTES, date(2023, 1, 19))


def _order_for(meets_on: date, kind: SittingPaperKind, day: date) -> None:
    with told(day, 17, by="revisor") as (at, chair):
        sitting = Sitting.objects.get(meets_on=meets_on)
        _make(sitting_papers.maker, sitting_papers.order(sitting, kind, at=at, by=chair))


def _sum_up() -> None:
    """To fullmäktige, as it was decided at the meeting in January."""
    item = AgendaItem.objects.decided().get(title=meetings.SUMMED_UP)
    _release(
        PaperWanted(
            CompilationKind.YEAR,
            urlencode({"ar": YEAR}),
            str(YEAR),
            date(YEAR, 12, 31),
            text=IN_SHORT,
            sitting=item.sitting,
            paragraph=item.paragraph,
        ),
        date(2023, 1, 20),
    )


def _tell_presidium() -> None:
    day = date(2023, 2, 3)
    query = {"mote": PRESIDIUM_MEETS.isoformat(), "sedan": TOLD_SINCE.isoformat()}
    title = f"Möte {swedish.long_date(PRESIDIUM_MEETS)}"
    wanted = PaperWanted(CompilationKind.PACK, urlencode(query), title, day, text=ASKED)
    _release(wanted, day)


def _release(wanted: PaperWanted, day: date) -> None:
    with told(day, 9, by="revisor") as (at, chair):
        paper = compilations.order(wanted, at=at, by=chair)
        _make(compilations.maker, paper)
    with told(day, 9, 40, by="revisor") as (at, chair):
        compilations.release(paper, at=at, by=chair)


def _make(maker: FiledPaperMaker[Filed], ordered: Filed) -> None:
    """At once. The bounds that a worker makes papers within hold in a main thread alone."""
    if paper := maker.claim(ordered.pk, at=timezone.now()):
        maker.keep(paper, maker.write(paper))

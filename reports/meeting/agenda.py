"""The agenda of a meeting: what waits comes to the next one by itself, what is written to the one it is for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from audit.models import Sitting
from common import swedish
from reports.meeting.entries import (
    AgendaEntry,
    AgendaSection,
    in_sections,
    numbered,
)
from reports.meeting.waiting import waiting
from reports.models import WRITTEN, AgendaItem, AgendaKind, AgendaState


@dataclass(frozen=True)
class Agenda:
    """All that a person sees of the agenda of one meeting."""

    sitting: Sitting
    entries: list[AgendaEntry]
    # Whether what waits is gathered here.
    gathers: bool
    first_number: int

    @property
    def sections(self) -> list[AgendaSection]:
        return in_sections(self.entries)

    @property
    def open_entries(self) -> list[AgendaEntry]:
        """In the order that they are decided in."""
        return [e for part in self.sections for e in part.entries if not e.is_settled]

    @property
    def decided(self) -> list[AgendaEntry]:
        rows = [entry for entry in self.entries if entry.is_decided]
        return sorted(rows, key=lambda e: e.item.number or 0 if e.item else 0)

    @property
    def progress(self) -> str:
        """Två av tolv beslutade"""
        all_of_it = [e for e in self.entries if e.is_decided or not e.is_settled]
        if not self.decided:
            return f"{swedish.counted(len(all_of_it), 'ärende', 'ärenden', 'ett')} på dagordningen"
        decided = swedish.number_word(len(self.decided), "ett")
        return f"{decided} av {swedish.number_word(len(all_of_it), 'ett')} beslutade"

    def entry(self, key: str) -> AgendaEntry | None:
        return next((entry for entry in self.entries if entry.key == key), None)

    def numbers(self, chosen: Iterable[AgendaEntry]) -> dict[str, str]:
        keys = {entry.key for entry in chosen}
        return numbered(self.first_number, [e for e in self.open_entries if e.key in keys])


def agenda_of(sitting: Sitting, user: User, *, on: date) -> Agenda:
    """As the person may see it now."""
    rows = list(_rows(sitting, user))
    by_key = {item.key: item for item in rows}
    gathers = sitting.is_open and sitting == next_sitting()
    entries = [_settled(item) for item in rows if not item.is_open]
    if sitting.is_open:
        settled = {item.key for item in rows if not item.is_open}
        moved = _moved(user)
        for entry in [*_written(sitting, rows, user, gathers=gathers), *waiting(user, on=on)]:
            goes_to = moved.get(entry.key)
            is_here = goes_to == sitting.pk or (gathers and goes_to is None)
            if entry.kind in WRITTEN or (is_here and entry.key not in settled):
                entries.append(entry.at(by_key.get(entry.key)))
    return Agenda(sitting, entries, gathers, next_number(sitting))


def next_sitting() -> Sitting | None:
    """The first whose agenda is not done with: what waits is gathered there."""
    return Sitting.objects.unclosed().first()


def following(sitting: Sitting) -> Sitting | None:
    """The first one after it, where a matter can be moved."""
    later = Q(meets_on__gt=sitting.meets_on) | Q(meets_on=sitting.meets_on, pk__gt=sitting.pk)
    return Sitting.objects.unclosed().filter(later).first()


def next_number(sitting: Sitting) -> int:
    """The paragraph that comes next: they go on through the year for meetings of a kind."""
    decided = AgendaItem.objects.decided()
    latest_here: int | None = decided.filter(sitting=sitting).aggregate(latest=Max("number"))[
        "latest"
    ]
    if latest_here is not None:
        return latest_here + 1
    if sitting.first_paragraph:
        return sitting.first_paragraph
    of_year = decided.filter(
        sitting__meets_on__year=sitting.meets_on.year, sitting__kind=sitting.kind
    )
    latest: int | None = of_year.aggregate(latest=Max("number"))["latest"]
    return (latest or 0) + 1


def _rows(sitting: Sitting, user: User) -> QuerySet[AgendaItem]:
    visible = AgendaItem.objects.visible_to(user).filter(sitting=sitting)
    return visible.select_related("audit", "moved_to", "settled_by").prefetch_related(
        "voices__user"
    )


def _moved(user: User) -> dict[str, int]:
    """By key: the meeting that it waits for, of what has been moved and is not yet there or past it."""
    rows = AgendaItem.objects.visible_to(user).filter(
        state=AgendaState.MOVED, moved_to__closed_at=None, moved_to__cancelled_at=None
    )
    return {
        item.key: item.moved_to_id for item in rows.order_by("settled_at", "pk") if item.moved_to_id
    }


def _settled(item: AgendaItem) -> AgendaEntry:
    """Decided, tabled or moved: as it was called then."""
    kind, _, subject = item.key.partition("-")
    return AgendaEntry(
        AgendaKind(kind),
        int(subject),
        item.title,
        item.audit,
        item.proposal,
        status=item.status,
        item=item,
    )


def _written(
    sitting: Sitting, rows: list[AgendaItem], user: User, *, gathers: bool
) -> Iterator[AgendaEntry]:
    """What somebody has written: here, or at an earlier meeting that left it."""
    for item in rows:
        if item.kind in WRITTEN and item.is_open and item.origin_id is None:
            yield _of_row(item)
    settled_here = {item.origin_id for item in rows if not item.is_open}
    for item in _left(sitting, user):
        root = item.origin_id or item.pk
        if root not in settled_here and _comes_to(sitting, item, gathers=gathers):
            yield _of_row(item)


def _left(sitting: Sitting, user: User) -> Iterable[AgendaItem]:
    """Of each matter that somebody wrote for another meeting and none has decided: its latest row."""
    visible = AgendaItem.objects.visible_to(user).filter(kind=AgendaKind.OWN)
    decided = AgendaItem.objects.decided().filter(kind=AgendaKind.OWN)
    roots = decided.annotate(root=Coalesce("origin", "pk")).values("root")
    undecided = visible.exclude(sitting=sitting).exclude(pk__in=roots).exclude(origin__in=roots)
    latest: dict[int, AgendaItem] = {}
    for item in undecided.select_related("audit", "sitting", "moved_to").order_by("pk"):
        latest[item.origin_id or item.pk] = item
    return latest.values()


def _comes_to(sitting: Sitting, item: AgendaItem, *, gathers: bool) -> bool:
    """To the meeting that it was moved to; where it was left at one that is over, to the next."""
    if item.state == AgendaState.MOVED and item.moved_to and item.moved_to.is_open:
        return item.moved_to_id == sitting.pk
    is_over = item.state != AgendaState.OPEN or not item.sitting.is_open
    return gathers and is_over


def _of_row(item: AgendaItem) -> AgendaEntry:
    return AgendaEntry(
        AgendaKind(item.kind),
        item.origin_id or item.pk,
        item.title,
        item.audit,
        item.proposal,
    )

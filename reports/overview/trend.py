"""How much was done at the same age, per revisionsår: the unit is recommendation × body.

A recommendation that a later one repeats stays in the revisionsår that it was put in, as ersatt from that day on.

Audits entered afterwards are left out: only what was still open was loaded, so a share of it would mislead.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Greatest

from accounts.descriptions import described
from accounts.models import BodyKind
from common import dates
from recommendations.models import Repetition, Verdict
from recommendations.values import VerdictValue
from reports.overview.scope import Scope
from responses.models import DueDate, Occasion

AGES = (12, 24, 36)


@dataclass(frozen=True)
class Done:
    """So many of so many, and how many of them a later recommendation has taken the place of."""

    done: int
    total: int
    replaced: int = 0

    def __str__(self) -> str:
        parts = [f"{self.done} av {self.total}"]
        if self.replaced:
            parts.append(f"{self.replaced} {'ersatt' if self.replaced == 1 else 'ersatta'}")
        return ", ".join(parts)


@dataclass(frozen=True)
class TrendRow:
    """One revisionsår; None at an age that not all of it has reached."""

    name: str
    now: Done
    ages: list[Done | None]


def trend(scope: Scope) -> list[TrendRow]:
    """How much was done at the same age, counted from the response date; bodies only, no companies.

    Read as three plain lists and counted here: what stood at each age would be asked six times of every unit.
    """
    by_year: dict[int, list[_Unit]] = defaultdict(list)
    for year, unit in _units(scope):
        by_year[year].append(unit)
    return [
        TrendRow(
            name=str(year),
            now=_done_of(units, on=scope.on),
            ages=[_done_at(units, age, on=scope.on) for age in AGES],
        )
        for year, units in sorted(by_year.items())
    ]


@dataclass(frozen=True)
class _Unit:
    """One recommendation to one body."""

    wished_by: date | None
    # Day and value, the latest first.
    verdicts: list[tuple[date, str]]
    # The day from which a later recommendation stands in its place.
    replaced_on: date | None

    def is_replaced(self, *, on: date) -> bool:
        return self.replaced_on is not None and self.replaced_on <= on

    def is_done(self, *, on: date) -> bool:
        latest = next((value for day, value in self.verdicts if day <= on), None)
        return latest == VerdictValue.DONE and not self.is_replaced(on=on)


def _units(scope: Scope) -> Iterator[tuple[int, _Unit]]:
    """With the revisionsår of each."""
    due_dates = DueDate.objects.filter(
        request__audit=OuterRef("recommendation__audit"),
        request__body=OuterRef("body"),
        request__occasion=Occasion.MISSIVE,
    )
    addressees = (
        scope.put()
        .filter(recommendation__audit__entered_from="")
        .alias(kind_then=described("kind", "body", on=scope.on))
        .exclude(kind_then=BodyKind.COMPANY)
    )
    verdicts: dict[int, list[tuple[date, str]]] = defaultdict(list)
    decided = Verdict.objects.decided(on=scope.on, as_known=scope.as_known).filter(
        addressee__in=addressees
    )
    for pk, day, value in decided.values_list("addressee", "decided_on", "value"):
        verdicts[pk].append((cast("date", day), value))
    # Noted, and itself handed over.
    stands_from = Greatest("noted_at", "recommendation__audit__handed_over_at")
    later = Repetition.objects.in_force(on=scope.on).annotate(at=stands_from).order_by("at")
    first_due = due_dates.order_by("set_at", "pk")
    year = "recommendation__audit__audit_year"
    rows = addressees.order_by().values_list(
        "pk",
        year,
        Subquery(first_due.values("due_on")[:1]),
        Subquery(later.filter(earlier=OuterRef("pk")).values("at")[:1]),
    )
    for pk, audit_year, wished_by, replaced_at in rows:
        replaced_on = replaced_at and dates.local_day(replaced_at)
        yield audit_year, _Unit(wished_by, verdicts.get(pk, []), replaced_on)


def _done_of(units: list[_Unit], *, on: date) -> Done:
    return Done(
        sum(unit.is_done(on=on) for unit in units),
        len(units),
        sum(unit.is_replaced(on=on) for unit in units),
    )


def _done_at(units: list[_Unit], age: int, *, on: date) -> Done | None:
    """So many months after the response date; None while some of them are younger."""
    remedied = replaced = 0
    for unit in units:
        until = unit.wished_by and dates.months_later(unit.wished_by, age)
        if until is None or until > on:
            return None
        remedied += unit.is_done(on=until)
        replaced += unit.is_replaced(on=until)
    return Done(remedied, len(units), replaced)


def trend_sum(rows: list[TrendRow]) -> TrendRow:
    """The sum over the years that have reached each age."""
    return TrendRow(
        "Alla nämnder",
        _added(row.now for row in rows),
        [_reached(column) for column in zip(*(row.ages for row in rows), strict=True)],
    )


def _reached(column: Iterable[Done | None]) -> Done | None:
    old_enough = [age for age in column if age]
    return _added(old_enough) if old_enough else None


def _added(parts: Iterable[Done]) -> Done:
    several = list(parts)
    return Done(
        sum(part.done for part in several),
        sum(part.total for part in several),
        sum(part.replaced for part in several),
    )

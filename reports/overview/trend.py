"""How much was done at the same age, per revisionsår: the unit is recommendation × body.

The age is counted from the hand-over, and the ledger tells how each stood on its own day. A recommendation that
a later one repeats stays in the revisionsår that it was put in, as ersatt from that day on.

What came out of an earlier register is left out: only what was still open was loaded, so a share of it would mislead.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypedDict, cast

from django.db.models import Count, DateField, F, Func, Max, Q

from accounts.descriptions import describe
from accounts.models import Body
from common import dates
from recommendations.values import CountPart
from reports.overview.figures import is_company
from reports.overview.scope import Scope
from responses.models import UnitState
from responses.models.states import UnitStateQuerySet

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
class AtAge:
    """How it was so many months after the hand-over; None while not all of it has reached that age."""

    months: int
    done: Done | None


@dataclass(frozen=True)
class TrendRow:
    """One revisionsår, or the sum of several."""

    name: str
    now: Done
    ages: list[AtAge]
    # The filter of the register that gives its rows.
    narrowed: str


class YearPart(TypedDict):
    """The units of one revisionsår that have come equally far on the day."""

    audit_year: int
    part: str
    how_many: int
    last_put_on: date


@dataclass
class Year:
    """The units of one revisionsår as they stand on the day, by part, and when the last of them was put."""

    counts: Counter[str]
    last_put_on: date

    @property
    def now(self) -> Done:
        done, replaced = self.counts[CountPart.DONE], self.counts[CountPart.REPLACED]
        return Done(done, self.counts.total(), replaced)


class MonthsLater(Func):
    """The same day of the month, or the month's last, as `dates.months_later`."""

    template = "(%(expressions)s + make_interval(months => %(months)d))::date"
    output_field = DateField()


def held_at_age(months: int) -> Q:
    """Of the rows of the ledger, of all days: those that held when their unit was so old."""
    day = MonthsLater(F("put_on"), months=months)
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


def is_followed(states: UnitStateQuerySet) -> UnitStateQuerySet:
    """Those that the trend is about, company or not."""
    return states.filter(from_register=False)


def done_at_age(
    states: UnitStateQuerySet, months: int, *, as_known: bool = False
) -> UnitStateQuerySet:
    aged = UnitState.objects.filter(
        _telling(as_known=as_known), held_at_age(months), part=CountPart.DONE
    )
    return is_followed(states).filter(addressee__in=aged.values("addressee"))


def _telling(*, as_known: bool) -> Q:
    return Q(as_known=True) if as_known else Q(as_it_was=True)


def trend(scope: Scope) -> list[TrendRow]:
    """Committees only, no companies. As many questions to the database for any number of rows."""
    every_state = UnitState.objects.visible_to(scope.user).with_holder(on=scope.on)
    if scope.year:
        every_state = every_state.filter(audit_year=scope.year)
    followed = is_followed(every_state).exclude(**{"holder__in": _companies(scope)})
    years = _years(followed.on(scope.on, as_known=scope.as_known))
    aged = _aged(followed.filter(_telling(as_known=scope.as_known)))
    return [
        TrendRow(
            name=str(number),
            now=year.now,
            ages=[AtAge(months, _done(year, aged[number], months, on=scope.on)) for months in AGES],
            narrowed=f"slag=namnder&ar={number}",
        )
        for number, year in years.items()
    ]


def _companies(scope: Scope) -> list[int]:
    bodies = list(Body.objects.all())
    describe(bodies, on=scope.on)
    return [body.pk for body in bodies if is_company(body.kind)]


def _years(states: UnitStateQuerySet) -> dict[int, Year]:
    """The earliest first."""
    groups = (
        states.order_by()
        .values("audit_year", "part")
        .annotate(how_many=Count("*"), last_put_on=Max("put_on"))
        .order_by("audit_year")
    )
    years: dict[int, Year] = {}
    for group in cast("Iterable[YearPart]", groups):
        year = years.setdefault(group["audit_year"], Year(Counter(), group["last_put_on"]))
        year.counts[group["part"]] += group["how_many"]
        year.last_put_on = max(year.last_put_on, group["last_put_on"])
    return years


def _aged(states: UnitStateQuerySet) -> dict[int, dict[tuple[str, int], int]]:
    """By revisionsår: how many were done, and had been repeated, at each age (months)."""
    counts = {f"at_{months}": Count("part", filter=held_at_age(months)) for months in AGES}
    counted = states.filter(part__in=(CountPart.DONE, CountPart.REPLACED)).order_by()
    rows = (
        counted.values("audit_year", "part")
        .annotate(**counts)
        .values_list("audit_year", "part", *counts)
    )
    aged: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    for number, part, *at_ages in rows:
        aged[number] |= {(part, months): count for months, count in zip(AGES, at_ages, strict=True)}
    return aged


def _done(year: Year, aged: dict[tuple[str, int], int], months: int, *, on: date) -> Done | None:
    if dates.months_later(year.last_put_on, months) > on:
        return None
    return Done(
        aged.get((CountPart.DONE, months), 0),
        year.counts.total(),
        aged.get((CountPart.REPLACED, months), 0),
    )


def trend_sum(rows: list[TrendRow]) -> TrendRow:
    """The sum over the years that have reached each age."""
    return TrendRow(
        "Alla nämnder",
        _added(row.now for row in rows),
        [_reached(column) for column in zip(*(row.ages for row in rows), strict=True)],
        "slag=namnder",
    )


def _reached(column: Iterable[AtAge]) -> AtAge:
    ages = list(column)
    old_enough = [age.done for age in ages if age.done]
    return AtAge(ages[0].months, _added(old_enough) if old_enough else None)


def _added(parts: Iterable[Done]) -> Done:
    several = list(parts)
    return Done(
        sum(part.done for part in several),
        sum(part.total for part in several),
        sum(part.replaced for part in several),
    )

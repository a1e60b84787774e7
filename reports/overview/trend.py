"""How much was done at the same age, per revisionsår: the unit is recommendation × body.

The age is counted from the hand-over, and the ledger tells how each stood on its own day. A recommendation that
a later one repeats stays in the revisionsår that it was put in, as ersatt from that day on.

What came out of an earlier register is left out: only what was still open was loaded, so a share of it would mislead.
"""

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


class YearGroup(TypedDict):
    """The units of one revisionsår as they stand on the day."""

    audit_year: int
    total: int
    done: int
    replaced: int
    last_put_on: date


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
            name=str(group["audit_year"]),
            now=Done(group["done"], group["total"], group["replaced"]),
            ages=[
                AtAge(months, _done(group, aged.get(group["audit_year"], {}), months, on=scope.on))
                for months in AGES
            ],
            narrowed=f"slag=namnder&ar={group['audit_year']}",
        )
        for group in years
    ]


def _companies(scope: Scope) -> list[int]:
    bodies = list(Body.objects.all())
    describe(bodies, on=scope.on)
    return [body.pk for body in bodies if is_company(body.kind)]


def _years(states: UnitStateQuerySet) -> list[YearGroup]:
    groups = (
        states.order_by()
        .values("audit_year")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(part=CountPart.DONE)),
            replaced=Count("pk", filter=Q(part=CountPart.REPLACED)),
            last_put_on=Max("put_on"),
        )
        .order_by("audit_year")
    )
    return cast("list[YearGroup]", list(groups))


def _aged(states: UnitStateQuerySet) -> dict[int, dict[str, int]]:
    """By revisionsår: how many were done, and had been repeated, at each age."""
    counts = {
        f"{part}_{months}": Count("pk", filter=held_at_age(months) & Q(part=part))
        for part in (CountPart.DONE, CountPart.REPLACED)
        for months in AGES
    }
    counted = states.filter(part__in=(CountPart.DONE, CountPart.REPLACED)).order_by()
    groups = cast("Iterable[dict[str, int]]", counted.values("audit_year").annotate(**counts))
    return {group["audit_year"]: group for group in groups}


def _done(year: YearGroup, aged: dict[str, int], months: int, *, on: date) -> Done | None:
    if dates.months_later(year["last_put_on"], months) > on:
        return None
    return Done(
        aged.get(f"{CountPart.DONE}_{months}", 0),
        year["total"],
        aged.get(f"{CountPart.REPLACED}_{months}", 0),
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

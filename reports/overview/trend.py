"""How much was done at the same age, per revisionsår: the unit is recommendation × body.

A recommendation that a later one repeats stays in the revisionsår that it was put in, as ersatt from that day on.

Audits entered afterwards are left out: only what was still open was loaded, so a share of it would mislead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, DateField, Exists, F, Func, OuterRef, Q, Subquery

from accounts.descriptions import described
from accounts.models import BodyKind
from recommendations.models import Repetition, Verdict
from recommendations.values import VerdictValue
from reports.overview.scope import Scope
from responses.models import DueDate, Occasion

AGES = (12, 24, 36)


class MonthsLater(Func):
    """The same day of the month, some months on."""

    template = "(%(expressions)s + make_interval(months => %(months)s))::date"
    output_field = DateField()


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
    """How much was done at the same age, counted from the response date; bodies only, no companies."""
    due_dates = DueDate.objects.filter(
        request__audit=OuterRef("recommendation__audit"),
        request__body=OuterRef("body"),
        request__occasion=Occasion.MISSIVE,
    )
    response = "wished_by"
    decided = Verdict.objects.decided(on=scope.on, as_known=scope.as_known).filter(
        addressee=OuterRef("pk")
    )
    later = Repetition.objects.in_force(on=scope.on).filter(earlier=OuterRef("pk"))
    counted: dict[str, Count] = {"total": Count("pk")}
    then: dict[str, Subquery | MonthsLater | Exists] = {}
    for age in AGES:
        until = MonthsLater(OuterRef(response), months=age)
        then[f"value_{age}"] = Subquery(decided.filter(decided_on__lte=until).values("value")[:1])
        then[f"reached_{age}"] = MonthsLater(F(response), months=age)
        then[f"replaced_{age}"] = Exists(
            later.filter(
                noted_at__date__lte=until, recommendation__audit__handed_over_at__date__lte=until
            )
        )
        done = Q(**{f"value_{age}": VerdictValue.DONE, f"replaced_{age}": False})
        counted[f"done_{age}"] = Count("pk", filter=done)
        counted[f"replaced_count_{age}"] = Count("pk", filter=Q(**{f"replaced_{age}": True}))
        counted[f"old_{age}"] = Count("pk", filter=Q(**{f"reached_{age}__lte": scope.on}))
    counts = (
        scope.put()
        .with_replacement(on=scope.on)
        .filter(recommendation__audit__entered_from="")
        .alias(kind_then=described("kind", "body", on=scope.on))
        .exclude(kind_then=BodyKind.COMPANY)
        .with_verdict(on=scope.on, as_known=scope.as_known)
        .annotate(wished_by=Subquery(due_dates.order_by("set_at", "pk").values("due_on")[:1]))
        .annotate(**then)
        .order_by("recommendation__audit__audit_year")
        .values("recommendation__audit__audit_year")
        .annotate(
            done=Count("pk", filter=Q(verdict_value=VerdictValue.DONE, is_replaced=False)),
            replaced=Count("pk", filter=Q(is_replaced=True)),
            **counted,
        )
    )
    groups = cast("Iterable[Mapping[str, int]]", counts)
    return [
        TrendRow(
            name=str(group["recommendation__audit__audit_year"]),
            now=Done(group["done"], group["total"], group["replaced"]),
            ages=[
                Done(group[f"done_{age}"], group["total"], group[f"replaced_count_{age}"])
                if group[f"old_{age}"] == group["total"]
                else None
                for age in AGES
            ],
        )
        for group in groups
    ]


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

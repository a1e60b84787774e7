"""Bodies and people as they were called and counted on a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Body, FormerDescription, FormerName, User


def describe(bodies: Iterable[Body], *, on: date) -> None:
    """Give each the name, kind, place and end that it had on a day, in memory: one query for them all."""
    told = list(bodies)
    former = FormerDescription.objects.after(on).filter(of__in={body.pk for body in told})
    _put_back(told, former, on)


def describe_people(people: Iterable[User], *, on: date) -> None:
    """Give each the name that the person had on a day, in memory: one query for them all."""
    told = list(people)
    _put_back(told, FormerName.objects.after(on).filter(of__in={user.pk for user in told}), on)


def _put_back(told: Iterable[Any], former: QuerySet[Any], on: date) -> None:
    then = {row.of_id: row for row in former.order_by("of_id", "until", "pk").distinct("of_id")}
    for thing in told:
        thing.told_on = on
        if row := then.get(thing.pk):
            for field in thing.DESCRIBED:
                setattr(thing, field, getattr(row, field))


def described(field: str, body: str, *, on: date) -> Coalesce:
    """A body's name, kind or position on a day, in a query; `body` is the way to it, such as addressee__body."""
    former = FormerDescription.objects.after(on).filter(of=OuterRef(body))
    return Coalesce(Subquery(former.values(field)[:1]), F(f"{body}__{field}"))


def former_names(body: Body) -> list[FormerDescription]:
    """The rows at whose end the body took another name, the earliest first."""
    rows = list(body.formerly.all())
    names = [*(row.name for row in rows[1:]), body.name]
    return [row for row, after in zip(rows, names, strict=False) if row.name != after]

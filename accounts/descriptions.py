"""Bodies and people as they were called and counted on a day."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Body, Described, FormerDescription, FormerName, User
from common import dates
from common.history import NOBODY, Record


def describe(bodies: Iterable[Body], *, on: date) -> None:
    """Give each the name, kind, place and end that it had on a day, in memory: one query for them all."""
    described = list(bodies)
    former = FormerDescription.objects.after(on).filter(of__in={body.pk for body in described})
    _put_back(described, former, on)


def describe_people(people: Iterable[User], *, on: date) -> None:
    """Give each the name that the person had on a day, in memory: one query for them all."""
    described = list(people)
    _put_back(
        described, FormerName.objects.after(on).filter(of__in={user.pk for user in described}), on
    )


def _put_back(instances: Iterable[Any], former: QuerySet[Any], on: date) -> None:
    descriptions = {
        row.of_id: row for row in former.order_by("of_id", "until", "pk").distinct("of_id")
    }
    for instance in instances:
        _become(instance, descriptions.get(instance.pk), on)


def _become(instance: Any, former: Any, on: date) -> None:
    instance.told_on = on
    if former:
        for field in instance.DESCRIBED:
            setattr(instance, field, getattr(former, field))


def described(field: str, body: str, *, on: date) -> Coalesce:
    """A body's name, kind or position on a day, in a query; `body` is the way to it, such as addressee__body."""
    former = FormerDescription.objects.after(on).filter(of=OuterRef(body))
    return Coalesce(Subquery(former.values(field)[:1]), F(f"{body}__{field}"))


def named(person: str, *, on: date) -> Coalesce:
    """A person's name on a day, in a query; `person` is the way to it, such as author."""
    former = FormerName.objects.after(on).filter(of=OuterRef(person))
    return Coalesce(Subquery(former.values("name")[:1]), F(f"{person}__name"))


def former_names(body: Body) -> list[FormerDescription]:
    """The rows at whose end the body took another name, the earliest first."""
    rows = list(body.formerly.all())
    names = [*(row.name for row in rows[1:]), body.name]
    return [row for row, after in zip(rows, names, strict=False) if row.name != after]


DescribedT = TypeVar("DescribedT", bound=Described)


class Names:
    """What bodies and people were called at each moment that is told: a query for each kind, however many moments."""

    def body(self, body: Body, *, at: datetime) -> Body:
        """The body as it was then, to read."""
        return self._then(body, self._bodies[body.pk], at)

    def body_on(self, body: Body, day: date) -> Body:
        return self.body(body, at=dates.end_of(day))

    def describe(self, bodies: Iterable[Body], *, on: date) -> None:
        """As `describe` does, of rows that are read already."""
        for body in bodies:
            _become(body, self._former(self._bodies[body.pk], dates.end_of(on)), on)

    def person(self, user: User | None, *, at: datetime) -> str:
        return self._then(user, self._people[user.pk], at).name if user else NOBODY

    def who(self, record: Record) -> str:
        """Who made a record of history, by the name of then."""
        return self.person(record.history_user, at=record.history_date)

    @cached_property
    def _bodies(self) -> dict[int, list[Any]]:
        return _by_thing(FormerDescription.objects.order_by("until", "pk"))

    @cached_property
    def _people(self) -> dict[int, list[Any]]:
        return _by_thing(FormerName.objects.order_by("until", "pk"))

    def _then(self, instance: DescribedT, rows: list[Any], at: datetime) -> DescribedT:
        former = self._former(rows, at)
        if former is None:
            return instance
        earlier_body = copy(instance)
        _become(earlier_body, former, dates.local_day(at))
        return earlier_body

    def _former(self, rows: list[Any], at: datetime) -> Any:
        return next((row for row in rows if row.until >= at), None)


def _by_thing(rows: Iterable[Any]) -> dict[int, list[Any]]:
    rows_by_thing: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        rows_by_thing[row.of_id].append(row)
    return rows_by_thing

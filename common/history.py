"""What simple-history keeps, as sentences for people: something that happened, and the fields that it changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain
from typing import Any, Protocol

from django.db import models

from common import dates, swedish
from common.models import Tracked

NOBODY = "Revisionsspår"
CREATED, REMOVED = "+", "-"


class Record(Protocol):
    """One version of a thing, as simple-history keeps it: its own columns beside the thing's."""

    id: int
    history_id: int
    history_date: datetime
    history_type: str
    history_user: Any
    history_change_reason: str | None
    instance_type: type[Tracked]

    def __getattr__(self, name: str) -> Any:
        """A field of the thing."""


@dataclass(frozen=True)
class Change:
    """One field, before and after."""

    label: str
    old: str
    new: str
    # The first wording of a thing is shown as it is, without marks.
    is_first: bool = False


@dataclass(frozen=True)
class HistoryEntry:
    """Something that happened."""

    at: datetime
    who: str
    what: str
    changes: list[Change] = field(default_factory=list)
    # A reminder is recorded by the day.
    has_time: bool = True

    @property
    def day(self) -> date:
        return dates.local_day(self.at)


def told_fields(model: Any, left_out: Iterable[str]) -> list[str]:
    """The fields of a tracked model in its own order; the key and the version of a save are nobody's to read."""
    silent = {model._meta.pk.name, "version", *left_out}
    return [field.name for field in model._meta.concrete_fields if field.name not in silent]


def changes_of(
    old: Record | None,
    new: Record | None,
    fields: Iterable[str],
    names: Mapping[str, Mapping[int, str]] | None = None,
) -> list[Change]:
    """The fields that differ between two records of one thing, either of which may be None.

    `names`: what the keys of a field that points at another thing are called.
    """
    record = new or old
    if record is None:
        return []
    model = record.instance_type
    changes = [
        Change(label(model, name), shown(old, name, names), shown(new, name, names), old is None)
        for name in fields
        if not _unticked_alone(old, new, name)
    ]
    return [change for change in changes if change.old != change.new]


def _unticked_alone(old: Record | None, new: Record | None, name: str) -> bool:
    """A box that nobody has ticked is nothing to tell of a thing that is new or gone."""
    return (old is None or new is None) and getattr(new or old, name, None) is False


def of_thing(
    tracked: Any, name: str, fields: list[str], *, doer_of: Callable[[Record], str]
) -> Iterator[HistoryEntry]:
    """What was done to one thing, the first first; `name` is the thing in the definite form."""
    old: Record | None = None
    for new in tracked.history.select_related("history_user").order_by(
        "history_date", "history_id"
    ):
        changes = changes_of(old, new, fields)
        if old is None:
            yield HistoryEntry(new.history_date, doer_of(new), f"lade till {name}.", changes)
        elif new.history_change_reason:
            yield HistoryEntry(
                new.history_date, doer_of(new), f"{new.history_change_reason}.", changes
            )
        elif changes:
            yield HistoryEntry(new.history_date, doer_of(new), f"ändrade {name}.", changes)
        old = new


def latest_first(*sources: Iterable[HistoryEntry]) -> list[HistoryEntry]:
    return sorted(chain(*sources), key=lambda entry: entry.at)[::-1]


def added_or_removed(record: Record) -> str:
    return "tog bort" if record.history_type == REMOVED else "lade till"


def who(record: Record) -> str:
    """By the name of today."""
    return str(record.history_user.name) if record.history_user else NOBODY


def label(model: type[models.Model], name: str) -> str:
    word = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return word[:1].upper() + word[1:]


def shown(
    record: Record | None, name: str, names: Mapping[str, Mapping[int, str]] | None = None
) -> str:
    """A field's value as a person reads it; of a thing that it points at, its name in `names`."""
    column: Any = record.instance_type._meta.get_field(name) if record else None
    value = getattr(record, column.attname) if column else None
    if value is None or column is None:
        return ""
    if column.is_relation:
        return (names or {}).get(name, {}).get(value, "borttagen")
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, time):
        return f"{value:%H.%M}"
    if isinstance(value, date):
        return swedish.moment(value) if isinstance(value, datetime) else swedish.long_date(value)
    return str(dict(column.flatchoices).get(value, value))

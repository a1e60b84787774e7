"""What simple-history keeps, as sentences for people: something that happened, and the fields that it changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db import models

from common import dates, swedish

NOBODY = "Revisionsspår"
CREATED, REMOVED = "+", "-"


@dataclass(frozen=True)
class Change:
    """One field, before and after."""

    label: str
    old: str
    new: str
    # The first wording of a thing is shown as it is, without marks.
    is_first: bool = False


@dataclass(frozen=True)
class Entry:
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


def changes_of(old: Any, new: Any, fields: Iterable[str]) -> list[Change]:
    """The fields that differ between two records of one thing, either of which may be None."""
    model = (new or old).instance_type
    pairs = ((label(model, name), shown(old, name), shown(new, name)) for name in fields)
    return [Change(*pair, is_first=old is None) for pair in pairs if pair[1] != pair[2]]


def of_thing(
    thing: Any, name: str, fields: list[str], *, who: Callable[[Any], str]
) -> Iterator[Entry]:
    """What was done to one thing, the first first; `name` is the thing in the definite form."""
    old: Any = None
    for new in thing.history.select_related("history_user").order_by("history_date", "history_id"):
        changes = changes_of(old, new, fields)
        if old is None:
            yield Entry(new.history_date, who(new), f"lade till {name}.", changes)
        elif new.history_change_reason:
            yield Entry(new.history_date, who(new), f"{new.history_change_reason}.", changes)
        elif changes:
            yield Entry(new.history_date, who(new), f"ändrade {name}.", changes)
        old = new


def latest_first(*told: Iterable[Entry]) -> list[Entry]:
    return sorted(chain(*told), key=lambda entry: entry.at)[::-1]


def added_or_removed(record: Any) -> str:
    return "tog bort" if record.history_type == REMOVED else "lade till"


def who(record: Any) -> str:
    """By the name of today."""
    return record.history_user.name if record.history_user else NOBODY


def label(model: type[models.Model], name: str) -> str:
    word = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return word[:1].upper() + word[1:]


def shown(record: Any, name: str) -> str:
    """A field's value as a person reads it."""
    value = getattr(record, name, None)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ja" if value else "Nej"
    if isinstance(value, datetime):
        return swedish.moment(value)
    if isinstance(value, date):
        return swedish.long_date(value)
    choices: Any = record.instance_type._meta.get_field(name).flatchoices
    return str(dict(choices).get(value, value))

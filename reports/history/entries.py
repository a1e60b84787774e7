"""What Historik shows: something that happened, and the fields that it changed."""

from dataclasses import dataclass, field
from datetime import date, datetime

from common import dates

NOBODY = "Revisionsspår"


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

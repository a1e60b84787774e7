"""Meetings of revisorerna for tests."""

from datetime import date, timedelta

from accounts.models import User
from audit.models import Sitting
from audit.services import keep_sitting
from common import dates
from reports.meeting import deeds
from reports.meeting.agenda import agenda_of
from reports.meeting.entries import AgendaEntry
from tests.conftest import NOW

TODAY = dates.local_day(NOW)
LATER = TODAY + timedelta(30)


def sitting_on(day: date, *people: User, by: User) -> Sitting:
    return keep_sitting(Sitting(meets_on=day, place="Sal Linden"), people, at=NOW, by=by)


def written(sitting: Sitting, title: str, *, by: User) -> AgendaEntry:
    """A matter that somebody has put on the agenda."""
    item = deeds.add_matter(sitting, deeds.Matter("own", title, "Brevet skickas."), at=NOW, by=by)
    entry = agenda_of(sitting, by, on=TODAY).entry(item.key)
    assert entry
    return entry

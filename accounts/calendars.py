"""A body's meetings read from a pasted list or a calendar file: proposals that a person looks through and saves."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from common import dates
from common.days import days_in
from common.forms import EARLIEST

MOST_MEETINGS = 200
# How far back and ahead of today a calendar file is read.
BEHIND, AHEAD = timedelta(days=60), timedelta(days=730)
# What a line or an event says when its day is the one for documents.
DOCUMENTS = re.compile(
    r"handling|stopp(?:dag|tid|datum)|manusstopp|inlämning|deadline", re.IGNORECASE
)
# What meets at other times than the body itself.
OTHERS = re.compile(r"utskott|\bau\b|beredning|presidi|arbetsgrupp|inställ", re.IGNORECASE)
# What a calendar of meetings keeps within; more would take a worker minutes to write out.
MOST_EVENTS, MOST_REPEATED = 2000, 50
REPEATS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
WITHIN_A_DAY = {"BYHOUR", "BYMINUTE", "BYSECOND"}
A_YEAR = re.compile(r"\D*\b((?:19|20)\d\d)\b\D*")


class UnreadableCalendar(ValueError):
    """The file is no calendar."""


@dataclass(frozen=True)
class ReadMeeting:
    meets_on: date
    documents_due_on: date | None


@dataclass(frozen=True)
class ReadCalendar:
    """What was found, the earliest first, and what was not understood or left out, verbatim."""

    meetings: list[ReadMeeting] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def from_text(text: str, *, year: int) -> ReadCalendar:
    """One meeting a line: the later of two days is the meeting, the earlier its day for documents.

    A line that is only a year goes for those below it; until then days without a year are of `year`.
    """
    meetings: dict[date, ReadMeeting] = {}
    unread: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        days = days_in(line, year=year)
        heading = A_YEAR.fullmatch(line)
        if heading and not days:
            year = int(heading[1])
            continue
        meeting = _of_line(line, days)
        if meeting is None:
            unread.append(line)
        else:
            meetings[meeting.meets_on] = meeting
    return _read(meetings, unread)


def _of_line(line: str, days: list[date]) -> ReadMeeting | None:
    """None without a day, with more than two, and for a day that is for documents alone."""
    if len(days) == 1 and not DOCUMENTS.search(line):
        return ReadMeeting(days[0], None)
    if len(days) != 2:
        return None
    documents, meets_on = sorted(days)
    if (meets_on - documents).days > 200:  # handlingar 28 december, sammanträde 14 januari
        documents, meets_on = meets_on.replace(year=documents.year - 1), documents
    return ReadMeeting(meets_on, documents)


def from_ics(data: bytes, *, today: date) -> ReadCalendar:
    """The events of a calendar file (RFC 5545), repeated ones one by one.

    An event for documents gives the next meeting its day; what other groups have is left out by name.
    Raises UnreadableCalendar.
    """
    try:
        calendar = Calendar.from_ical(data)
        _require_bounded(calendar.walk("VEVENT"))
        events = recurring_ical_events.of(calendar).between(today - BEHIND, today + AHEAD)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise UnreadableCalendar from error
    dated = sorted(((_day_of(event), event) for event in events), key=lambda row: row[0])
    documents: date | None = None
    meetings: dict[date, ReadMeeting] = {}
    left_out: dict[str, None] = {}
    for day, event in dated:
        title = str(event.get("SUMMARY", "")).strip()
        if DOCUMENTS.search(title):
            documents = day
        elif OTHERS.search(title):
            left_out[title] = None
        else:
            due = _told_in(event, before=day) or documents
            meetings.setdefault(day, ReadMeeting(day, due))
            documents = None
    return _read(meetings, left_out)


def _require_bounded(events: list[Any]) -> None:
    """Raises UnreadableCalendar for what no body's calendar is: thousands of events, or one each second."""
    repeated = [event for event in events if "RRULE" in event]
    if len(events) > MOST_EVENTS or len(repeated) > MOST_REPEATED:
        raise UnreadableCalendar
    for event in repeated:
        rules = event["RRULE"] if isinstance(event["RRULE"], list) else [event["RRULE"]]
        for rule in rules:
            if not REPEATS.issuperset(rule["FREQ"]) or WITHIN_A_DAY & set(rule):
                raise UnreadableCalendar
        if _day_of(event) < EARLIEST:
            raise UnreadableCalendar


def _day_of(event: Any) -> date:
    start = event["DTSTART"].dt
    if not isinstance(start, datetime):
        return date(start.year, start.month, start.day)
    return dates.local_day(start) if start.tzinfo else start.date()


def _told_in(event: Any, *, before: date) -> date | None:
    """The day for documents that an event's own description names."""
    for line in str(event.get("DESCRIPTION", "")).splitlines():
        if DOCUMENTS.search(line):
            days = [day for day in days_in(line, year=before.year) if day <= before]
            return max(days, default=None)
    return None


def _read(meetings: dict[date, ReadMeeting], unread: Iterable[str]) -> ReadCalendar:
    in_order: Iterator[ReadMeeting] = (meetings[day] for day in sorted(meetings))
    return ReadCalendar(list(in_order)[:MOST_MEETINGS], list(unread))

"""The pieces of the page, and dates as sentences."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import BodyMeeting
from common import swedish

AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Task:
    """One row; the first one stands large with its deed as heading and its button."""

    symbol: str
    title: str
    url: str
    text: str | SafeString
    tone: str = ""
    go: str = "Visa"
    deed: str = ""
    button: str = ""
    eyebrow: str = "Närmast i tid"


@dataclass(frozen=True)
class Section:
    title: str
    tasks: list[Task]
    remark: str = ""
    note: str = ""
    # Waiting tasks are counted, and one of them may stand first; news and what is done are neither.
    waits: bool = True


@dataclass
class Part:
    """What one role has to do."""

    sections: list[Section] = field(default_factory=list)
    dates: list[tuple[date, str]] = field(default_factory=list)
    trail_title: str = "De närmaste 30 dagarna"
    # Said when nothing waits.
    empty: str = ""
    lead: str = ""


@dataclass(frozen=True)
class Todo:
    lead: str
    first: Task | None
    sections: list[Section]
    trail_title: str
    trail: list[dict[str, str]]
    empty: str

    @classmethod
    def of(cls, parts: list[Part], *, on: date) -> Self:
        sections = [section for part in parts for section in part.sections if section.tasks]
        waiting = [task for section in sections if section.waits for task in section.tasks]
        first = waiting[0] if waiting else None
        days = sorted({entry for part in parts for entry in part.dates})
        return cls(
            lead=f"{swedish.weekday_date(on)}. {_lead(parts, waiting)}",
            first=first,
            sections=[rest for section in sections if (rest := _without(section, first)).tasks],
            trail_title=parts[0].trail_title,
            trail=trail(days, on=on),
            empty="" if first else " ".join(part.empty for part in parts if part.empty),
        )


def _lead(parts: list[Part], waiting: list[Task]) -> str:
    said = next((part.lead for part in parts if part.lead), "")
    if not waiting:
        return said or "Inget väntar på dig."
    many = len(waiting)
    return said or f"{swedish.counted(many, 'uppgift', 'uppgifter').capitalize()} väntar på dig."


def _without(section: Section, first: Task | None) -> Section:
    rest = [task for task in section.tasks if task is not first]
    return Section(section.title, rest, section.remark, section.note, section.waits)


def trail(days: Iterable[tuple[date, str]], *, on: date) -> list[dict[str, str]]:
    """A line of dates, today marked, what is said about one day joined."""
    said: dict[date, list[str]] = defaultdict(list)
    for day, text in days:
        said[day].append(text)
    if said and on not in said:
        said[on] = []
    return [
        {
            "state": "now" if day == on else "next" if day > on else "",
            "label": day_label(day, on=on),
            "text": ". ".join(said[day]),
        }
        for day in sorted(said)
    ]


def day_label(day: date, *, on: date) -> str:
    near = {0: "I dag", 1: "I morgon"}.get((day - on).days)
    if near:
        return f"{near}, {swedish.short_date(day)}"
    return swedish.weekday_date(day) if day > on else swedish.date_near(day, on)


class Meetings:
    """When the bodies meet, read at once."""

    def __init__(self, bodies: Iterable[int]) -> None:
        self.by_body: dict[int, list[BodyMeeting]] = defaultdict(list)
        wanted = set(bodies)
        if wanted:
            for meeting in BodyMeeting.objects.filter(body__in=wanted).select_related("body"):
                self.by_body[meeting.body_id].append(meeting)

    def before(self, body: int, due_on: date) -> BodyMeeting | None:
        """The last one at which a matter due on a day can be decided."""
        return next((m for m in reversed(self.by_body[body]) if m.meets_on <= due_on), None)

    def next(self, body: int, on: date) -> BodyMeeting | None:
        return next((m for m in self.by_body[body] if m.meets_on >= on), None)

    def within(self, on: date, until: date) -> list[tuple[date, str]]:
        return [
            (meeting.meets_on, f"{meeting.body.name} sammanträder")
            for meetings in self.by_body.values()
            for meeting in meetings
            if on <= meeting.meets_on <= until
        ]


def path_to(
    due_on: date, meeting: BodyMeeting | None, *, on: date, what: str = "svar"
) -> SafeString:
    """Handlingar till nämnden senast 3 februari – sammanträde 15 februari – svar önskas senast 28 februari 2023."""
    steps = []
    if meeting and meeting.documents_due_on:
        steps.append(
            f"Handlingar till nämnden senast {swedish.date_near(meeting.documents_due_on, due_on)} – "
        )
    if meeting:
        word = "sammanträde" if steps else "Sammanträde"
        steps.append(f"{word} {swedish.date_near(meeting.meets_on, due_on)} – ")
    verb = "önskades" if due_on < on else "önskas"
    wish = f"{what if steps else what.capitalize()} {verb} senast"
    return format_html("{}{} <b>{}</b>.", "".join(steps), wish, swedish.long_date(due_on))


def lateness(due_on: date, *, on: date) -> str:
    days = (on - due_on).days
    return f"Försenat {swedish.counted(days, 'dag', 'dagar')}."


def recommendations(count: int) -> str:
    return swedish.counted(count, "rekommendation", "rekommendationer")


def due_dates(requests: Iterable[Any], *, on: date) -> list[tuple[date, str]]:
    return [
        (request.due, f"Svar önskas: {request.audit.title}, {request.body.in_text}")
        for request in requests
        if on <= request.due <= on + AHEAD
    ]

"""The pieces of the page, and dates as sentences."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from django.utils.safestring import SafeString

from common import swedish
from responses.models import Answer
from responses.standing import RequestStanding

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
    note: str | SafeString = ""
    # Waiting tasks are counted, and one of them may stand first; news and what is done are neither.
    waits: bool = True


@dataclass
class TodoPart:
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
    def of(cls, parts: list[TodoPart], *, on: date) -> Self:
        sections = [section for part in parts for section in part.sections if section.tasks]
        waiting = [task for section in sections if section.waits for task in section.tasks]
        first = waiting[0] if waiting else None
        days = sorted({entry for part in parts for entry in part.dates})
        return cls(
            lead=f"{swedish.weekday_date(on)}. {_lead(parts, waiting)}",
            first=first,
            sections=[
                remainder for section in sections if (remainder := _without(section, first)).tasks
            ],
            trail_title=parts[0].trail_title,
            trail=trail(days, on=on),
            empty="" if first else " ".join(part.empty for part in parts if part.empty),
        )


def _lead(parts: list[TodoPart], waiting: list[Task]) -> str:
    lead = next((part.lead for part in parts if part.lead), "")
    if not waiting:
        return lead or "Inget väntar på dig."
    many = len(waiting)
    return lead or f"{swedish.counted(many, 'uppgift', 'uppgifter').capitalize()} väntar på dig."


def _without(section: Section, first: Task | None) -> Section:
    tasks = [task for task in section.tasks if task is not first]
    return Section(section.title, tasks, section.remark, section.note, section.waits)


def trail(days: Iterable[tuple[date, str]], *, on: date) -> list[dict[str, str]]:
    """A line of dates, today marked, what is said about one day joined."""
    texts: dict[date, list[str]] = defaultdict(list)
    for day, text in days:
        texts[day].append(text)
    if texts and on not in texts:
        texts[on] = []
    return [
        {
            "state": "today" if day == on else "ahead" if day > on else "",
            "label": day_label(day, on=on),
            "text": ". ".join(texts[day]),
        }
        for day in sorted(texts)
    ]


def day_label(day: date, *, on: date) -> str:
    near = {0: "I dag", 1: "I morgon"}.get((day - on).days)
    if near:
        return f"{near}, {swedish.short_date(day)}"
    return swedish.weekday_date(day) if day > on else swedish.date_near(day, on)


def recommendations(count: int) -> str:
    return swedish.counted(count, "rekommendation", "rekommendationer")


def decided(answer: Answer, *, on: date) -> str:
    """Nämndbeslut § 12, 8 februari: the decision behind an answer."""
    day = swedish.date_near(answer.decided_on, on) if answer.decided_on else ""
    return ", ".join(filter(None, [answer.decision_words, day]))


def due_dates(standings: Iterable[RequestStanding], *, on: date) -> list[tuple[date, str]]:
    """The dates that come soon."""
    return [
        (
            due,
            f"{standing.what} önskas: {standing.request.audit.title}, {standing.request.body.in_text}",
        )
        for standing in standings
        if (due := standing.due) and on <= due <= on + AHEAD
    ]

"""The pieces of the page, and dates as sentences."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Self, TypedDict, TypeVar, Unpack

from django.urls import reverse
from django.utils.safestring import SafeString

from common import swedish
from responses.models import Answer, AnswerRequest, Delivery
from responses.standing import RequestStanding

AHEAD = timedelta(days=30)
# Of a section whose rows stand in a list of their own.
MOST_SHOWN = 10
# Of what is told about one day in the trail.
MOST_A_DAY = 5

ShownRow = TypeVar("ShownRow")


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
class WholeList:
    """Where all of a section stands, page by page."""

    name: str
    url: str

    @classmethod
    def answers(cls) -> Self:
        return cls("Svar", reverse("responses:requests"))

    @classmethod
    def audits(cls) -> Self:
        return cls("Granskningar", reverse("reports:audits"))

    @classmethod
    def register(cls, query: str) -> Self:
        return cls("Rekommendationer", f"{reverse('reports:register')}?{query}")


class SectionOptions(TypedDict, total=False):
    """What a section may have beside its rows. `total`: where its rows are no more than those that are shown."""

    remark: str
    note: str | SafeString
    waits: bool
    total: int


@dataclass(frozen=True)
class Section:
    title: str
    tasks: list[Task]
    remark: str = ""
    note: str | SafeString = ""
    # Waiting tasks are counted, and one of them may stand first; news and what is done are neither.
    waits: bool = True
    # How many there are of which the first are shown; nothing where all are.
    total: int = 0
    whole: WholeList | None = None

    @classmethod
    def of(
        cls,
        title: str,
        rows: Sequence[ShownRow],
        task: Callable[[ShownRow], Task],
        whole: WholeList,
        **options: Unpack[SectionOptions],
    ) -> Self:
        """The most urgent, and where the others are."""
        tasks = [task(row) for row in rows[:MOST_SHOWN]]
        options.setdefault("total", len(rows))
        return cls(title, tasks, whole=whole, **options)

    @property
    def count(self) -> int:
        return self.total or len(self.tasks)

    @property
    def is_cut(self) -> bool:
        return self.count > MOST_SHOWN and self.whole is not None

    def without(self, first: Task | None) -> "Section":
        """What stands beneath the one that stands first on the page."""
        return replace(self, tasks=[task for task in self.tasks if task is not first])


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
        waiting = [section for section in sections if section.waits]
        first = waiting[0].tasks[0] if waiting else None
        days = sorted({entry for part in parts for entry in part.dates})
        return cls(
            lead=f"{swedish.weekday_date(on)}. {_lead(parts, sum(s.count for s in waiting))}",
            first=first,
            sections=[
                remainder for section in sections if (remainder := section.without(first)).tasks
            ],
            trail_title=parts[0].trail_title,
            trail=trail(days, on=on),
            empty="" if first else " ".join(part.empty for part in parts if part.empty),
        )


def _lead(parts: list[TodoPart], waiting: int) -> str:
    lead = next((part.lead for part in parts if part.lead), "")
    if not waiting:
        return lead or "Inget väntar på dig."
    return lead or f"{swedish.counted(waiting, 'uppgift', 'uppgifter').capitalize()} väntar på dig."


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
            "text": ". ".join(_some(texts[day])),
        }
        for day in sorted(texts)
    ]


def _some(texts: list[str]) -> list[str]:
    beyond = len(texts) - MOST_A_DAY
    return [*texts[:MOST_A_DAY], f"Och {beyond} till"] if beyond > 1 else texts


def day_label(day: date, *, on: date) -> str:
    near = {0: "I dag", 1: "I morgon"}.get((day - on).days)
    if near:
        return f"{near}, {swedish.short_date(day)}"
    return swedish.weekday_date(day) if day > on else swedish.date_near(day, on)


def named(row: AnswerRequest | Delivery) -> str:
    """Kommunstyrelsen: Granskning av krisberedskapen"""
    return f"{row.body.name}: {row.audit.title}"


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

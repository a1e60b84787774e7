"""Samlad uppföljning of a year, to fullmäktige: what revisorerna have found done in it and what remains, per body.

It tells of all that was open at the end of the day, whatever revisionsår it was put in, and of what was closed in the
year. Its words are read without a reader, as those of a sammanställning.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q
from django.http import QueryDict

from accounts.descriptions import describe
from accounts.models import Body, User
from common import swedish
from common.rules import RuleBroken
from recommendations.values import CLOSING, CountPart, VerdictValue
from reports.making import PaperMade
from reports.models import Compilation
from reports.overview.counts import Counts
from reports.papers import data
from reports.papers.compiled import (
    CompiledGroup,
    CompiledRow,
    CompiledSection,
    decision_words,
    file_name,
    people_at,
    sections_of,
)
from reports.papers.control import control_code
from reports.papers.follow_up import BodyCounts, counts_of
from reports.papers.rendering import rendered
from responses.models import UnitState
from responses.models.states import UnitStateQuerySet

PAPER = "reports/pdf/year.html"


@dataclass(frozen=True)
class YearRow:
    """One recommendation × body: how it stands and why, as far as anybody has said."""

    group: CompiledGroup
    row: CompiledRow

    @property
    def source(self) -> str:
        """Granskning av it, 2022, nr 3, ställd till tekniska nämnden."""
        audit, number = self.group.audit, self.row.voices.number
        source = f"{audit.title}, {audit.audit_year}, nr{swedish.NBSP}{number}"
        taken_over = self.group.is_taken_over
        return f"{source}, ställd till {self.group.block.body.in_text}" if taken_over else source

    @property
    def reasons(self) -> str:
        """What revisorerna have written; where they have decided nothing, how the answer stands."""
        verdict = self.row.voices.verdict
        if verdict:
            return "\n".join(filter(None, [verdict.note, verdict.ground]))
        if self.row.voices.is_answered:
            return "Svar har inkommit. Revisorerna har inte beslutat någon bedömning."
        return " ".join(standing.state for standing in self.group.block.requests)

    @property
    def stated(self) -> str:
        """Planerad, klart 31 maj 2023: nothing while the body has said nothing."""
        voices = self.row.voices
        if not (voices.measures or voices.progress):
            return ""
        return ", ".join(filter(None, [voices.stated_status.word, voices.stated_note]))


@dataclass(frozen=True)
class YearSection:
    """One body: what was closed in the year, as done or otherwise, and what remains."""

    body: Body
    done: list[YearRow]
    dropped: list[YearRow]
    remaining: list[YearRow]

    @classmethod
    def of(cls, section: CompiledSection) -> "YearSection":
        rows = [YearRow(group, row) for group in section.groups for row in group.rows]
        done = [row for row in rows if row.row.unit.state.verdict == VerdictValue.DONE]
        remaining = [row for row in rows if row.row.unit.is_open]
        dropped = [row for row in rows if row not in done and row not in remaining]
        return cls(section.body, done, dropped, remaining)

    @property
    def rows(self) -> list[YearRow]:
        return [*self.done, *self.dropped, *self.remaining]

    @property
    def parts(self) -> list[tuple[str, list[YearRow]]]:
        """Under which heading each is told."""
        parts = (
            ("Åtgärdade under året", self.done),
            ("Inte längre aktuella", self.dropped),
            ("Kvarstår", self.remaining),
        )
        return [(heading, rows) for heading, rows in parts if rows]


@dataclass(frozen=True)
class BodyFigures:
    """How many of one body, by how they stand."""

    body: Body
    counts: Counts


@dataclass(frozen=True)
class YearContent:
    """All that the paper says."""

    year: int
    on: date
    decided: str
    people: list[str]
    text: str
    sections: list[YearSection]

    heading = "Samlad uppföljning"
    counts_head = "Nämnd eller bolag"
    counts_caption = "Hur rekommendationerna står enligt revisorernas bedömning; antalen är rekommendation × adressat."

    @property
    def title(self) -> str:
        return f"Samlad uppföljning {self.year}"

    @property
    def extent(self) -> str:
        return (
            f"Alla rekommendationer, oavsett revisionsår, som var öppna {swedish.long_date(self.on)} eller som "
            f"revisorerna har stängt sedan den 1 januari {self.year}."
        )

    @property
    def status(self) -> str:
        return decision_words(self.decided, self.people)

    @property
    def rows(self) -> list[YearRow]:
        return [row for section in self.sections for row in section.rows]

    @property
    def table(self) -> list[BodyCounts]:
        return [
            BodyCounts(section.body.name, counts_of(row.row.voices for row in section.rows))
            for section in self.sections
        ]

    @property
    def total(self) -> Counts:
        return counts_of(row.row.voices for row in self.rows)

    @property
    def summary(self) -> str:
        return summary(self.year, self.total)


def summary(year: int, total: Counts) -> str:
    """Under 2023 bedömde revisorerna tre rekommendationer som åtgärdade. Tolv kvarstår, varav två utan svar."""
    closed = swedish.counted(total.done, "rekommendation", "rekommendationer")
    sentences = [
        f"Under {year} bedömde revisorerna {closed} som {'åtgärdad' if total.done == 1 else 'åtgärdade'}."
    ]
    if total.not_relevant:
        sentences.append(
            f"{swedish.capitalized(CountPart.NOT_RELEVANT.counted(total.not_relevant))}."
        )
    remaining = f"{swedish.capitalized(swedish.number_word(total.open))} kvarstår"
    without = (
        f", varav {CountPart.UNANSWERED.counted(total.unanswered)}" if total.unanswered else ""
    )
    return " ".join([*sentences, f"{remaining}{without}."])


def day_of(year: int, *, today: date) -> date:
    """The last of the year, or today while it goes on."""
    return min(date(year, 12, 31), today)


def states_of(year: int, *, user: User, on: date) -> UnitStateQuerySet:
    """Open at the end of the day, or closed between the beginning of the year and it."""
    in_year = Q(part__in=CLOSING, judged_on__gte=date(year, 1, 1))
    states = UnitState.objects.visible_to(user).on(on).counted().with_holder(on=on)
    return states.filter(in_year | ~Q(part__in=CLOSING))


def years_of(user: User, *, today: date) -> list[int]:
    """From the first that something was put in until this one, the latest first."""
    first = UnitState.objects.visible_to(user).aggregate(first=Min("put_on"))["first"]
    return [*range(today.year, first.year - 1, -1)] if first else []


def figures(states: UnitStateQuerySet, *, on: date) -> list[BodyFigures]:
    """Counted in the database, per body in the municipality's order."""
    counts: dict[int, Counts] = defaultdict(Counts)
    groups = states.order_by().values_list(*["holder", "part"]).annotate(count=Count("*"))
    for holder, part, count in groups:
        counts[holder].add(CountPart(part), count)
    bodies = list(Body.objects.filter(pk__in=counts))
    describe(bodies, on=on)
    bodies.sort(key=lambda body: (body.position, body.name, body.pk))
    return [BodyFigures(body, counts[body.pk]) for body in bodies]


def section_of(body: Body, states: UnitStateQuerySet, *, user: User, on: date) -> YearSection:
    """The rows of one body, which has some."""
    [section] = sections_of(states.filter(Q(**{"holder": body.pk})), user=user, on=on)
    return YearSection.of(section)


def content(
    year: int,
    *,
    user: User,
    on: date,
    decided: str = "",
    people: list[str] | None = None,
    text: str = "",
) -> YearContent:
    """A fixed number of queries, however much it tells."""
    sections = sections_of(states_of(year, user=user, on=on), user=user, on=on)
    of_bodies = [YearSection.of(section) for section in sections]
    return YearContent(year, on, decided, people or [], text, of_bodies)


def build(job: Compilation) -> YearContent:
    """Raises RuleBroken when there is nothing to tell."""
    built = content(
        int(QueryDict(job.query)["ar"]),
        user=job.requested_by,
        on=job.per,
        decided=job.decided,
        people=people_at(job),
        text=job.text,
    )
    if not built.sections:
        raise RuleBroken("Inget var öppet och inget stängdes under året.")
    return built


def paper(
    job: Compilation, *, made_at: datetime, progress: Callable[[int], None] | None = None
) -> PaperMade:
    """Raises RuleBroken as `build` does."""
    built = build(job)
    facts = data.of_year(built)
    written = rendered(
        PAPER,
        {"paper": built, "code": control_code(facts), "made_at": made_at},
        carries=[data.attached(facts, made_at=made_at)],
        laid_out=progress,
    )
    bodies = {section.body.pk: section.body for section in built.sections}
    bodies |= {row.group.block.body.pk: row.group.block.body for row in built.rows}
    return PaperMade(written, file_name(job), bodies.values())

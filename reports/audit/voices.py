"""The three voices about a recommendation to a body, svar, nämnden uppger, revisorernas bedömning, as read on a day."""

from dataclasses import dataclass, field
from datetime import date

from accounts.models import Body
from common import swedish
from common.status import Status
from recommendations.models import Addressee, Measure, ProgressReport
from recommendations.values import CLOSING, FINISHED, REPLACED, UNJUDGED, StatedState, VerdictValue
from responses.models import SecrecyState
from responses.models.items import AnswerState
from responses.standing import RequestStanding
from responses.wishes import wish_by

# Half a page of a paper, and a line of it.
MOST_LETTERS_WHOLE = 1600
LETTERS_OF_A_LINE = 80


def letters_of(text: str) -> int:
    """As many letters as the text takes room for: a line that ends takes a whole one."""
    return len(text) + LETTERS_OF_A_LINE * text.count("\n")


@dataclass(frozen=True)
class Judged:
    """A verdict or a position, decided or put forward."""

    value: str
    status: Status
    note: str
    # None for what is only put forward.
    decided_on: date | None = None
    due_on: date | None = None
    # What a verdict says of sub-points, by their key.
    points: dict[int, str] = field(default_factory=dict)
    paragraph: str = ""
    # What revisorerna have seen for themselves: Stickprov: tio av tio akter hade beslut.
    ground: str = ""
    early_reason: str = ""
    # Why the decision before it was wrong; a new judgement of how things stand now has none.
    revision_reason: str = ""
    is_revision: bool = False
    # What was decided before, the latest first; it is not in force any more.
    earlier: tuple["Judged", ...] = ()

    @property
    def label(self) -> str:
        return self.status.word

    @property
    def wish(self) -> str:
        """Komplettering önskas senast 15 april 2023, of a position that asks for it."""
        return wish_by("Komplettering", self.due_on) if self.due_on else ""

    @property
    def as_proposal(self) -> str:
        return f"Förslag: {self.label}"

    @property
    def when(self) -> str:
        if not self.decided_on:
            return ""
        word = "omprövat" if self.is_revision else "beslutat"
        return f"{word} {self.meeting}"

    @property
    def meeting(self) -> str:
        """8 mars 2023, § 12"""
        return swedish.meeting(self.decided_on, self.paragraph)

    @property
    def revised(self) -> str:
        """Omprövat den 8 mars 2023: tidigare Åtgärdad, beslutat 14 december 2022. Skäl: …"""
        if not self.is_revision or not self.earlier:
            return ""
        before = self.earlier[0]
        reason = f" Skäl: {self.revision_reason}" if self.revision_reason else ""
        return f"Omprövat den {self.meeting}: tidigare {before.label}, {before.when}.{reason}"

    @property
    def decisions(self) -> list["Judged"]:
        """This one and those before it, the latest first; of what is only put forward none."""
        return [judged for judged in (self, *self.earlier) if judged.decided_on]

    @property
    def lacks_reason(self) -> bool:
        """A verdict that was decided before a reason was asked for."""
        return bool(self.decided_on) and self.value in VerdictValue and not self.note


@dataclass(frozen=True)
class Given:
    """The answer in force to one recommendation."""

    stance: str
    stance_status: Status
    # None when nothing of it is released and the reader is neither the body nor on the audit side.
    text: str | None
    # What is said of its mark and the test of it; nothing when it is not marked.
    secrecy: str
    arrived_on: date | None
    request_id: int
    position: Judged | None
    proposed_position: Judged | None

    @property
    def is_withheld(self) -> bool:
        return self.text is None


@dataclass(frozen=True)
class Linked:
    """A recommendation of another audit that repeats this one, or that this one repeats."""

    # Socialnämnden 2, Granskning av …; nothing when the reader does not see that audit.
    said: str
    audit_id: int | None
    on: date | None = None


@dataclass(frozen=True)
class PointShown:
    """A sub-point and what revisorerna have decided of it."""

    letter: str
    text: str
    verdict_status: Status


@dataclass(frozen=True)
class Earlier:
    """What an earlier register says, entered afterwards."""

    source: str
    due_on: date | None
    answered_on: date | None
    # Empty outside the audit side.
    remark: str

    @property
    def wish(self) -> str:
        return wish_by("Svar", self.due_on, past=True) if self.due_on else ""

    @property
    def answer_status(self) -> Status:
        return (AnswerState.IN_REGISTER if self.answered_on else StatedState.NOTHING).status

    @property
    def answer_note(self) -> str:
        """12 maj 2020, enligt registret"""
        day = swedish.long_date(self.answered_on) if self.answered_on else ""
        return ", ".join(filter(None, [day, "enligt registret"]))


@dataclass(frozen=True)
class AddresseeRow:
    """One recommendation to one body."""

    addressee: Addressee
    question_numbers: list[int]
    answer: Given | None
    measures: list[Measure]
    measures_withheld: bool
    verdict: Judged | None
    # Seen on the audit side only.
    proposed_verdict: Judged | None
    # The body that has taken it over, when the one that it was put to has ended.
    heir: str = ""
    points: list[PointShown] = field(default_factory=list)
    repeats: list[Linked] = field(default_factory=list)
    replaced_by: Linked | None = None
    # Of an audit that was entered afterwards.
    earlier: Earlier | None = None
    # What the body last told of how far it has come, where the reader may read it.
    progress: ProgressReport | None = None
    progress_withheld: bool = False

    @property
    def number(self) -> int:
        """The place among the body's own."""
        return self.addressee.number

    @property
    def text(self) -> str:
        return self.addressee.recommendation.text

    @property
    def stance_status(self) -> Status:
        if self.answer:
            return self.answer.stance_status
        return self.earlier.answer_status if self.earlier else AnswerState.MISSING.status

    @property
    def stance_note(self) -> str:
        """The position on the answer, or what the earlier register says of it."""
        return self.position_note or (self.earlier.answer_note if self.earlier else "")

    @property
    def is_answered(self) -> bool:
        return bool(self.answer or (self.earlier and self.earlier.answered_on))

    @property
    def answer_text(self) -> str | None:
        return self.answer.text if self.answer else None

    @property
    def position(self) -> Judged | None:
        return self.answer.position if self.answer else None

    @property
    def stated_status(self) -> Status:
        """Nämnden uppger."""
        if self.progress:
            return self.progress.status
        if self.progress_withheld:
            return SecrecyState.UNTESTED.status
        if self.measures:
            return StatedState.PLANNED.status
        return (SecrecyState.UNTESTED if self.measures_withheld else StatedState.NOTHING).status

    @property
    def stated_note(self) -> str:
        """When the body says that it will be done, the last day when there are several."""
        if self.progress and (self.progress.day_words or self.progress.claim in FINISHED):
            return self.progress.day_words
        days = [measure.due_on for measure in self.measures if measure.due_on]
        several = len(self.measures) > 1
        parts = [swedish.counted(len(self.measures), "åtgärd", "åtgärder")] if several else []
        if days:
            parts.append(f"{'klara' if several else 'klart'} {swedish.long_date(max(days))}")
        return ", ".join(parts)

    @property
    def verdict_status(self) -> Status:
        if self.replaced_by:
            return REPLACED
        return self.verdict.status if self.verdict else UNJUDGED

    @property
    def is_open(self) -> bool:
        """Neither closed by a decided verdict nor ersatt."""
        closed = self.verdict is not None and self.verdict.value in CLOSING
        return not closed and self.replaced_by is None

    @property
    def verdict_note(self) -> str:
        if self.replaced_by and self.replaced_by.on:
            return f"av en senare rekommendation {swedish.long_date(self.replaced_by.on)}"
        return self.verdict.when if self.verdict else ""

    @property
    def position_note(self) -> str:
        """Noteras, beslutat 8 mars 2023."""
        return f"{self.position.label}, {self.position.when}" if self.position else ""

    @property
    def reasons(self) -> list[tuple[str, Judged]]:
        """What revisorerna have said, and on the audit side what is put forward."""
        answer = self.answer
        reasons = [
            ("Ställningstagande till svaret", answer.position if answer else None),
            ("Förslag till ställningstagande", answer.proposed_position if answer else None),
            ("Revisorernas bedömning", self.verdict),
            ("Förslag till bedömning", self.proposed_verdict),
        ]
        return [(label, judged) for label, judged in reasons if judged]

    @property
    def stands_whole(self) -> bool:
        """With its answer: so short that no end of a page parts them. A longer answer goes on over it."""
        return letters_of(self.text) + letters_of(self.answer_text or "") < MOST_LETTERS_WHOLE

    @property
    def text_stands_whole(self) -> bool:
        return letters_of(self.text) < MOST_LETTERS_WHOLE

    @property
    def has_more(self) -> bool:
        links = self.repeats or self.replaced_by
        stated = self.measures or self.progress
        return bool(self.answer or stated or self.reasons or self.earlier or links)

    @property
    def has_lines(self) -> bool:
        """Whether a paper has a table of more below the answer: one without rows is none."""
        plans = self.measures or self.progress
        links = self.repeats or (self.replaced_by and self.replaced_by.said)
        notes = self.position and (self.position.note or self.position.revised)
        return bool(plans or links or notes or self.earlier or self.points or self.verdict)


@dataclass(frozen=True)
class BodyBlock:
    """One body: what it was asked, and its recommendations."""

    body: Body
    rows: list[AddresseeRow]
    # The first request, then each komplettering; empty before the audit is handed over.
    requests: list[RequestStanding] = field(default_factory=list)

    @property
    def current(self) -> RequestStanding | None:
        """The latest request that stands."""
        in_force = [standing for standing in self.requests if not standing.withdrawn_on]
        return in_force[-1] if in_force else None

    @property
    def first(self) -> RequestStanding | None:
        return self.requests[0] if self.requests else None

    @property
    def taken_over(self) -> str:
        """Övertagna av utbildningsnämnden: on the block of a body that has ended, what its open ones have become."""
        heirs = [row.heir for row in self.rows if row.heir]
        if not heirs:
            return ""
        are_all = len(heirs) == len(self.rows)
        subject = "Övertagna" if are_all else f"{len(heirs)} av {len(self.rows)} är övertagna"
        return f"{subject} av {swedish.listing(sorted(set(heirs)))}."

    @property
    def due(self) -> date | None:
        return self.current.due if self.current else None

    @property
    def first_due(self) -> date | None:
        return self.current.first_due if self.current else None

    @property
    def arrived_on(self) -> date | None:
        return self.current.arrived_on if self.current else None

    @property
    def decision(self) -> str:
        """The decision behind the latest answer that is in."""
        return next(
            (standing.decision for standing in reversed(self.requests) if standing.answer), ""
        )

    @property
    def state(self) -> str:
        return " ".join(standing.state for standing in self.requests)

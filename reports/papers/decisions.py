"""What revisorerna have decided about an audit, at which meeting, and who recorded it: as known on a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from accounts.descriptions import describe, describe_people, described
from accounts.models import User
from audit.models import Audit, AuditStep, QuestionStance, Stage
from common import dates, swedish
from common.models import Proposal
from recommendations.models import Verdict
from responses.models import Correction, Position

Decided = TypeVar("Decided", bound=Proposal)


@dataclass(frozen=True)
class Decision:
    """One decision of revisorerna."""

    on: date
    what: str
    recorded_by: str
    recorded_on: date
    paragraph: str = ""

    @property
    def recorded(self) -> str:
        """Ordförande, 8 mars 2023"""
        return f"{self.recorded_by}, {dates.written(self.recorded_on)}"

    @property
    def meeting(self) -> str:
        """17 november 2022, § 12"""
        return swedish.meeting(self.on, self.paragraph)


def audit_decision(audit: Audit, *, on: date) -> Decision | None:
    """The decision to hand it over that stood on the day; an audit entered afterwards has none."""
    steps = AuditStep.objects.filter(audit=audit, at__lt=dates.end_of(on), stage=Stage.DECIDED)
    step = steps.select_related("by").last()
    if step is None or step.decided_on is None:
        return None
    describe_people([step.by], on=on)
    return _recorded("Granskningen beslutades.", step.decided_on, step.by, step.at, step.paragraph)


def decisions(audit: Audit, *, on: date, as_known: bool = False) -> list[Decision]:
    """Every decision of the day and before, also those that a later one has replaced. `as_known`: recorded by then."""
    first = audit_decision(audit, on=on)
    rows = [
        *([first] if first else []),
        *_of_stances(audit, on=on),
        *_of_corrections(audit, on=on),
        *_of_positions(audit, on=on, as_known=as_known),
        *_of_verdicts(audit, on=on, as_known=as_known),
    ]
    return sorted(rows, key=lambda decision: (decision.on, decision.recorded_on))


def _recorded(text: str, on: date, by: User, at: datetime, paragraph: str = "") -> Decision:
    return Decision(on, text, by.name, dates.local_day(at), paragraph)


def _of_stances(audit: Audit, *, on: date) -> Iterator[Decision]:
    stances = QuestionStance.objects.filter(
        question__audit=audit, decided_at__lt=dates.end_of(on)
    ).select_related("question", "decided_by")
    gathered = _Gathered("fråga", stances.order_by("question__number", "decided_at", "pk"), on=on)
    for stance in gathered.rows:
        subject = "Ställningstagande till bedömningen i rapporten"
        gathered.add(subject, stance, stance.get_value_display(), stance.question.printed_number)
    yield from gathered.decisions()


def _of_positions(audit: Audit, *, on: date, as_known: bool) -> Iterator[Decision]:
    decided = (
        Position.objects.decided(on=on, as_known=as_known)
        .filter(item__answer__request__audit=audit)
        .select_related("item__asked__addressee", "item__answer__request__body", "decided_by")
        .order_by(
            described("position", "item__answer__request__body", on=on),
            "item__asked__addressee__number",
            "pk",
        )
    )
    gathered = _Gathered("rekommendation", decided, on=on)
    describe((position.item.answer.request.body for position in gathered.rows), on=on)
    for position in gathered.rows:
        phrase = "Omprövning om" if position.revises_id else "Om"
        subject = f"{phrase} svaret från {position.item.answer.request.body.in_text}"
        number = str(position.item.asked.addressee.number)
        gathered.add(subject, position, position.get_value_display(), number, position.paragraph)
    yield from gathered.decisions()


def _of_verdicts(audit: Audit, *, on: date, as_known: bool) -> Iterator[Decision]:
    decided = (
        Verdict.objects.decided(on=on, as_known=as_known)
        .filter(addressee__recommendation__audit=audit)
        .select_related("addressee__body", "decided_by")
        .order_by(described("position", "addressee__body", on=on), "addressee__number", "pk")
    )
    gathered = _Gathered("rekommendation", decided, on=on)
    describe((verdict.addressee.body for verdict in gathered.rows), on=on)
    for verdict in gathered.rows:
        word = "Omprövad bedömning" if verdict.revises_id else "Bedömning"
        subject = f"{word} av rekommendationer till {verdict.addressee.body.in_text}"
        number = str(verdict.addressee.number)
        gathered.add(subject, verdict, verdict.get_value_display(), number, verdict.paragraph)
    yield from gathered.decisions()


def _of_corrections(audit: Audit, *, on: date) -> Iterator[Decision]:
    corrections = list(Correction.objects.made(on=on).filter(audit=audit).select_related("made_by"))
    describe_people((correction.made_by for correction in corrections), on=on)
    for correction in corrections:
        text = f"{correction}: {correction.reason}"
        yield _recorded(
            text,
            correction.decided_on,
            correction.made_by,
            correction.made_at,
            correction.paragraph,
        )


class _Gathered(Generic[Decided]):
    """What was decided at one meeting and recorded by one person is one decision, with the numbers per word."""

    def __init__(self, unit: str, rows: Iterable[Decided], *, on: date) -> None:
        self.unit, self.rows = unit, list(rows)
        describe_people((row.decided_by for row in self.rows if row.decided_by), on=on)
        self.found: dict[tuple[date, str, str, date, str], dict[str, list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )

    def add(
        self, subject: str, decided: Proposal, word: str, number: str, paragraph: str = ""
    ) -> None:
        if decided.decided_on and decided.decided_at and decided.decided_by:
            day = dates.local_day(decided.decided_at)
            key = (decided.decided_on, subject, decided.decided_by.name, day, paragraph)
            self.found[key][word.lower()].append(number)

    def decisions(self) -> Iterator[Decision]:
        for (on, subject, by, recorded_on, paragraph), words in self.found.items():
            text = f"{subject}: {self._per_word(words)}."
            yield Decision(on, text, by, recorded_on, paragraph)

    def _per_word(self, words: dict[str, list[str]]) -> str:
        """noteras (rekommendation 2 och 3), begär komplettering (rekommendation 1)"""
        return ", ".join(
            f"{word} ({self.unit}{swedish.NBSP}{swedish.listing(numbers)})"
            for word, numbers in words.items()
        )

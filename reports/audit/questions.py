"""What is said about a question: the report's answer, what it says of each body, and what revisorerna make of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from accounts.descriptions import Names, named
from audit.models import (
    Audit,
    AuditQuestion,
    BodyAssessment,
    Dissent,
    QuestionStance,
    Stage,
)
from audit.models import StanceValue as Value
from audit.models.questions import graded
from common import dates, swedish
from common.status import Status

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    SignedDissent = WithAnnotations[Dissent, "Signed"]


class Signed(TypedDict):
    author_then: str


@dataclass(frozen=True)
class BodySaid:
    """What the report says of one body."""

    body: str
    status: Status
    reasons: str


@dataclass(frozen=True)
class StanceShown:
    """What revisorerna make of the answer in the report."""

    value: str
    grade: str
    reasons: str
    # None for what is only put forward.
    decided_on: date | None

    @property
    def deviates(self) -> bool:
        return self.value == Value.DEVIATES

    @property
    def sentence(self) -> str:
        return Value(self.value).sentence

    @property
    def status(self) -> Status:
        """Revisorernas own grade."""
        return graded(self.grade)


@dataclass(frozen=True)
class DissentShown:
    """What a single revisor holds against the others."""

    pk: int
    text: str
    author: str
    author_id: int
    # As printed: 3 or 2a; nothing when it concerns the whole.
    question: str

    @property
    def heading(self) -> str:
        about = f", revisionsfråga {self.question}" if self.question else ""
        return f"Avvikande mening av {self.author}{about}"


@dataclass(frozen=True)
class QuestionRead:
    """One question with all that is said about it."""

    question: AuditQuestion
    bodies: list[BodySaid]
    stance: StanceShown | None
    dissents: list[DissentShown] = field(default_factory=list)

    @property
    def number(self) -> str:
        """As printed."""
        return self.question.printed_number

    @property
    def has_more(self) -> bool:
        return bool(self.bodies or self.stance or self.dissents)


def questions_read(
    audit: Audit,
    dissents: Iterable[DissentShown] = (),
    *,
    on: date,
    names: Names,
    audit_side: bool = False,
) -> list[QuestionRead]:
    """In order. Outside the audit side only what had been decided by the day."""
    bodies = _bodies_said(audit, on=on, names=names)
    stances = _stances(audit, on=on, audit_side=audit_side)
    by_question: dict[str, list[DissentShown]] = defaultdict(list)
    for dissent in dissents:
        by_question[dissent.question].append(dissent)
    return [
        QuestionRead(
            question,
            bodies.get(question.pk, []),
            stances.get(question.pk),
            by_question.get(question.printed_number, []),
        )
        for question in audit.questions.select_related("assessment", "parent")
    ]


def _bodies_said(audit: Audit, *, on: date, names: Names) -> dict[int, list[BodySaid]]:
    """By question, in the municipality's order."""
    of_audit = BodyAssessment.objects.filter(question__audit=audit)
    assessments = list(of_audit.select_related("body").order_by("pk"))
    names.describe((assessment.body for assessment in assessments), on=on)
    bodies: dict[int, list[BodySaid]] = defaultdict(list)
    for assessment in sorted(assessments, key=lambda a: (a.body.position, a.body.name)):
        status = graded(assessment.grade, assessment.step or assessment.printed_answer)
        row = BodySaid(assessment.body.name, status, assessment.reasons)
        bodies[assessment.question_id].append(row)
    return bodies


def _stances(audit: Audit, *, on: date, audit_side: bool) -> dict[int, StanceShown]:
    """By question, the latest that the reader may see."""
    known = QuestionStance.objects.filter(question__audit=audit)
    if not audit_side:
        decided = (Stage.DECIDED, Stage.HANDED_OVER)  # of a decision taken back nothing holds
        known = known.filter(decided_at__lt=dates.end_of(on), question__audit__stage__in=decided)
    return {
        stance.question_id: StanceShown(
            stance.value, stance.grade, stance.reasons, stance.decided_on
        )
        for stance in known.order_by("proposed_at", "pk")
    }


def dissents_of(audit: Audit, *, on: date) -> list[DissentShown]:
    """Recorded by the day, under the names that their authors had then."""
    known = Dissent.objects.filter(audit=audit, recorded_at__lt=dates.end_of(on))
    with_names = known.select_related("question").annotate(author_then=named("author", on=on))
    dissents = cast("list[SignedDissent]", list(with_names))
    return [
        DissentShown(
            dissent.pk,
            dissent.text,
            dissent.author_then,
            dissent.author_id,
            dissent.question.printed_number if dissent.question else "",
        )
        for dissent in dissents
    ]


def stances_summed(questions: Iterable[QuestionRead]) -> str:
    """Revisorerna ställer sig bakom bedömningen av fråga 1 och 2. De avviker i fråga 3."""
    backed: list[str] = []
    deviating: list[str] = []
    for read in questions:
        if read.stance:
            (deviating if read.stance.deviates else backed).append(read.number)
    if not backed and not deviating:
        return ""
    if not backed:
        return f"Revisorerna avviker från bedömningen av fråga {swedish.listing(deviating)}."
    sentence = f"Revisorerna ställer sig bakom bedömningen av fråga {swedish.listing(backed)}."
    if not deviating:
        return sentence
    return f"{sentence} De avviker i fråga {swedish.listing(deviating)}."

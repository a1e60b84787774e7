"""What is said about a question: the report's answer, what it says of each body, and what revisorerna make of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef
from django.db.models.functions import Cast, JSONObject

from accounts.descriptions import describe_people, described
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
        said = "avviker från" if self.deviates else "ställer sig bakom"
        return f"Revisorerna {said} bedömningen."

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
    """One question with all that is decided about it, for the papers."""

    question: AuditQuestion
    bodies: list[BodySaid]
    stance: StanceShown | None
    dissents: list[DissentShown] = field(default_factory=list)

    @property
    def number(self) -> str:
        """As printed."""
        return printed_number(self.question)

    @property
    def has_more(self) -> bool:
        return bool(self.bodies or self.stance or self.dissents)


def printed_number(question: AuditQuestion) -> str:
    return question.label or str(question.number)


def with_voices(audit: Audit, *, on: date, audit_side: bool) -> Any:
    """The questions with what is said per body and what revisorerna make of it, in one query.

    Outside the audit side only what had been decided by the day.
    """
    place = described("position", "body", on=on)
    per_body = BodyAssessment.objects.filter(question=OuterRef("pk")).order_by(place)
    said = JSONObject(
        body=described("name", "body", on=on),
        grade="grade",
        step="step",
        printed="printed_answer",
        reasons="reasons",
    )
    taken = QuestionStance.objects.filter(question=OuterRef("pk")).order_by("-proposed_at", "-pk")
    if not audit_side:
        decided = (Stage.DECIDED, Stage.HANDED_OVER)  # of a decision taken back nothing holds
        taken = taken.filter(decided_at__lt=dates.end_of(on), question__audit__stage__in=decided)
    stance = JSONObject(
        value="value", grade="grade", reasons="reasons", decided_on=Cast("decided_on", CharField())
    )
    return audit.questions.select_related("assessment", "parent").annotate(
        found_bodies=ArraySubquery(per_body.values(said=said)),
        found_stance=ArraySubquery(taken.values(said=stance)[:1]),
    )


def bodies_said(question: Any) -> list[BodySaid]:
    """Of a question read `with_voices`."""
    return [
        BodySaid(
            row["body"],
            graded(row["grade"], row["step"] or row["printed"]),
            row["reasons"],
        )
        for row in question.found_bodies
    ]


def stance_on(question: Any) -> StanceShown | None:
    """Of a question read `with_voices`."""
    for row in question.found_stance:
        day = date.fromisoformat(row["decided_on"]) if row["decided_on"] else None
        return StanceShown(row["value"], row["grade"], row["reasons"], day)
    return None


def dissents_of(audit: Audit, *, on: date) -> list[DissentShown]:
    known = Dissent.objects.filter(audit=audit, recorded_at__lt=dates.end_of(on))
    recorded = list(known.select_related("author", "question"))
    describe_people((dissent.author for dissent in recorded), on=on)
    return [
        DissentShown(
            dissent.pk,
            dissent.text,
            dissent.author.name,
            dissent.author_id,
            printed_number(dissent.question) if dissent.question else "",
        )
        for dissent in recorded
    ]


def questions_read(
    audit: Audit, dissents: Iterable[DissentShown], *, on: date
) -> list[QuestionRead]:
    """As everybody who sees the audit may read them, known by the day."""
    by_question: dict[str, list[DissentShown]] = {}
    for dissent in dissents:
        by_question.setdefault(dissent.question, []).append(dissent)
    return [
        QuestionRead(
            question,
            bodies_said(question),
            stance_on(question),
            by_question.get(printed_number(question), []),
        )
        for question in with_voices(audit, on=on, audit_side=False)
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
    said = f"Revisorerna ställer sig bakom bedömningen av fråga {swedish.listing(backed)}."
    return f"{said} De avviker i fråga {swedish.listing(deviating)}." if deviating else said

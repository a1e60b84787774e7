"""Making an audit of what a person has confirmed of a reading."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Body, User
from audit.grid import Grid
from audit.models import (
    Assessment,
    Audit,
    AuditDocument,
    AuditMember,
    AuditQuestion,
    AuditStep,
    BodyAssessment,
    MemberPart,
    PartyPart,
    Sample,
    Scale,
    Stage,
)
from audit.permissions import sees_assigned_only
from audit.services import add_material, assign, keep_sample, send_to, start, take_step
from audit.services.material import MaterialRow
from importer.models import Reading
from recommendations.models import Recommendation
from recommendations.services import divide, put_to
from responses.services import SaidOfEarlier, follow_as_said


@dataclass(frozen=True)
class Member:
    """A person of the audit as confirmed."""

    part: MemberPart
    name: str
    title: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True)
class OfBody:
    """What the report says of one body, as confirmed."""

    body: Body
    printed_answer: str
    grade: str
    reasons: str


@dataclass(frozen=True)
class ConfirmedQuestion:
    """A question of the audit as confirmed."""

    text: str
    printed_answer: str
    grade: str
    reasons: str
    per_body: Sequence[OfBody] = ()


@dataclass(frozen=True)
class Advice:
    """A recommendation as confirmed."""

    text: str
    bodies: Sequence[Body]
    points: Sequence[str] = ()


@dataclass(frozen=True)
class ConfirmedReading:
    """All that a person has confirmed of a reading. `facts` are fields of Audit."""

    facts: dict[str, Any]
    asked: Sequence[Body] = ()
    informed: Sequence[Body] = ()
    members: Sequence[Member] = ()
    questions: Sequence[ConfirmedQuestion] = ()
    recommendations: Sequence[Advice] = field(default_factory=list)
    material: Sequence[MaterialRow] = ()
    sample: Grid | None = None
    kind: str = ""
    scale: Scale | None = None
    followed: Sequence[SaidOfEarlier] = ()


@transaction.atomic
def create_audit(reading: Reading, chosen: ConfirmedReading, *, at: datetime, by: User) -> Audit:
    """Make the granskning that a person has confirmed; a second time, give the one that was made.

    Raises RuleBroken when the reading has been discarded, or what it follows up is not open any longer.
    """
    reading = Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if reading.audit:
        return reading.audit
    reading.require_unfinished()
    audit = start(Audit(**chosen.facts, kind=chosen.kind, scale=chosen.scale), by=by)
    for person in (by, reading.read_by):
        _let_in(audit, person)
    send_to(audit, {PartyPart.ASKED: chosen.asked, PartyPart.INFORMED: chosen.informed})
    _add_members(audit, chosen.members)
    _add_questions(audit, chosen.questions)
    _add_recommendations(audit, chosen.recommendations)
    follow_as_said(audit, chosen.followed, at=at, by=by)
    add_material(audit, chosen.material)
    if chosen.sample:
        keep_sample(Sample(audit=audit, title="enligt rapporten"), chosen.sample)
    for read_document in reading.documents.all():
        AuditDocument.objects.create(
            audit=audit, document_id=read_document.document_id, part=read_document.part
        )
    reading.confirm(audit, at=at, by=by)
    return take_step(AuditStep(audit=audit, stage=Stage.ONGOING), at=at, by=by).audit


def _let_in(audit: Audit, person: User) -> None:
    """A sakkunnig who has read in or confirmed goes on working with the audit."""
    assigned = AuditMember.objects.assigned(person).filter(audit=audit).exists()
    if sees_assigned_only(person) and not assigned:
        assign(audit, person)


def _add_members(audit: Audit, members: Sequence[Member]) -> None:
    for position, member in enumerate(members):
        AuditMember.objects.create(
            audit=audit,
            part=member.part,
            name=member.name,
            title=member.title,
            signed_at=member.signed_at,
            position=position,
        )


def _add_questions(audit: Audit, questions: Sequence[ConfirmedQuestion]) -> None:
    for number, checked in enumerate(questions, start=1):
        question = AuditQuestion.objects.create(audit=audit, number=number, text=checked.text)
        Assessment.objects.create(question=question, **_graded(checked, audit.scale))
        for body_answer in checked.per_body:
            BodyAssessment.objects.create(
                question=question, body=body_answer.body, **_graded(body_answer, audit.scale)
            )


def _graded(checked: ConfirmedQuestion | OfBody, scale: Scale | None) -> dict[str, str]:
    """On the scale's own step where the printed answer is one of its words; else the grade as confirmed."""
    printed = checked.printed_answer.casefold().strip(" .")
    step = scale.by_word.get(printed) if scale else None
    return {
        "printed_answer": checked.printed_answer,
        "reasons": checked.reasons,
        "step": step["word"] if step else "",
        "grade": step["grade"] if step else checked.grade,
    }


def _add_recommendations(audit: Audit, recommendations: Sequence[Advice]) -> None:
    for number, advice in enumerate(recommendations, start=1):
        recommendation = Recommendation.objects.create(audit=audit, number=number, text=advice.text)
        put_to(recommendation, advice.bodies)
        if len(advice.points) > 1:
            divide(recommendation, advice.points)

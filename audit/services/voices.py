"""The sakkunnigas delivery, and what revisorerna and single revisorer make of the report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import emails
from audit.models import (
    Audit,
    AuditQuestion,
    AuditStep,
    QuestionStance,
    ReportDelivery,
    StanceValue,
)
from common.many import save_many
from common.models import DECISION
from common.rules import RuleBroken


@dataclass(frozen=True)
class ChosenStance:
    """What is put forward about one question; an empty value takes an open proposal back."""

    question: AuditQuestion
    value: str
    grade: str = ""
    reasons: str = ""


def delivery_of(audit: Audit) -> ReportDelivery | None:
    """The delivery that stands."""
    return audit.deliveries.filter(returned_at=None).first()


@transaction.atomic
def deliver_report(audit: Audit, *, at: datetime, by: User) -> ReportDelivery:
    """Freeze the sakkunnigas grades and reasons. The second time gives the delivery that stands.

    Raises RuleBroken once the audit has been decided.
    """
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    audit.require_open()
    if standing := delivery_of(audit):
        return standing
    delivery = ReportDelivery.objects.create(audit=audit, delivered_at=at, delivered_by=by)
    emails.report_delivered(delivery)
    return delivery


@transaction.atomic
def return_report(audit: Audit, *, reason: str, at: datetime, by: User) -> None:
    """Let the sakkunniga change it again. Raises RuleBroken without a delivery or a reason, and once decided."""
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    audit.require_open()
    standing = delivery_of(audit)
    if standing is None:
        raise RuleBroken("Rapporten är inte levererad.")
    standing.send_back(reason=reason, at=at, by=by)
    emails.report_returned(standing)


@transaction.atomic
def propose_stances(
    audit: Audit, chosen: Iterable[ChosenStance], *, at: datetime, by: User
) -> None:
    """Put forward what revisorerna make of each answer.

    Raises RuleBroken once the audit is decided, and when deviating lacks its reasons.
    """
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    audit.require_open()
    open_ones = {
        stance.question_id: stance
        for stance in QuestionStance.objects.proposed().filter(question__audit=audit)
    }
    for choice in chosen:
        _propose(open_ones.get(choice.question.pk), choice, at=at, by=by)


@transaction.atomic
def back_the_rest(audit: Audit, *, at: datetime, by: User) -> list[AuditQuestion]:
    """Put forward that revisorerna stand behind every question that nobody has put forward anything about.

    Never touches a stance that is there. Returns the questions. Raises RuleBroken once the audit is decided.
    """
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    audit.require_open()
    answered = QuestionStance.objects.filter(question__audit=audit).values("question")
    bare = list(audit.questions.exclude(pk__in=answered))
    for question in bare:
        _propose(None, ChosenStance(question, StanceValue.BACKS), at=at, by=by)
    return bare


def _propose(
    existing: QuestionStance | None, choice: ChosenStance, *, at: datetime, by: User
) -> None:
    if not choice.value:
        if existing:
            existing.delete()
        return
    if choice.value == StanceValue.DEVIATES and not choice.reasons.strip():
        raise RuleBroken(f"Ange skäl för att avvika i fråga {choice.question.number}.")
    wanted = (choice.value, choice.grade, choice.reasons)
    if existing and (existing.value, existing.grade, existing.reasons) == wanted:
        return
    stance = existing or QuestionStance(question=choice.question)
    stance.version += 1 if stance.pk else 0
    stance.value, stance.grade, stance.reasons = wanted
    stance.proposed_at, stance.proposed_by = at, by
    stance.save()


def decide_stances(step: AuditStep, *, at: datetime, by: User) -> None:
    """The meeting that decides the audit decides what has been put forward. Call with the audit locked."""
    if step.decided_on is None:
        return
    stances = list(QuestionStance.objects.proposed().filter(question__audit=step.audit))
    for stance in stances:
        stance.note_decision(on=step.decided_on, at=at, by=by, sitting=step.sitting)
    save_many(stances, DECISION, by=by)

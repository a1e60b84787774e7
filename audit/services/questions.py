"""Deeds on the questions of an audit. Call inside a transaction with the audit locked."""

from collections.abc import Iterable

from django.db import transaction

from audit.models import Assessment, Audit, AuditQuestion
from common.lists import moved


def next_question(audit: Audit) -> AuditQuestion:
    """A new question after the last, not saved."""
    last = audit.questions.order_by("number").last()
    return AuditQuestion(audit=audit, number=last.number + 1 if last else 1)


def assessment_of(question: AuditQuestion) -> Assessment:
    """The question's assessment, or a new one, not saved."""
    assessment = Assessment.objects.filter(question=question).first() or Assessment()
    assessment.question = question
    return assessment


@transaction.atomic
def add_questions(audit: Audit, texts: Iterable[str]) -> None:
    """New questions after the last, in this order. Raises RuleBroken once the audit has been decided."""
    audit.require_open()
    for text in texts:
        question = next_question(audit)
        question.text = text
        question.save()


@transaction.atomic
def move_question(question: AuditQuestion, *, to: int) -> None:
    """To a place among the audit's, the first is 1; beyond an end is that end. Raises RuleBroken once decided."""
    audit = question.audit
    audit.require_open()
    for place, row in enumerate(moved(audit.questions.order_by("number"), question, to), start=1):
        if row.number != place:
            row.number = place
            row.save()


@transaction.atomic
def remove_question(question: AuditQuestion) -> None:
    """Take a question out and close the gap. Raises RuleBroken once the audit has been decided."""
    audit = question.audit
    audit.require_open()
    question.delete()
    for number, remaining in enumerate(audit.questions.order_by("number"), start=1):
        if remaining.number != number:
            remaining.number = number
            remaining.save()

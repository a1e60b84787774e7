"""Deeds on the questions of an audit. Call inside a transaction with the audit locked."""

from collections.abc import Iterable

from django.db import transaction

from audit.models import Assessment, Audit, AuditQuestion


def next_question(audit: Audit) -> AuditQuestion:
    """A new question after the last, not saved."""
    last = audit.questions.order_by("number").last()
    return AuditQuestion(audit=audit, number=last.number + 1 if last else 1)


def assessment_of(question: AuditQuestion) -> Assessment:
    """The question's assessment, or a new one, not saved."""
    found = Assessment.objects.filter(question=question).first() or Assessment()
    found.question = question
    return found


@transaction.atomic
def add_questions(audit: Audit, texts: Iterable[str]) -> None:
    """New questions after the last, in this order. Raises RuleBroken once the audit has been decided."""
    audit.require_open()
    for text in texts:
        question = next_question(audit)
        question.text = text
        question.save()


@transaction.atomic
def move_question(question: AuditQuestion, *, up: bool) -> None:
    """Change places with the one before or after; nothing at the ends. Raises RuleBroken once decided."""
    audit = question.audit
    audit.require_open()
    ordered = list(audit.questions.order_by("number"))
    at = [one.pk for one in ordered].index(question.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(ordered):
        first, second = ordered[at], ordered[to]
        first.number, second.number = second.number, first.number
        first.save()
        second.save()


@transaction.atomic
def remove_question(question: AuditQuestion) -> None:
    """Take a question out of a draft and close the gap. Raises RuleBroken once the audit has been handed over."""
    audit = question.audit
    audit.require_open()
    question.delete()
    for number, remaining in enumerate(audit.questions.order_by("number"), start=1):
        if remaining.number != number:
            remaining.number = number
            remaining.save()

"""Deeds on the questions of an audit. Call inside a transaction with the audit locked."""

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
def remove_question(question: AuditQuestion) -> None:
    """Take a question out of a draft and close the gap. Raises RuleBroken once the audit has been handed over."""
    audit = question.audit
    audit.require_open()
    question.delete()
    for number, remaining in enumerate(audit.questions.order_by("number"), start=1):
        if remaining.number != number:
            remaining.number = number
            remaining.save()

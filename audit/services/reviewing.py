"""What a page about a whole audit shows before a big step, for the confirmation to be about exactly that."""

from audit.models import Audit, BodyAssessment, QuestionStance
from common.review import ReviewPart


def text_shown(audit: Audit) -> ReviewPart:
    """All that the audit says: differs when anybody has changed any of it."""
    questions = audit.questions.order_by("pk")
    bodies = BodyAssessment.objects.filter(question__audit=audit).order_by("pk")
    content = [
        audit.version,
        questions.values_list("pk", "number", "version", "assessment__version"),
        bodies.values_list("pk", "version"),
        audit.samples.order_by("pk").values_list("pk", "version"),
    ]
    return ReviewPart("text", "granskningens text", content)


def voices_shown(audit: Audit) -> ReviewPart:
    """Revisorernas stances, proposed and decided, and what single revisorer hold against the others."""
    stances = QuestionStance.objects.filter(question__audit=audit).order_by("pk")
    content = [
        stances.values_list("pk", "version", "decided_on"),
        audit.dissents.order_by("pk").values_list("pk", "version"),
    ]
    return ReviewPart("voices", "revisorernas ställningstaganden", content)

"""What recommendations follow from, as their body reads it while it writes the answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from accounts.models import Body
from audit.models import Audit, AuditQuestion, BodyAssessment, QuestionStance
from recommendations.models import Recommendation


@dataclass(frozen=True)
class QuestionBehind:
    """A question of the audit, with what the report and revisorerna say of it."""

    question: AuditQuestion
    # Where the report answers for the body by itself.
    of_body: BodyAssessment | None
    stance: QuestionStance | None

    @classmethod
    def of(cls, question: AuditQuestion) -> "QuestionBehind":
        """Of a question read by `_read`."""
        of_body, stances = list(question.body_assessments.all()), list(question.stances.all())
        return cls(question, of_body[0] if of_body else None, stances[-1] if stances else None)


def _read(body: Body) -> QuerySet[AuditQuestion]:
    """Stances that are only put forward are left out."""
    return AuditQuestion.objects.select_related("assessment").prefetch_related(
        Prefetch(
            "body_assessments", BodyAssessment.objects.filter(body=body).select_related("body")
        ),
        Prefetch("stances", QuestionStance.objects.filter(decided_at__isnull=False)),
    )


def questions_behind(
    recommendations: Iterable[Recommendation], body: Body
) -> dict[int, list[QuestionBehind]]:
    """By recommendation, the questions that it is said to come from. Its points are read along."""
    rows = list(recommendations)
    prefetch_related_objects(rows, "points", Prefetch("questions", _read(body)))
    return {
        recommendation.pk: [QuestionBehind.of(row) for row in recommendation.questions.all()]
        for recommendation in rows
    }


def all_questions(audit: Audit, body: Body) -> list[QuestionBehind]:
    """For where nobody has said what a recommendation comes from."""
    return [QuestionBehind.of(question) for question in _read(body).filter(audit=audit)]

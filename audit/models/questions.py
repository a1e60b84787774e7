"""What was asked, and what was answered."""

from django.db import models
from simple_history.models import HistoricalRecords

from audit.models.audits import Audit
from common.models import Versioned


class AuditQuestion(Versioned):
    """One question of the audit, worded as printed. Swedish: revisionsfråga."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField("nummer")
    text = models.TextField("revisionsfråga")

    history = HistoricalRecords()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "number"],
                name="question_number_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"Fråga {self.number}"

    @property
    def is_graded(self) -> bool:
        return self.grade_label != Grade.NONE.label

    @property
    def grade_label(self) -> str:
        assessment = getattr(self, "assessment", None)
        return str(Grade(assessment.grade).label if assessment else Grade.NONE.label)


class Grade(models.TextChoices):
    YES = "yes", "Ja"
    PARTLY = "partly", "Delvis"
    NO = "no", "Nej"
    OTHER = "other", "Annat"
    NONE = "", "Ej bedömd"


class Assessment(Versioned):
    """The answer to one question: the printed words, a grade and the reasons. Swedish: bedömning."""

    question = models.OneToOneField(AuditQuestion, models.CASCADE, related_name="assessment")
    printed_answer = models.CharField(
        "svar så som det står i rapporten", max_length=200, blank=True
    )
    grade = models.CharField(
        "bedömning", max_length=10, choices=Grade, default=Grade.NONE, blank=True
    )
    reasons = models.TextField("skäl", blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"Bedömning av fråga {self.question.number}"

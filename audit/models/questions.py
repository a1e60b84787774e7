"""What was asked, and what was answered."""

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Body
from audit.models.audits import Audit
from common.models import Tracked, Versioned
from common.rules import RuleBroken


class Grade(models.TextChoices):
    YES = "yes", "Ja"
    PARTLY = "partly", "Delvis"
    NO = "no", "Nej"
    OTHER = "other", "Annat"
    NONE = "", "Ej bedömd"


OPEN = "Öppen fråga"


class Scale(Tracked):
    """Named steps that answers are graded on; a scale in use is never changed, a new one is added. Swedish: skala."""

    name = models.CharField("namn", max_length=120, unique=True)
    # In order: {"word": as printed, "grade": the Grade whose shape and colour it has}.
    steps: Any = models.JSONField("steg")

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def grade_of(self, word: str) -> str:
        """The shape that a step has. Raises RuleBroken for a word that the scale lacks."""
        for step in self.steps:
            if step["word"] == word:
                return str(step["grade"])
        raise RuleBroken(f"Skalan {self.name} har inget steg {word}.")


class AuditQuestion(Versioned):
    """One question of the audit, worded as printed. Swedish: revisionsfråga."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField("nummer")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="delfråga till",
    )
    label = models.CharField("beteckning så som den står", max_length=20, blank=True)
    text = models.TextField("revisionsfråga")
    is_open_ended = models.BooleanField(
        "öppen fråga som inte besvaras med ja eller nej", default=False
    )
    scale = models.ForeignKey(
        Scale,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="skala, om den skiljer sig från granskningens",
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "number"],
                name="question_number_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("pk")),
                name="question_not_its_own_part",
            ),
        ]

    def __str__(self) -> str:
        return f"Fråga {self.number}"

    @property
    def is_graded(self) -> bool:
        return self.grade_label != Grade.NONE.label

    @property
    def assessed(self) -> "Graded":
        """The answer, or an empty one."""
        return getattr(self, "assessment", None) or Assessment()

    @property
    def grade_label(self) -> str:
        """The step's word; of an open question without a grade, that it is open."""
        word = self.assessed.grade_label
        return OPEN if self.is_open_ended and word == Grade.NONE.label else word

    @property
    def look_label(self) -> str:
        """The word whose shape and colour the answer has."""
        return str(Grade(self.assessed.grade).label)

    @property
    def own_scale(self) -> Scale | None:
        """None stands for Ja, Delvis, Nej."""
        return self.scale or self.audit.scale


class Graded(Versioned):
    """An answer on a scale: the printed words, a grade and the reasons."""

    printed_answer = models.CharField(
        "svar så som det står i rapporten", max_length=200, blank=True
    )
    grade = models.CharField(
        "bedömning", max_length=10, choices=Grade, default=Grade.NONE, blank=True
    )
    # The step's own word, where the scale is another than Ja, Delvis, Nej.
    step = models.CharField("steg på skalan", max_length=80, blank=True)
    reasons = models.TextField("skäl", blank=True)

    class Meta:
        abstract = True

    @property
    def grade_label(self) -> str:
        return self.step or str(Grade(self.grade).label)


class Assessment(Graded):
    """The answer to one question. Swedish: bedömning."""

    question = models.OneToOneField(AuditQuestion, models.CASCADE, related_name="assessment")

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"Bedömning av fråga {self.question.number}"


class BodyAssessment(Graded):
    """The answer to one question about one body. Swedish: bedömning per nämnd."""

    question = models.ForeignKey(AuditQuestion, models.CASCADE, related_name="body_assessments")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering = ["body__position", "body__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "body"], name="body_assessment_once_per_body"
            )
        ]

    def __str__(self) -> str:
        return f"Bedömning av fråga {self.question.number}, {self.body}"

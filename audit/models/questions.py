"""What was asked, and what was answered."""

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Body
from audit.models.audits import Audit
from common.models import Tracked, Versioned
from common.rules import RuleBroken
from common.status import Status, StatusChoices


class Grade(StatusChoices):
    YES = "yes", "ja", "yes", "Ja"
    PARTLY = "partly", "delvis", "partly", "Delvis"
    NO = "no", "nej", "no", "Nej"
    OTHER = "other", "annat", "pending", "Annat"
    NONE = "", "ej-bedomd", "pending", "Ej bedömd"


OPEN = "Öppen fråga"


def graded(grade: str, word: str = "") -> Status:
    """A grade as it is shown; a scale's own word keeps the look of what it amounts to."""
    status = Grade(grade).status
    return status.named(word) if word else status


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

    @property
    def statuses(self) -> list[Status]:
        return [graded(step["grade"], step["word"]) for step in self.steps]

    @property
    def by_word(self) -> dict[str, dict[str, str]]:
        """Its steps by how they are compared with what a report prints."""
        return {step["word"].casefold(): step for step in self.steps}

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
    def printed_number(self) -> str:
        """3, or as the report has it: 2a."""
        return self.label or str(self.number)

    @property
    def is_graded(self) -> bool:
        return bool(self.assessed.grade or self.assessed.step) or self.is_open_ended

    @property
    def assessed(self) -> "Graded":
        """The answer, or an empty one."""
        return getattr(self, "assessment", None) or Assessment()

    @property
    def grade_label(self) -> str:
        return self.status.word

    @property
    def status(self) -> Status:
        """The step's word; of an open question without a grade, that it is open."""
        answer = self.assessed
        is_open = self.is_open_ended and not (answer.grade or answer.step)
        return graded(answer.grade, OPEN if is_open else answer.step)

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
        return self.status.word

    @property
    def status(self) -> Status:
        return graded(self.grade, self.step)


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

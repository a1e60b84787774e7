"""Rättelse: what has been handed over is put right by a new, dated version with a reason."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit.models import Audit, AuditDocument, AuditQuestion, Grade, Sitting, sees
from audit.models.questions import graded
from common import dates
from common.models import Tracked
from recommendations.models import Recommendation

NOT_HANDED_OVER = "Granskningen är inte överlämnad. Ändra den som vanligt."


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def made(self, *, on: date) -> Self:
        return self.filter(made_at__lt=dates.end_of(on))

    def readable_by(self, user: User) -> Self:
        """Those in which the person sees something: a text, or a note or a file that concerns everybody."""
        seen = CorrectedText.objects.visible_to(user).filter(correction=OuterRef("pk"))
        any_text = CorrectedText.objects.filter(correction=OuterRef("pk"))
        return self.filter(Exists(seen) | ~Exists(any_text) | Q(document__isnull=False))


class Correction(Tracked):
    """One correction of a handed over audit, decided by revisorerna. Swedish: rättelse."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField("nummer", editable=False)
    reason = models.TextField("skäl")
    decided_on = models.DateField("revisorernas sammanträde")
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    paragraph = models.CharField("paragraf", max_length=40, blank=True)
    # The corrected report or missiv; the first one stays beside it.
    document = models.ForeignKey(
        AuditDocument, models.PROTECT, null=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    # Kommunstyrelsen: ks@… – a line for each body that was told.
    told = models.TextField("meddelade", blank=True, editable=False)

    objects = CorrectionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sitting"])

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "number"], name="correction_number_once")
        ]

    def __str__(self) -> str:
        return f"Rättelse {self.number}"


class CorrectedPart(models.TextChoices):
    """What can be put right: a field of the audit, of a question, of its answer, or a recommendation."""

    TITLE = "title", "titel"
    OVERALL = "overall_assessment", "sammanfattande bedömning"
    QUESTION = "question", "lydelse"
    PRINTED = "printed_answer", "svar så som det står i rapporten"
    GRADE = "grade", "bedömning"
    REASONS = "reasons", "skäl"
    RECOMMENDATION = "recommendation", "lydelse"


class CorrectedTextQuerySet(models.QuerySet["CorrectedText"]):
    def visible_to(self, user: User) -> Self:
        """An official sees no correction of what is put to another body."""
        seen = Recommendation.objects.visible_to(user).filter(pk=OuterRef("recommendation"))
        return self.filter(Q(recommendation=None) | Exists(seen), sees(user, "correction__audit"))

    def after(self, day: date) -> Self:
        """Made after the end of a day, the earliest first: their old texts are what stood then."""
        return self.since(dates.end_of(day))

    def since(self, moment: datetime) -> Self:
        return self.filter(correction__made_at__gte=moment).order_by("correction__made_at", "pk")


# The model's own name of the field, where the part is called something else.
FIELDS = {CorrectedPart.QUESTION: "text", CorrectedPart.RECOMMENDATION: "text"}
OF_ASSESSMENT = (CorrectedPart.PRINTED, CorrectedPart.REASONS, CorrectedPart.GRADE)


class ChangedText(models.Model):
    """One text before and after. Swedish: ändrad text."""

    part = models.CharField(max_length=30, choices=CorrectedPart)
    question = models.ForeignKey(AuditQuestion, models.PROTECT, null=True, related_name="+")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, null=True, related_name="+")
    # Of a grade: the step's own word, where the scale is another than Ja, Delvis, Nej.
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    old_grade = models.CharField(max_length=10, choices=Grade, blank=True)
    new_grade = models.CharField(max_length=10, choices=Grade, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def label(self) -> str:
        """Revisionsfråga 3, skäl: by the numbers that people cite."""
        name = str(CorrectedPart(self.part).label)
        if self.question:
            return f"Revisionsfråga {self.question.number}, {name}"
        if self.recommendation:
            return f"Rekommendation {self.recommendation.number}, {name}"
        return name.capitalize()

    @property
    def shown(self) -> tuple[str, str]:
        """Before and after, for people to read."""
        return (
            text_shown(self.part, self.old, self.old_grade),
            text_shown(self.part, self.new, self.new_grade),
        )

    @property
    def field(self) -> str:
        return FIELDS.get(CorrectedPart(self.part), str(self.part))

    def subject_in(self, audit: Audit) -> Any:
        """What has the text: the audit itself, or a thing of it."""
        subject: Any = self.recommendation or self.question or audit
        return subject.assessment if self.part in OF_ASSESSMENT else subject


class CorrectedText(ChangedText):
    """One text before and after; both stay readable, and neither is changed. Swedish: rättad text."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="texts")

    objects = CorrectedTextQuerySet.as_manager()

    class Meta(ChangedText.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.correction}: {self.label}"


def title_then(audit: str, *, on: date) -> Coalesce:
    """An audit's title on a day, in a query, where it has been corrected since; `audit` is the way to it."""
    after = CorrectedText.objects.after(on).filter(
        part=CorrectedPart.TITLE, correction__audit=OuterRef(audit)
    )
    return Coalesce(
        Subquery(after.values("old")[:1]), F(f"{audit}__title"), output_field=models.TextField()
    )


def text_then(recommendation: str, *, on: date) -> Coalesce:
    """What a recommendation said on a day, in a query, as `title_then`."""
    after = CorrectedText.objects.after(on).filter(recommendation=OuterRef(recommendation))
    return Coalesce(
        Subquery(after.values("old")[:1]),
        F(f"{recommendation}__text"),
        output_field=models.TextField(),
    )


def text_shown(part: str, text: str, grade: str) -> str:
    """A grade in words, of a scale of its own the step's; everything else as it stands."""
    return graded(grade, text).word if part == CorrectedPart.GRADE else text

"""Where an audit stands before it is handed over, the year it belongs to, and who decides for that year."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from common.models import Tracked, Versioned
from common.rules import RuleBroken


class Stage(models.TextChoices):
    PLANNED = "planned", "Planerad"
    ONGOING = "ongoing", "Pågår"
    FACT_CHECK = "fact_check", "Faktakontroll"
    DECIDED = "decided", "Beslutad"
    HANDED_OVER = "handed_over", "Överlämnad"

    def is_before(self, stage: "Stage") -> bool:
        order = list(Stage)
        return order.index(self) < order.index(stage)


class Kind(models.TextChoices):
    IN_DEPTH = "in_depth", "Fördjupad granskning"
    BASIC = "basic", "Grundläggande granskning"
    PRELIMINARY = "preliminary", "Förstudie"
    FOLLOW_UP = "follow_up", "Uppföljande granskning"
    LAY = "lay", "Lekmannarevision"
    LETTER = "letter", "Revisionsskrivelse"


class AuditStep(Tracked):
    """One move of an audit to another stage: a dated row, never changed. Swedish: steg."""

    audit = models.ForeignKey("audit.Audit", models.CASCADE, related_name="steps")
    before = models.CharField(max_length=20, choices=Stage)
    stage = models.CharField("läge", max_length=20, choices=Stage)
    at = models.DateTimeField(editable=False)
    by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    decided_on = models.DateField("revisorernas sammanträde", null=True, blank=True)
    sitting = models.ForeignKey(
        "audit.Sitting",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    paragraph = models.CharField("paragraf", max_length=40, blank=True)
    reason = models.TextField("skäl", blank=True)

    history = HistoricalRecords(excluded_fields=["sitting"])

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=Stage.DECIDED) | Q(decided_on__isnull=False),
                name="step_decided_has_a_meeting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.at:%Y-%m-%d}"

    @property
    def is_back(self) -> bool:
        return Stage(self.stage).is_before(Stage(self.before))


class AuditYearQuerySet(models.QuerySet["AuditYear"]):
    def deciding(self, year: int, *, on: date) -> "AuditYear | None":
        """The year whose own set of revisorer still decides on a day, or None when the sitting ones do."""
        unfinished = Q(statement_on=None) | Q(statement_on__gt=on)
        return self.filter(unfinished, year=year, members__isnull=False).first()

    def barred(self, user: User, *, on: date) -> Self:
        """The years that the person does not decide for: another set of revisorer still does."""
        unfinished = Q(statement_on=None) | Q(statement_on__gt=on)
        of_others = self.filter(unfinished, members__isnull=False)
        return of_others.exclude(members__user=user).distinct()


class AuditYear(Versioned):
    """One year's audit with its own revisorer, until their revisionsberättelse. Swedish: revisionsår."""

    year = models.PositiveSmallIntegerField("revisionsår", unique=True)
    starts_on = models.DateField("uppdraget börjar", null=True, blank=True)
    statement_on = models.DateField("revisionsberättelsen lämnad", null=True, blank=True)

    objects = AuditYearQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"Revisionsår {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("audit:year", args=[self.year])


class AuditYearMember(Tracked):
    """A revisor of a year. Swedish: årets revisor."""

    audit_year = models.ForeignKey(AuditYear, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["audit_year", "user"], name="revisor_once_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.audit_year.year}"


def require_sitting(user: User, year: int, *, on: date) -> None:
    """A year's own revisorer decide until their revisionsberättelse, then the sitting ones (local order, not law).

    Raises RuleBroken when another set of revisorer decides.
    """
    deciding = AuditYear.objects.deciding(year, on=on)
    if deciding and not deciding.members.filter(user=user).exists():
        raise RuleBroken(
            f"För revisionsår {year} beslutar det årets revisorer, tills revisionsberättelsen är lämnad."
        )

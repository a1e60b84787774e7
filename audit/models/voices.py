"""Two voices: the sakkunnigas bedömning in the report, and what revisorerna make of it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit.models.audits import Audit
from audit.models.questions import AuditQuestion, Grade, graded
from common.models import Proposal, Tracked, Versioned
from common.rules import RuleBroken
from common.status import Status


class ReportDelivery(Tracked):
    """The sakkunniga handed in their report: grades and reasons are frozen. Swedish: rapporten levererad."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="deliveries")
    delivered_at = models.DateTimeField(editable=False)
    delivered_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    returned_at = models.DateTimeField(null=True, editable=False)
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    reason = models.TextField("skäl", blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["delivered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit"], condition=Q(returned_at=None), name="report_delivered_once"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="report_returned_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Levererad {self.delivered_at:%Y-%m-%d}"

    @property
    def page(self) -> str:
        """Where it is delivered and returned."""
        return reverse("audit:delivery", args=[self.audit_id])

    def send_back(self, *, reason: str, at: datetime, by: User) -> None:
        """The sakkunniga may change it again. Raises RuleBroken without a reason."""
        if not reason.strip():
            raise RuleBroken({"reason": "Ange varför rapporten går tillbaka."})
        self.returned_at, self.returned_by, self.reason = at, by, reason
        self.save()


class StanceValue(models.TextChoices):
    BACKS = "backs", "Ställer sig bakom"
    DEVIATES = "deviates", "Avviker"

    @property
    def sentence(self) -> str:
        verb = "avviker från" if self is StanceValue.DEVIATES else "ställer sig bakom"
        return f"Revisorerna {verb} bedömningen."


class QuestionStanceQuerySet(models.QuerySet["QuestionStance"]):
    def proposed(self) -> Self:
        return self.filter(decided_at=None)


class QuestionStance(Proposal):
    """What revisorerna make of the sakkunnigas answer to a question. Swedish: revisorernas ställningstagande."""

    question = models.ForeignKey(AuditQuestion, models.CASCADE, related_name="stances")
    value = models.CharField("ställningstagande", max_length=20, choices=StanceValue)
    grade = models.CharField(
        "revisorernas egen bedömning", max_length=10, choices=Grade, default=Grade.NONE, blank=True
    )
    reasons = models.TextField("skäl", blank=True)

    objects = QuestionStanceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sitting"])

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["question"], condition=Q(decided_at=None), name="stance_one_open_proposal"
            ),
            models.CheckConstraint(
                condition=~Q(value=StanceValue.DEVIATES) | ~Q(reasons=""),
                name="deviating_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_value_display()}"

    @property
    def sentence(self) -> str:
        return StanceValue(self.value).sentence

    @property
    def status(self) -> Status:
        """Revisorernas own grade."""
        return graded(self.grade)


class Dissent(Versioned):
    """What a single revisor holds against the others. Swedish: avvikande mening."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="dissents")
    question = models.ForeignKey(
        AuditQuestion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dissents",
        verbose_name="gäller revisionsfråga",
    )
    author = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    text = models.TextField("avvikande mening")
    recorded_at = models.DateTimeField(editable=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"Avvikande mening av {self.author}"

"""Papers made by the worker: a row is the job, its state and its result."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from audit.models import Audit, sees, works_on
from common import dates
from common.causes import CHOICES, JobCause
from common.rules import RuleBroken
from common.status import Status, StatusChoices
from documents.models import Document
from responses.models import Answer, MissiveOrder

LEASE = timedelta(minutes=3)
# A paper that stops its worker each time is not tried for ever.
MOST_ATTEMPTS = 3


class ReportState(StatusChoices):
    WAITING = "waiting", "planerad", "info", "Väntar"
    RUNNING = "running", "pagar", "info", "Görs"
    DONE = "done", "genomford", "yes", "Klar"
    FAILED = "failed", "kryss", "no", "Kunde inte göras"
    CANCELLED = "cancelled", "kryss", "pending", "Avbrutet"


class ReportKind(models.TextChoices):
    FOLLOW_UP = "follow_up", "Sammanställning av svar och uppföljning"
    MISSIVE = "missive", "Missiv"


def how_known(audit: Audit, *, on: date, today: date, as_known: bool) -> str:
    """Of a past day and an audit that was entered afterwards: which of the two true answers is given."""
    if not audit.is_entered_afterwards or on >= today:
        return ""
    if as_known:
        return "så som det var känt den dagen"
    return "med det som har skrivits in i efterhand"


def to_make(*, at: datetime) -> Q:
    """Jobs that wait, or were left by a worker that died. `at` is the machine's time."""
    abandoned = Q(state=ReportState.RUNNING, claimed_until__lt=at)
    return Q(state=ReportState.WAITING) | abandoned


class PaperJob(models.Model):
    """A paper that somebody has asked for, and how its making goes. Swedish: beställt papper."""

    state = models.CharField(max_length=20, choices=ReportState, default=ReportState.WAITING)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Why it failed: a code, and in full for those who read the paper.
    cause = models.CharField(max_length=20, choices=CHOICES, blank=True)
    error = models.TextField(blank=True)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def status(self) -> Status:
        return ReportState(self.state).status

    @property
    def is_pending(self) -> bool:
        return self.state in (ReportState.WAITING, ReportState.RUNNING)

    def claim(self, *, until: datetime) -> None:
        self.state, self.claimed_until = ReportState.RUNNING, until
        self.attempts += 1
        self.save(update_fields=["state", "claimed_until", "attempts"])

    def fail(self, cause: JobCause, error: str, *, at: datetime) -> None:
        self.state, self.finished_at = ReportState.FAILED, at
        self.cause, self.error = cause, error
        self.save(update_fields=["state", "finished_at", "cause", "error"])


class FiledPaper(PaperJob):
    """A paper that is kept as it was made. Swedish: papper."""

    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    def finish(self, document: Document, *, at: datetime) -> None:
        self.state, self.document, self.finished_at = ReportState.DONE, document, at
        self.cause = self.error = ""
        self.save(update_fields=["state", "document", "finished_at", "cause", "error"])


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """The audit side: all of its audits. Presidium and the bodies concerned: the released ones."""
        released = Q(released_at__isnull=False)
        return self.filter(works_on(user, "audit") | (released & sees(user, "audit")))


class Report(FiledPaper):
    """A paper about an audit, as of a day. Swedish: rapport."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="reports")
    kind = models.CharField(
        max_length=20, choices=ReportKind, default=ReportKind.FOLLOW_UP, editable=False
    )
    # Set on the missiv that goes along with a hand-over.
    order = models.ForeignKey(MissiveOrder, models.PROTECT, null=True, related_name="reports")
    per = models.DateField("läge per")
    # Of an audit entered afterwards: without what has been written down here since the day.
    as_known = models.BooleanField("så som det var känt", default=False, db_default=False)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False, document__isnull=False),
                name="report_released_when_and_by",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=~Q(state=ReportState.FAILED),
                name="report_once_per_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit}, läge per {self.per}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    @property
    def listed_as(self) -> str:
        """On the list of papers, whose kind is known there."""
        return str(self.audit.title)

    @property
    def file_url(self) -> str:
        return reverse("reports:report_file", args=[self.pk])

    @property
    def how_known(self) -> str:
        ordered_on = dates.local_day(self.requested_at)
        return how_known(self.audit, on=self.per, today=ordered_on, as_known=self.as_known)

    def fail(self, cause: JobCause, error: str, *, at: datetime) -> None:
        super().fail(cause, error, at=at)
        if self.order:
            self.order.fail(at=at)

    def release(self, *, at: datetime, by: User) -> None:
        """From here on the presidium and the bodies concerned read it. Raises RuleBroken unless made, or twice."""
        if self.state != ReportState.DONE:
            raise RuleBroken("Rapporten är inte klar än.")
        if self.released_at:
            raise RuleBroken("Rapporten är redan lämnad ut.")
        self.released_at, self.released_by = at, by
        self.save(update_fields=["released_at", "released_by"])


class AnswerPaperKind(models.TextChoices):
    DRAFT = "draft", "Utkast som PDF"
    RECEIPT = "receipt", "Kvitto som PDF"
    COPY = "copy", "Registreringskopia som PDF"


class AnswerPaperQuerySet(models.QuerySet["AnswerPaper"]):
    def visible_to(self, user: User) -> Self:
        """The body's own officials and nobody else, also once the answer is in."""
        return self.filter(answer__request__body__in=user.served)

    def past(self, *, at: datetime) -> Self:
        """Those that have lain their time. `at` is the machine's time."""
        return self.filter(gone_at__lte=at)


class AnswerPaper(PaperJob):
    """A paper of one answer for its own body, made when asked for and soon gone again. Swedish: svarets papper."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=20, choices=AnswerPaperKind, editable=False)
    name = models.CharField("filnamn", max_length=200, blank=True)
    data = models.BinaryField(null=True)
    # By the machine's clock.
    gone_at = models.DateTimeField(null=True)

    objects = AnswerPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.answer}"

    def get_absolute_url(self) -> str:
        return reverse("reports:answer_paper", args=[self.pk])

    @property
    def is_of_draft(self) -> bool:
        return self.kind == AnswerPaperKind.DRAFT

    @property
    def size(self) -> int:
        return len(self.data or b"")

    def finish(self, name: str, data: bytes, *, at: datetime) -> None:
        self.state, self.finished_at = ReportState.DONE, at
        self.name, self.data = name, data
        self.save(update_fields=["state", "finished_at", "name", "data"])

    def lie_until(self, gone_at: datetime) -> None:
        """However it ended."""
        self.gone_at = gone_at
        self.save(update_fields=["gone_at"])

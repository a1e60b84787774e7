"""Revisorernas own meetings: when and where, who takes part, and how they were called."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from common import dates, swedish
from common.models import Tracked, Versioned
from common.rules import RuleBroken
from common.status import Status, StatusChoices
from common.text import LONGEST_MESSAGE


class SittingKind(models.TextChoices):
    ORDINARY = "ordinary", "Sammanträde"
    EXTRA = "extra", "Extra sammanträde"
    LAY = "lay", "Lekmannarevisorernas möte"
    WORKING = "working", "Arbetsmöte"


class SittingState(StatusChoices):
    PLANNED = "planned", "datum", "info", "Planerat"
    TODAY = "today", "pagar", "info", "I dag"
    HELD = "held", "datum", "pending", "Hållet, inte avslutat"
    CLOSED = "closed", "genomford", "yes", "Avslutat"
    CANCELLED = "cancelled", "kryss", "pending", "Inställt"


class SittingQuerySet(models.QuerySet["Sitting"]):
    def standing(self) -> Self:
        """Those that have not been cancelled."""
        return self.filter(cancelled_at=None)

    def unclosed(self) -> Self:
        """Those whose agenda can still change, the first first."""
        return self.standing().filter(closed_at=None).order_by("meets_on", "meets_at", "pk")

    def held(self, *, on: date) -> Self:
        """Those that something can have been decided at by the day, the latest first."""
        return self.standing().filter(meets_on__lte=on).order_by("-meets_on", "pk")

    def on_the_day(self, day: date) -> "Sitting | None":
        """The one that a date without more means: revisorernas ordinary one, where there are several."""
        ordinary = models.Case(models.When(kind=SittingKind.ORDINARY, then=0), default=1)
        return self.standing().filter(meets_on=day).order_by(ordinary, "pk").first()


class Sitting(Versioned):
    """A meeting of revisorerna. Swedish: revisorernas sammanträde."""

    meets_on = models.DateField("dag")
    meets_at = models.TimeField("klockslag", null=True, blank=True)
    place = models.CharField("plats", max_length=200, blank=True)
    kind = models.CharField(
        "slag", max_length=20, choices=SittingKind, default=SittingKind.ORDINARY
    )
    guests = models.CharField("andra som deltar", max_length=300, blank=True)
    first_paragraph = models.PositiveSmallIntegerField("första paragraf", null=True, blank=True)
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    # The agenda is done with; of one that only a decision's date has told of, from the beginning.
    closed_at = models.DateTimeField("avslutat", null=True, editable=False)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    cancelled_at = models.DateTimeField("inställt", null=True, editable=False)
    cancelled_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    cancel_reason = models.CharField("varför det ställdes in", max_length=300, blank=True)

    objects = SittingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-meets_on", "-meets_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meets_on", "kind"],
                condition=Q(cancelled_at=None),
                name="sitting_once_a_day_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(
                    cancelled_at__isnull=False,
                    cancelled_by__isnull=False,
                    cancel_reason__regex=r"\S",
                ),
                name="sitting_cancelled_when_by_and_why",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="sitting_closed_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {swedish.long_date(self.meets_on)}"

    def get_absolute_url(self) -> str:
        return reverse("reports:meeting", args=[self.pk])

    @property
    def when(self) -> str:
        """Onsdag 8 mars 2023 kl. 13.00"""
        clock = f" kl.{swedish.NBSP}{self.meets_at:%H.%M}" if self.meets_at else ""
        return f"{swedish.weekday_date(self.meets_on)} {self.meets_on.year}{clock}"

    @property
    def time_and_place(self) -> str:
        return ", ".join(filter(None, [self.when, self.place]))

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_open(self) -> bool:
        """Its agenda can change."""
        return self.closed_at is None and self.cancelled_at is None

    def state(self, on: date) -> SittingState:
        if self.cancelled_at:
            return SittingState.CANCELLED
        if self.closed_at:
            return SittingState.CLOSED
        if self.meets_on == on:
            return SittingState.TODAY
        return SittingState.PLANNED if self.meets_on > on else SittingState.HELD

    @property
    def status(self) -> Status:
        return self.state(dates.today()).status

    def require_open(self) -> None:
        """Raises RuleBroken once cancelled or closed."""
        if self.cancelled_at:
            raise RuleBroken("Sammanträdet är inställt.")
        if self.closed_at:
            raise RuleBroken("Sammanträdet är avslutat.")

    def cancel(self, reason: str, *, at: datetime, by: User) -> None:
        """It will not be held; the row stays. Raises RuleBroken without a reason, and once closed or cancelled."""
        self.require_open()
        if not reason.strip():
            raise RuleBroken({"reason": "Ange varför sammanträdet ställs in."})
        self.cancelled_at, self.cancelled_by, self.cancel_reason = at, by, reason
        self.version += 1
        self.save()

    def close(self, *, at: datetime, by: User) -> None:
        """Nothing more is decided there. Raises RuleBroken before its day, and once closed or cancelled."""
        self.require_open()
        if self.meets_on > dates.local_day(at):
            raise RuleBroken("Sammanträdet har inte varit än.")
        self.closed_at, self.closed_by = at, by
        self.version += 1
        self.save()


class Participant(Tracked):
    """A person who takes part in a meeting of revisorerna. Swedish: deltagare."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["sitting", "user"], name="participant_once")]

    def __str__(self) -> str:
        return self.user.name


class SittingNotice(models.Model):
    """A mail that calls to a meeting of revisorerna, as a person sent it. Swedish: kallelse."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="notices")
    subject = models.CharField("ämne", max_length=200)
    text = models.TextField("text", max_length=LONGEST_MESSAGE)
    recipients = models.TextField("skickas till")
    sent_at = models.DateTimeField(editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject

    @property
    def addresses(self) -> list[str]:
        return self.recipients.split()

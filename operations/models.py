"""What the installation writes down about itself. By the machine's clock, and nothing of any audit."""

from datetime import datetime, timedelta
from typing import Self

from celery.exceptions import SoftTimeLimitExceeded, TimeLimitExceeded
from django.db import DatabaseError, models
from django.db.models import Q
from kombu.exceptions import OperationalError as BrokerError

from common import dates

# How long the webhook is tried with the same thing, and how often.
STALE = timedelta(hours=6)
AGAIN_AFTER = timedelta(minutes=1)


class Heartbeat(models.Model):
    """The latest sign of life of a process: the scheduler, or a worker by the queue that it takes from.

    One row for each. Swedish: livstecken.
    """

    name = models.CharField(max_length=40, unique=True)
    # From when somebody waits for the first one.
    expected_since = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    def silence(self, *, at: datetime) -> timedelta:
        return at - (self.beat_at or self.expected_since)


class Cause(models.TextChoices):
    """Why a job failed, in words for the person who can do something about it."""

    DATABASE = "database", "Databasen svarade inte, eller var upptagen."
    BROKER = "broker", "Jobbkön (redis) svarade inte."
    TOO_LONG = "too_long", "Det tog för lång tid och avbröts."
    UNEXPECTED = "unexpected", "Ett oväntat fel. Vad som hände står i processens logg."

    @classmethod
    def of(cls, error: BaseException) -> "Cause":
        if isinstance(error, DatabaseError):
            return cls.DATABASE
        if isinstance(error, BrokerError | ConnectionError):
            return cls.BROKER
        if isinstance(error, SoftTimeLimitExceeded | TimeLimitExceeded | TimeoutError):
            return cls.TOO_LONG
        return cls.UNEXPECTED


class Turn(models.Model):
    """How the latest turns of a scheduled job went. One row for each. Swedish: körning."""

    job = models.CharField(max_length=120, unique=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=20, choices=Cause, blank=True)

    def __str__(self) -> str:
        return self.job


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def untold(self, *, at: datetime) -> Self:
        """What the webhook is to be told now: fresh beginnings, and the ends of those it knows of."""
        begins = Q(told_beginning_at=None, ended_at=None, began_at__gte=at - STALE)
        ends = Q(told_beginning_at__isnull=False, ended_at__gte=at - STALE, told_end_at=None)
        return self.filter(begins | ends, next_try_at__lte=at)


class Alarm(models.Model):
    """Something that stood still, from when it was noticed until it was over. Swedish: larm."""

    # As `Indicator.subject`.
    subject = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # The webhook: what it has been told, and when it is tried again.
    told_beginning_at = models.DateTimeField(null=True)
    told_end_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField()

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(ended_at=None), name="alarm_open_once_per_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.text}"

    def end(self, *, at: datetime) -> None:
        self.ended_at = self.next_try_at = at
        self.save(update_fields=["ended_at", "next_try_at"])

    def claim(self, *, at: datetime) -> None:
        """One watcher tells the webhook of it; another try when nothing came of this one."""
        self.next_try_at = at + AGAIN_AFTER
        self.save(update_fields=["next_try_at"])

    def mark_told(self, *, at: datetime) -> None:
        field = "told_end_at" if self.ended_at else "told_beginning_at"
        setattr(self, field, at)
        self.save(update_fields=[field])

    @property
    def began(self) -> datetime:
        return dates.told(self.began_at)

    @property
    def ended(self) -> datetime | None:
        return dates.told(self.ended_at) if self.ended_at else None

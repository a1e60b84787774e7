"""Reminders: one row for each request, date, step and address."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from common import dates
from mailing.models import MailState, OutgoingMail
from responses.models.ladders import CountedFrom, step_words
from responses.models.requests import AnswerRequest


class ReminderState(models.TextChoices):
    QUEUED = "queued", "I utkorgen"
    SKIPPED = "skipped", "Hoppades över, tiden hade passerat"
    SAID = "said", "Hoppades över, sagt av en annan påminnelse"
    NOBODY = "nobody", "Ingen adress"
    TAKEN_BACK = "taken_back", "Behövdes inte längre"


class Reminder(models.Model):
    """One step of a response date's ladder for one address, or for nobody. Swedish: påminnelse."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="reminders")
    # Days before the day that it is counted from; negative after it.
    step = models.SmallIntegerField()
    counted_from = models.CharField(
        max_length=20, choices=CountedFrom, default=CountedFrom.DUE, db_default=CountedFrom.DUE
    )
    # The calendar's day as it was; None where it is counted from the response date.
    counted_on = models.DateField(null=True)
    address = models.EmailField(blank=True)
    due_on = models.DateField()
    recorded_on = models.DateField()
    state = models.CharField(max_length=20, choices=ReminderState)
    # Shared by the reminders that one person gets on one day.
    mail = models.ForeignKey(
        OutgoingMail, models.PROTECT, null=True, db_index=False, related_name="reminders"
    )

    class Meta:
        ordering = ["request", "-step", "address"]
        indexes = [models.Index(fields=["mail"], name="reminder_mail")]
        constraints = [
            models.UniqueConstraint(
                F("request"),
                F("due_on"),
                F("counted_from"),
                Coalesce("counted_on", "due_on"),
                F("step"),
                F("address"),
                name="reminder_once_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="queued", mail__isnull=False)
                | (~Q(state="queued") & Q(mail=None)),
                name="reminder_mail_when_queued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}, {self.step} dagar, {self.address}"

    @property
    def key(self) -> tuple[str, date, int]:
        """Which step of the date's ladder it is."""
        return self.counted_from, self.counted_on or self.due_on, self.step

    @property
    def is_waiting(self) -> bool:
        return self.mail is not None and self.mail.state == MailState.QUEUED

    def speaks_for(self, key: tuple[str, date, int], day: date) -> bool:
        """Whether it is that step, or has gone on its day or later."""
        was_sent = self.mail and self.mail.sent_at and dates.local_day(self.mail.sent_at) >= day
        return self.key == key or bool(was_sent)

    @property
    def words(self) -> str:
        return step_words(self.counted_from, self.step)

"""Reminders: one row for each request, step and address."""

from django.db import models

from mailing.models import OutgoingMail
from responses.models.requests import AnswerRequest


class ReminderState(models.TextChoices):
    QUEUED = "queued", "I utkorgen"
    SKIPPED = "skipped", "Hoppades över"
    NOBODY = "nobody", "Ingen adress"


class Reminder(models.Model):
    """One step of a response date's ladder for one address, or for nobody. Swedish: påminnelse."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="reminders")
    # Days before the response date; negative after it.
    step = models.SmallIntegerField()
    address = models.EmailField(blank=True)
    due_on = models.DateField()
    recorded_on = models.DateField()
    state = models.CharField(max_length=20, choices=ReminderState)
    mail = models.OneToOneField(OutgoingMail, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["request", "-step", "address"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "due_on", "step", "address"], name="reminder_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["skipped", "nobody"], mail=None)
                | models.Q(state="queued", mail__isnull=False),
                name="reminder_mail_unless_skipped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}, {self.step} dagar, {self.address}"

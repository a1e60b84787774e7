"""When a request's ladder says something next: kept so that nothing is planned for those that say nothing."""

from django.db import models

from responses.models.requests import AnswerRequest


class ReminderTurn(models.Model):
    """What the last planning of a request's reminders came to. Derived, and made anew when in doubt. Swedish: tur."""

    request = models.OneToOneField(
        AnswerRequest, models.CASCADE, primary_key=True, related_name="reminder_turn"
    )
    planned_on = models.DateField()
    # None when the ladder is spent.
    next_on = models.DateField(null=True)
    # A digest of all that it was made from. Where that is another now, it is planned anew.
    basis = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.request}: {self.next_on}"

"""Which answers wait for revisorerna: kept, so that they are counted and listed without looking at all others.

The rows are derived. `services.keep_unsettled` makes them of the facts in the transaction of each deed, and
`script/manage recount` makes them anew.
"""

from typing import Self

from django.db import models

from accounts.models import User
from audit.models import works_on
from responses.models.answers import Answer


class UnsettledAnswerQuerySet(models.QuerySet["UnsettledAnswer"]):
    def in_work_of(self, user: User) -> Self:
        """Those that the person takes a position on, or prepares it; the one that has waited longest first."""
        return self.filter(works_on(user, "answer__request__audit")).order_by("came_at", "answer")


class UnsettledAnswer(models.Model):
    """An answer in force with something left for revisorerna to decide. Swedish: svar att ta ställning till."""

    answer = models.OneToOneField(Answer, models.CASCADE, related_name="unsettled")
    # When it came in here.
    came_at = models.DateTimeField()
    # Something in it has no proposal. Otherwise all that is left waits for the meeting.
    is_bare = models.BooleanField()

    objects = UnsettledAnswerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["is_bare", "came_at", "answer"], name="unsettled_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.answer}"

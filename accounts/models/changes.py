"""What an administrator changed that matters to those who have something open with a body."""

from datetime import datetime

from django.db import models

from accounts.models.people import Body, User


class BodyChange(models.Model):
    """A body's name, address or people are others: revisorerna are told. Swedish: ändrad uppgift om organ."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="changes")
    # One sentence: whose and what, before and after.
    what = models.CharField(max_length=700)
    at = models.DateTimeField()
    # Nobody when it is done on the server itself.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # By the room that knows who is concerned.
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what

    def mark_told(self, *, at: datetime) -> None:
        self.told_at = at
        self.save()

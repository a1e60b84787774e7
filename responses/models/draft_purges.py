"""What a body has taken away of how its answer came about."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from responses.models.requests import AnswerRequest


class DraftPurge(models.Model):
    """That a body's draft had earlier wordings and files, and who purged them. Swedish: rensning av utkast."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="draft_purges")
    versions = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    purged_at = models.DateTimeField()
    purged_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["purged_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(versions__gt=0) | Q(files__gt=0), name="draft_purge_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"Utkast rensat: {self.request}"

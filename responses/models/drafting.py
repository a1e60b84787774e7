"""Whether a body writes its drafts here."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Body, User


class DraftingOffQuerySet(models.QuerySet["DraftingOff"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def holds_for(self, body: Body) -> bool:
        return self.current().filter(body=body).exists()


class DraftingOff(models.Model):
    """A body that writes its answers elsewhere, from a day to another. Swedish: utkast avstängda."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = DraftingOffQuerySet.as_manager()

    class Meta:
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(ended_at=None), name="drafting_off_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="drafting_on_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: utkast avstängda"

    def end(self, *, at: datetime, by: User) -> None:
        self.ended_at, self.ended_by = at, by
        self.save()

"""What somebody has chosen to see of the register, under a name."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Right


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> Self:
        """The own ones; what revisorerna share, those who work with granskningar."""
        seen = Q(owner=user)
        if user.has_right(Right.WRITE_AUDITS):
            seen |= Q(is_shared=True)
        return self.filter(seen, removed_at=None)


class SavedView(models.Model):
    """What the register shows, under a name. Swedish: sparad vy."""

    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField("namn", max_length=60)
    # The part of the register's address that says what is shown, and in what order.
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField("delas med revisorerna och de sakkunniga", default=False)
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def remove(self, *, at: datetime) -> None:
        """The second time nothing happens."""
        self.removed_at = self.removed_at or at
        self.save()

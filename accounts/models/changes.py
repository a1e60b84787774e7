"""What an administrator changed that matters to those who have something open with a body."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models.people import Body, Succession, User
from common import dates


class BodyChangeQuerySet(models.QuerySet["BodyChange"]):
    def since(self, day: date) -> Self:
        return self.filter(at__gte=dates.at_local(day))

    def about(self, bodies: Iterable[int], *, on: date) -> Self:
        """Of the bodies, and of those that have taken over from them."""
        keys = set(bodies)
        heirs = Succession.objects.known(on=on).filter(body__in=keys)
        return self.filter(Q(body__in=keys) | Q(body__in=heirs.values("heir")))


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

    objects = BodyChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what

    def mark_told(self, *, at: datetime) -> None:
        self.told_at = at
        self.save()

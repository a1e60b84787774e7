"""What bodies and people were called, so that every past day is told as it was."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models, transaction

from common import dates
from common.models import Tracked


class FormerQuerySet(models.QuerySet[Any]):
    def after(self, day: date) -> Self:
        """In force at the end of a day and replaced since, the earliest first: what held then."""
        return self.filter(until__gte=dates.end_of(day)).order_by("until", "pk")


class Former(models.Model):
    """What held of a thing until a moment."""

    until = models.DateTimeField("till")

    objects = FormerQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["until", "pk"]


class FormerDescription(Former):
    """What a body was called and counted as. Swedish: tidigare namn, slag och ordning."""

    of = models.ForeignKey("accounts.Body", models.PROTECT, related_name="formerly")
    name = models.CharField("namn", max_length=150)
    kind = models.CharField("slag", max_length=20)
    position = models.PositiveSmallIntegerField("ordning")
    valid_to = models.DateField("fanns till och med", null=True)

    def __str__(self) -> str:
        return self.name


class FormerName(Former):
    """What a person was called. Swedish: tidigare namn."""

    of = models.ForeignKey("accounts.User", models.CASCADE, related_name="formerly")
    name = models.CharField("namn", max_length=120)

    def __str__(self) -> str:
        return self.name


class Described(Tracked):
    """A thing that is told by what it was called on a day; its `formerly` are rows of such."""

    # The fields that are told, and kept when they change.
    DESCRIBED: ClassVar[tuple[str, ...]] = ()
    # The day whose description it has been given in memory: not to be saved.
    told_on: date | None = None

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """What it was called until now is kept, so that past days are told as they were."""
        if self.told_on:
            raise RuntimeError(f"{self} is told as of {self.told_on} and cannot be saved.")
        model: Any = type(self)
        before = model.objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
        if before and before.description != self.description:
            described: Any = self
            described.formerly.create(until=self._history_date, **before.description)
        super().save(*args, **kwargs)

    @property
    def description(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.DESCRIBED}

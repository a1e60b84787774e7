"""What a body says that it will do."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Max, Q
from simple_history.models import HistoricalRecords

from common import dates
from common.models import Tracked
from recommendations.models.recommendations import Addressee


class MeasureQuerySet(models.QuerySet["Measure"]):
    def stated(self, *, on: date) -> Self:
        """What the body had stated by the end of the day and not replaced by a later answer."""
        end = dates.end_of(on)
        return self.filter(Q(replaced_at=None) | Q(replaced_at__gte=end), stated_at__lt=end)

    def planned_until(self, *, on: date) -> date | None:
        """The last day that the body itself has planned for."""
        return max(self.planned_ends(on=on).values(), default=None)

    def planned_ends(self, *, on: date) -> dict[int, date]:
        """By addressee: the last day planned for. Those without any are left out."""
        last = self.stated(on=on).order_by().values("addressee").annotate(last=Max("due_on"))
        return dict(last.filter(due_on__isnull=False).values_list("addressee", "last"))


class Measure(Tracked):
    """What a body says that it will do, made when its answer is submitted. Swedish: åtgärd."""

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="measures")
    what = models.CharField("vad", max_length=500)
    responsible = models.CharField("ansvarig funktion", max_length=120, blank=True)
    due_on = models.DateField("klart senast", null=True, blank=True)
    stated_at = models.DateTimeField(editable=False)
    replaced_at = models.DateTimeField(null=True, editable=False)
    # Follows the answer that it was stated in: then only the body and the audit side read it.
    may_be_secret = models.BooleanField(default=False, editable=False)

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what

    def replace(self, *, at: datetime) -> None:
        """A later answer states something else."""
        self.replaced_at = at
        self.save()

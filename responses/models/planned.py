"""What a body plans while it writes."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from recommendations.models import Measure


class PlannedMeasureQuerySet(models.QuerySet["PlannedMeasure"]):
    def changing(self) -> Self:
        """Those that say something else than what was stated before."""
        as_before = Q(
            measure__isnull=False,
            lapses=False,
            what=F("measure__what"),
            responsible=F("measure__responsible"),
        ) & (Q(due_on=F("measure__due_on")) | Q(due_on=None, measure__due_on=None))
        return self.exclude(pk__in=PlannedMeasure.objects.filter(as_before).values("pk"))


class PlannedMeasure(models.Model):
    """A measure in a draft; submitting makes it a Measure. Swedish: planerad åtgärd."""

    item = models.ForeignKey("responses.AnswerItem", models.CASCADE, related_name="planned")
    # The one stated before that this row keeps, changes or lets lapse.
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="+")
    lapses = models.BooleanField("utgår", default=False)
    what = models.CharField("vad", max_length=500)
    responsible = models.CharField("ansvarig funktion", max_length=120, blank=True)
    due_on = models.DateField("klart senast", null=True, blank=True)

    objects = PlannedMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lapses=False) | Q(measure__isnull=False),
                name="planned_measure_lapses_if_stated",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_as_before(self) -> bool:
        """It says what was stated before, or nothing at all: that measure stands."""
        if self.measure is None or self.lapses:
            return False
        before = (self.measure.what, self.measure.responsible, self.measure.due_on)
        return not self.what.strip() or before == (self.what, self.responsible, self.due_on)

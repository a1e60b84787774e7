"""Abstract bases. No tables of their own."""

from datetime import datetime

from django.db import models

from common import dates


class Tracked(models.Model):
    """A thing with history, told on the product's clock."""

    class Meta:
        abstract = True

    @property
    def _history_date(self) -> datetime:
        return dates.now()


class Versioned(Tracked):
    """A thing that two people may edit: each save carries the version it was read at."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

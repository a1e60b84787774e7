"""The overview on paper: made by the worker for whoever asked, and kept as it was made."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import User
from common import swedish
from reports.models.papers import FiledPaper


class OverviewPaperQuerySet(models.QuerySet["OverviewPaper"]):
    def visible_to(self, user: User) -> Self:
        """The own ones: it tells what that person may see, and no more."""
        return self.filter(requested_by=user)


class OverviewPaper(FiledPaper):
    """The overview of a day on paper, as one person sees it. Swedish: utdrag ur registret."""

    per = models.DateField("läge per")
    year = models.PositiveSmallIntegerField("revisionsår", null=True)
    since = models.DateField("nytt sedan", null=True)
    as_known = models.BooleanField("så som det var känt", default=False)

    objects = OverviewPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]

    def __str__(self) -> str:
        return f"Utdrag ur registret, läge per {swedish.long_date(self.per)}"

    def get_absolute_url(self) -> str:
        return reverse("reports:overview_paper", args=[self.pk])

"""Papers of a meeting: made by the worker, and kept as they were made."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Body, User
from accounts.roles import Right
from audit.models import Sitting
from common import swedish
from reports.models.papers import FiledPaper


class SittingPaperKind(models.TextChoices):
    PACK = "pack", "Underlag"
    MINUTES = "minutes", "Utkast till protokoll"
    EXTRACT = "extract", "Protokollsutdrag"


class SittingPaperQuerySet(models.QuerySet["SittingPaper"]):
    def visible_to(self, user: User) -> Self:
        """Revisorer alone: a paper holds matters of all granskningar."""
        return self if user.has_right(Right.DECIDE) else self.none()


class SittingPaper(FiledPaper):
    """A paper of a meeting of revisorerna. Swedish: sammanträdets papper."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=20, choices=SittingPaperKind, editable=False)
    # Of an extract: whose.
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")

    objects = SittingPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="extract", body__isnull=False) | ~Q(kind="extract") & Q(body=None),
                name="sitting_extract_has_body",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {swedish.long_date(self.sitting.meets_on)}"

    def get_absolute_url(self) -> str:
        return reverse("reports:sitting_paper", args=[self.pk])

    @property
    def listed_as(self) -> str:
        """On the list of papers."""
        return self.title

    @property
    def per(self) -> date:
        return self.sitting.meets_on

    @property
    def file_url(self) -> str:
        return reverse("reports:sitting_paper_file", args=[self.pk])

    @property
    def title(self) -> str:
        """Protokollsutdrag, socialnämnden"""
        kind = str(self.get_kind_display())
        return f"{kind}, {self.body.in_text}" if self.body else kind

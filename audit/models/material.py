"""What an audit builds on and prints: criteria, observations, minutes that were read, sources and stickprov."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from audit.grid import Grid
from audit.models.audits import Audit
from common.models import Tracked, Versioned


class Material(Tracked):
    """A row of an audit's material, in the order printed."""

    position = models.PositiveSmallIntegerField("ordning", default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Criterion(Material):
    """What the audit measures against, cited as written. Swedish: revisionskriterium."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="criteria")
    citation = models.CharField("källa så som den står", max_length=300)
    text = models.TextField("innehåll", blank=True)
    note = models.CharField("anmärkning", max_length=300, blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.citation


class Observation(Material):
    """What was seen, chapter by chapter: facts, no bedömning. Swedish: iakttagelse."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="observations")
    chapter = models.CharField("kapitel", max_length=200)
    text = models.TextField("iakttagelser")

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.chapter


class MinutesReview(Material):
    """A matter found in a body's minutes. Swedish: protokollgranskning."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="minutes_reviewed")
    met_on = models.CharField("datum så som det står", max_length=60)
    body = models.CharField("organ", max_length=150, blank=True)
    kind = models.CharField("typ", max_length=120, blank=True)
    description = models.TextField("beskrivning", blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.met_on} {self.kind}".strip()


class SourceKind(models.TextChoices):
    INTERVIEW = "interview", "Intervju"
    DOCUMENT = "document", "Dokument"


class Source(Material):
    """A role that was interviewed, or a document that was read. Swedish: källa."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="sources")
    kind = models.CharField("slag", max_length=20, choices=SourceKind, default=SourceKind.DOCUMENT)
    text = models.CharField("roll eller dokument", max_length=300)
    dated = models.CharField("datum så som det står", max_length=60, blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.text


class Sample(Versioned):
    """Control questions × cases with notes, kept as one grid. Swedish: stickprov."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="samples")
    title = models.CharField("rubrik", max_length=200)
    selection = models.TextField("så valdes ärendena", blank=True)
    data: Any = models.JSONField(default=dict, editable=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def grid(self) -> Grid:
        return Grid.stored(self.data)

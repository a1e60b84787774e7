"""What only the audit side has while it works: notes, evidence, and who read what may be secret."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit.models.audits import Audit
from audit.models.questions import AuditQuestion
from common.models import Tracked, Versioned
from common.rules import RuleBroken
from documents.models import Document


class WorkingNote(Versioned):
    """A note of one person's, read by the audit side alone. Swedish: arbetsanteckning."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="notes")
    question = models.ForeignKey(
        AuditQuestion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name="hör till revisionsfråga",
    )
    text = models.TextField("anteckning")
    author = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    written_at = models.DateTimeField(editable=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"Anteckning {self.written_at:%Y-%m-%d}"


class Evidence(Tracked):
    """A file that the audit side builds on, read by it alone. Swedish: underlag."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="evidence")
    question = models.ForeignKey(
        AuditQuestion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name="hör till revisionsfråga",
    )
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    description = models.CharField("vad det är", max_length=200, blank=True)
    # An allmän handling that has come in: never purged, weeded only under a decided plan.
    is_received = models.BooleanField("inkommen handling som ska bevaras", default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.document)

    def require_purgeable(self) -> None:
        """Raises RuleBroken for what has come in as an allmän handling."""
        if self.is_received:
            raise RuleBroken(f"{self.document.name} är en inkommen handling och rensas inte.")


class Purged(models.TextChoices):
    NOTES = "notes", "arbetsanteckningar"
    EVIDENCE = "evidence", "underlag"
    VERSIONS = "versions", "utkastversioner"


class Purge(models.Model):
    """That working material existed, and who purged it: nothing of what it said. Swedish: rensning."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="purges")
    what = models.CharField(max_length=20, choices=Purged)
    count = models.PositiveIntegerField()
    purged_at = models.DateTimeField()
    purged_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["purged_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(count__gt=0), name="purge_of_something")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} ({self.count})"

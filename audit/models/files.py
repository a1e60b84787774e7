"""The files of an audit."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models.audits import Audit
from audit.models.people import sees, works_on
from documents.models import Document


class DocumentPart(models.TextChoices):
    REPORT = "report", "Rapport"
    MISSIVE = "missive", "Missiv"
    OTHER = "other", "Bilaga"


class AuditDocumentQuerySet(models.QuerySet["AuditDocument"]):
    def visible_to(self, user: User) -> Self:
        """The audit side sees every file; the others who see the audit those that were sent."""
        after_sending = Q(sent_at__isnull=False)
        return self.filter(works_on(user, "audit") | (after_sending & sees(user, "audit")))

    def sendable(self) -> Self:
        """Report and missiv and what goes with them, in that order."""
        return self.order_by("pk")


class AuditDocument(models.Model):
    """A file of an audit; outside the audit side only once it has been sent. Swedish: handling."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=DocumentPart)
    sent_at = models.DateTimeField(null=True, editable=False)

    objects = AuditDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.document}"

    def send(self, *, at: datetime) -> None:
        """From here on those who see the audit read it."""
        self.sent_at = at
        self.save(update_fields=["sent_at"])

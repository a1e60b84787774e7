"""The files of an audit."""

from django.db import models

from audit.models.audits import Audit
from documents.models import Document


class DocumentPart(models.TextChoices):
    REPORT = "report", "Rapport"
    MISSIVE = "missive", "Missiv"
    OTHER = "other", "Bilaga"


class AuditDocument(models.Model):
    """A file that an audit was read in from, for the audit side alone. Swedish: handling."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=DocumentPart)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.document}"

"""A reading: what was found in a report's documents, waiting for a person to check it."""

from typing import Self

from django.db import models

from accounts.models import User
from accounts.roles import Role
from audit.models import Audit
from documents.models import Document


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> Self:
        """One's own; a revisor sees all."""
        if user.has_role(Role.AUDITOR):
            return self
        return self.filter(read_by=user) if user.has_role(Role.EXPERT) else self.none()

    def unfinished(self) -> Self:
        return self.filter(audit=None, discarded_at=None)


class Reading(models.Model):
    """One or more documents of an audit, read and not yet confirmed. Swedish: inläsning."""

    read_at = models.DateTimeField()
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # What the reader found, with places; see importer.reader.
    found = models.JSONField()
    # What the person has decided of each find so far, by field name.
    choices = models.JSONField(default=dict)
    audit = models.OneToOneField(Audit, models.PROTECT, null=True, related_name="reading")
    discarded_at = models.DateTimeField(null=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-read_at", "-pk"]

    def __str__(self) -> str:
        return self.found.get("title") or "Inläsning utan titel"


class ReadingDocument(models.Model):
    """A document of a reading, in the order given. Swedish: inläst handling."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="documents")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.document}"

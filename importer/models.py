"""A reading: what was found in a report's documents, waiting for a person to check it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from audit.models import Audit, DocumentPart
from common.models import Versioned
from common.rules import RuleBroken
from documents.models import Document


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> Self:
        """One's own; a revisor sees all."""
        if user.has_role(Role.AUDITOR):
            return self
        return self.filter(read_by=user) if user.has_role(Role.EXPERT) else self.none()

    def kept(self) -> Self:
        """Not discarded."""
        return self.filter(discarded_at=None)

    def unfinished(self) -> Self:
        return self.kept().filter(audit=None)


class Reading(Versioned):
    """One or more documents of an audit, read and not yet confirmed. Swedish: inläsning."""

    read_at = models.DateTimeField()
    read_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # What the reader found, with places; see importer.reader.
    found = models.JSONField()
    # What the person has decided of each find so far, by field name.
    choices = models.JSONField(default=dict)
    audit = models.OneToOneField(Audit, models.PROTECT, null=True, related_name="reading")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audit=None, confirmed_at=None, confirmed_by=None)
                | Q(audit__isnull=False, confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="reading_confirmed_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None, discarded_by=None)
                | Q(discarded_at__isnull=False, discarded_by__isnull=False, audit=None),
                name="reading_discarded_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.choices.get("title") or self.found.get("title") or "Inläsning utan titel"

    def get_absolute_url(self) -> str:
        return reverse("importer:check", args=[self.pk])

    def save_choices(self, choices: dict[str, str | list[str]]) -> None:
        """What a person has decided so far. Raises RuleBroken when it is confirmed or discarded."""
        self.require_unfinished()
        self.choices = choices
        self.version += 1
        self.save()

    def confirm(self, audit: Audit, *, at: datetime, by: User) -> None:
        """It has become an audit. Raises RuleBroken when it is confirmed or discarded."""
        self.require_unfinished()
        self.audit, self.confirmed_at, self.confirmed_by = audit, at, by
        self.version += 1
        self.save()

    def discard(self, *, at: datetime, by: User) -> None:
        """Nothing comes of it; kept. Raises RuleBroken when it is confirmed or discarded."""
        self.require_unfinished()
        self.discarded_at, self.discarded_by = at, by
        self.version += 1
        self.save()

    def require_unfinished(self) -> None:
        """Raises RuleBroken when it is confirmed or discarded."""
        if self.audit_id:
            raise RuleBroken("Granskningen är redan skapad av inläsningen.")
        if self.discarded_at:
            raise RuleBroken("Inläsningen har kastats.")


class ReadingDocument(models.Model):
    """A document of a reading, in the order given. Swedish: inläst handling."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="documents")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=DocumentPart, default=DocumentPart.OTHER)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.document}"

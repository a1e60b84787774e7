"""Files of an answer that came another way, while the audit side is writing it down."""

from datetime import datetime
from typing import Self

from django.db import models

from accounts.models import User
from documents.models import Document
from responses.models.answers import FilePart
from responses.models.requests import AnswerRequest


class ReceivedFileQuerySet(models.QuerySet["ReceivedFile"]):
    def chosen_by(self, user: User, request: AnswerRequest) -> Self:
        """Nobody else sees what a person has chosen and not yet registered."""
        chosen = self.filter(chosen_by=user, request=request, removed_at=None)
        return chosen.select_related("document")


class ReceivedFile(models.Model):
    """A file that has been chosen for an answer that is being registered. Swedish: vald fil."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="received_files")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=FilePart)
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Taken away again, or registered.
    removed_at = models.DateTimeField(null=True)

    objects = ReceivedFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.document}"

    def remove(self, *, at: datetime) -> None:
        self.removed_at = self.removed_at or at
        self.save()

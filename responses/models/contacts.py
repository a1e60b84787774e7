"""What was said about a request outside the product: calls, mail, letters and meetings."""

from typing import Self

from django.db import models

from accounts.models import User
from audit.models import works_on
from common.text import LONGEST_MESSAGE
from responses.models.extensions import Channel
from responses.models.requests import AnswerRequest


class ContactNoteQuerySet(models.QuerySet["ContactNote"]):
    def visible_to(self, user: User) -> Self:
        """The audit side, whose notes they are."""
        return self.filter(works_on(user, "request__audit"))


class ContactNote(models.Model):
    """A contact with a body that the audit side has written down; never changed. Swedish: anteckning om kontakt."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="contact_notes")
    channel = models.CharField("hur", max_length=20, choices=Channel)
    happened_on = models.DateField("dag")
    with_whom = models.CharField("med vem", max_length=200)
    text = models.TextField("vad det gällde", max_length=LONGEST_MESSAGE)
    noted_at = models.DateTimeField(editable=False)
    noted_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "pk"]

    def __str__(self) -> str:
        return f"{self.request}, {self.happened_on}"

    @property
    def words(self) -> str:
        """Kontakt per telefon med nämndsekreteraren: Nämnden hinner till den 7 mars."""
        channel = Channel(self.channel).label
        return f"Kontakt {channel} med {self.with_whom}: {self.text}"

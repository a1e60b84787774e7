"""Letters about a request that revisorerna write and a person sends; none goes by itself."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from audit.models import works_on
from common import dates, swedish
from common.rules import RuleBroken
from common.status import Status, StatusChoices
from common.text import LONGEST_MESSAGE
from responses.models.requests import AnswerRequest


class LetterKind(models.TextChoices):
    REMINDER = "reminder", "Egen påminnelse"
    SUMMONS = "summons", "Kallelse"
    CHAIR = "chair", "Brev till ordföranden"
    PRESIDIUM = "presidium", "Brev till presidiet"


# Drafted when an answer is late; the others are begun by a person.
ESCALATIONS = (LetterKind.CHAIR, LetterKind.PRESIDIUM)


class LetterState(StatusChoices):
    PREPARED = "prepared", "utkast", "pending", "Förberett"
    SENT = "sent", "brev", "yes", "Skickat"
    DECLINED = "declined", "ej-aktuell", "info", "Skickades inte"


class PreparedLetterQuerySet(models.QuerySet["PreparedLetter"]):
    def visible_to(self, user: User) -> Self:
        """The audit side; what has been sent, but for a letter to the presidium, also the body's officials."""
        to_body = Q(request__body__in=user.served, sent_at__isnull=False)
        return self.filter(
            works_on(user, "request__audit") | (to_body & ~Q(kind=LetterKind.PRESIDIUM))
        )

    def prepared(self) -> Self:
        """Neither sent nor declined."""
        return self.filter(sent_at=None, declined_at=None)

    def sent(self) -> Self:
        return self.filter(sent_at__isnull=False)


class PreparedLetter(models.Model):
    """A letter about a request with a text that a revisor may edit, send or decline. Swedish: förberett brev."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="letters")
    kind = models.CharField("slag", max_length=20, choices=LetterKind, editable=False)
    # The response date that an escalation is about.
    due_on = models.DateField(null=True, editable=False)
    subject = models.CharField("ämne", max_length=200)
    text = models.TextField("text", max_length=LONGEST_MESSAGE)
    recipients = models.TextField("skickas till", blank=True)
    meets_on = models.DateField("dag", null=True, blank=True)
    meets_at = models.TimeField("klockslag", null=True, blank=True)
    place = models.CharField("plats", max_length=200, blank=True)
    prepared_at = models.DateTimeField(editable=False)
    # Nobody for what was drafted because an answer is late.
    prepared_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    declined_at = models.DateTimeField(null=True, editable=False)
    declined_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    note = models.CharField("varför brevet inte skickades", max_length=300, blank=True)

    objects = PreparedLetterQuerySet.as_manager()

    class Meta:
        ordering = ["prepared_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("request"),
                F("kind"),
                F("due_on"),
                condition=Q(due_on__isnull=False),
                name="letter_drafted_once",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(declined_at=None), name="letter_settled_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("responses:letter", args=[self.pk])

    @property
    def state(self) -> LetterState:
        if self.sent_at:
            return LetterState.SENT
        return LetterState.DECLINED if self.declined_at else LetterState.PREPARED

    @property
    def status(self) -> Status:
        return self.state.status

    @property
    def is_prepared(self) -> bool:
        return self.state == LetterState.PREPARED

    @property
    def addresses(self) -> list[str]:
        return self.recipients.split()

    @property
    def words(self) -> str:
        """Kallelse till 8 mars 2023, for a time line."""
        word = LetterKind(self.kind).label
        if self.declined_at:
            return f"{word} skickades inte: {self.note}"
        if self.kind == LetterKind.SUMMONS and self.meets_on:
            return f"{word} till {swedish.long_date(self.meets_on)} skickades"
        return f"{word} skickades" if self.sent_at else f"{word} förbereddes"

    @property
    def told_on(self) -> date:
        """When it came to the state that it has."""
        return dates.local_day(self.sent_at or self.declined_at or self.prepared_at)

    def require_prepared(self) -> None:
        """Raises RuleBroken when a colleague was first."""
        if not self.is_prepared:
            raise RuleBroken(f"Brevet är redan avgjort: {self.status.word.lower()}.")

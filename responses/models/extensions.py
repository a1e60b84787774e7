"""More time to answer: asked for by a body, settled by revisorerna."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from accounts.roles import Role
from audit.models import works_on
from common import dates, swedish
from common.models import Tracked
from common.status import Status, StatusChoices
from responses.models.requests import AnswerRequest, DueDate


class Channel(models.TextChoices):
    HERE = "here", "skriven här"
    PHONE = "phone", "per telefon"
    EMAIL = "email", "med e-post"
    LETTER = "letter", "med brev"
    MEETING = "meeting", "vid ett möte"
    # Of what was entered long afterwards.
    UNKNOWN = "unknown", "på okänt sätt"

    @property
    def as_choice(self) -> tuple[str, str]:
        """Med brev, where it stands by itself."""
        return self.value, swedish.capitalized(self.label)


class ExtensionOutcome(StatusChoices):
    WAITING = "waiting", "anstand", "pending", "Väntar på besked"
    GRANTED = "granted", "anstand", "yes", "Anstånd beviljat"
    CHANGED = "changed", "anstand", "yes", "Anstånd beviljat till ett annat datum"
    DECLINED = "declined", "anstand", "info", "Anstånd inte beviljat"
    LAPSED = "lapsed", "anstand", "info", "Begäran om anstånd inte längre aktuell"
    TAKEN_BACK = "taken_back", "anstand", "info", "Begäran om anstånd återtagen"

    @property
    def moves_date(self) -> bool:
        return self in (ExtensionOutcome.GRANTED, ExtensionOutcome.CHANGED)


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the request: what a body asks of revisorerna is an official document."""
        if user.has_role(Role.AUDITOR):
            return self
        seen = AnswerRequest.objects.visible_to(user).filter(pk=OuterRef("request"))
        return self.filter(Exists(seen))

    def to_settle(self, user: User) -> Self:
        """Those that wait for revisorerna, in the audits of a person on the audit side."""
        return self.waiting().filter(works_on(user, "request__audit"))

    def waiting(self) -> Self:
        return self.filter(outcome=ExtensionOutcome.WAITING)

    def known(self, *, on: date) -> Self:
        """Recorded by the end of the day."""
        return self.filter(recorded_at__lt=dates.end_of(on))


class Extension(Tracked):
    """A body's wish for more time, and what revisorerna said to it. Swedish: anstånd."""

    request = models.ForeignKey(AnswerRequest, models.PROTECT, related_name="extensions")
    # The day that it came to revisorerna, and how.
    asked_on = models.DateField("dagen då nämnden bad om mer tid")
    channel = models.CharField("hur det kom", max_length=20, choices=Channel)
    wished_on = models.DateField("önskat datum")
    reason = models.TextField("varför mer tid behövs")
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    outcome = models.CharField(
        "besked", max_length=20, choices=ExtensionOutcome, default=ExtensionOutcome.WAITING
    )
    note = models.TextField("svar till nämnden", blank=True)
    settled_at = models.DateTimeField(null=True, editable=False)
    # Nobody when it lapsed.
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The response date that it led to.
    due_date = models.OneToOneField(
        DueDate, models.PROTECT, null=True, editable=False, related_name="extension"
    )

    objects = ExtensionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(outcome="waiting"), name="extension_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", settled_at=None, settled_by=None)
                | Q(outcome="lapsed", settled_at__isnull=False, settled_by=None)
                | Q(
                    outcome__in=["granted", "changed", "declined", "taken_back"],
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                ),
                name="extension_settled_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["granted", "changed"], due_date__isnull=False)
                | Q(outcome__in=["waiting", "declined", "lapsed", "taken_back"], due_date=None),
                name="extension_moves_the_date",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | Q(note__regex=r"\S"),
                name="extension_declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}, till {self.wished_on}"

    def get_absolute_url(self) -> str:
        return reverse("responses:extension_settle", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.outcome == ExtensionOutcome.WAITING

    @property
    def status(self) -> Status:
        return ExtensionOutcome(self.outcome).status

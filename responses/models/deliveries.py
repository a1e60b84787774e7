"""Expediering: what went to whom and when, that it was received, and the missiv that goes along."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from accounts.models import Body, User
from audit.models import Audit, AuditDocument, PartyPart, works_on
from common import dates
from common.models import Tracked
from common.rules import RuleBroken
from mailing.models import OutgoingMail
from responses.models.answers import Answer

ASKED_FOR = timedelta(days=90)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> Self:
        """The audit side sees all of it, an official the own body's."""
        return self.filter(works_on(user, "audit") | Q(body__in=user.served))

    def unconfirmed(self, *, on: date) -> Self:
        """Nobody has said that it is there, no answer shows it, and it was sent in the last three months.

        After that nobody asks any more; the page of the hand-over still says that it was not confirmed.
        """
        asked_since = dates.at_local(on - ASKED_FOR)
        answered = Answer.objects.submitted().filter(
            request__audit=OuterRef("audit"), request__body=OuterRef("body")
        )
        recent = self.filter(sent_at__gte=asked_since, audit__entered_afterwards_at=None)
        return recent.filter(~Exists(answered), received_on=None)


class Delivery(Tracked):
    """What one body was sent at the hand-over, and its receipt. Swedish: expediering."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="sent_to")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    part = models.CharField("del", max_length=20, choices=PartyPart)
    what = models.TextField("handlingar")
    addresses = models.TextField("e-post till", blank=True)
    sent_at = models.DateTimeField("skickat")
    # To one that is only informed. What is asked has a request, which knows its own mails.
    mail = models.OneToOneField(
        OutgoingMail, models.PROTECT, null=True, editable=False, related_name="+"
    )
    received_on = models.DateField("mottaget", null=True, blank=True)
    noted_at = models.DateTimeField(null=True, editable=False)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    note = models.CharField("anteckning", max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["body__position", "body__name", "part"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "body"], name="delivery_once_per_body"),
            models.CheckConstraint(
                condition=Q(received_on=None, noted_at=None, noted_by=None)
                | Q(received_on__isnull=False, noted_at__isnull=False, noted_by__isnull=False),
                name="delivery_received_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit} till {self.body}"

    def receive(self, *, on: date, note: str, at: datetime, by: User) -> None:
        """Somebody at the body has it. Raises RuleBroken the second time, and for a day before it was sent."""
        if self.received_on:
            raise RuleBroken("Mottagandet är redan bekräftat.")
        self.received_on, self.note = on, note
        self.noted_at, self.noted_by = at, by
        self.save()


class MissiveOrderQuerySet(models.QuerySet["MissiveOrder"]):
    def waiting(self) -> Self:
        """Handed over, and the missiv is not made."""
        return self.filter(document=None, audit__handed_over_at__isnull=False)


class MissiveOrder(models.Model):
    """The missiv goes along with the hand-over: made right after it, and then read by all who see the audit.

    Swedish: missivet i överlämnandet.
    """

    audit = models.OneToOneField(Audit, models.PROTECT, related_name="missive_order")
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    document = models.ForeignKey(AuditDocument, models.PROTECT, null=True, related_name="+")
    failed_at = models.DateTimeField(null=True)

    objects = MissiveOrderQuerySet.as_manager()

    class Meta:
        ordering = ["ordered_at", "pk"]

    def __str__(self) -> str:
        return f"Missiv: {self.audit}"

    def fulfil(self, document: AuditDocument) -> None:
        self.document, self.failed_at = document, None
        self.save(update_fields=["document", "failed_at"])

    def fail(self, *, at: datetime) -> None:
        self.failed_at = at
        self.save(update_fields=["failed_at"])

    def retry(self) -> None:
        self.failed_at = None
        self.save(update_fields=["failed_at"])

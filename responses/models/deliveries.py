"""Expediering: what went to whom and when, and that it was received."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from accounts.models import Body, User
from accounts.roles import Role
from audit.models import Audit, Part
from common.models import Tracked
from common.rules import RuleBroken
from responses.models.answers import Answer


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> Self:
        """The audit side sees all of it, an official the own body's."""
        mine = Q(audit__in=Audit.objects.written_by(user))
        if user.has_role(Role.OFFICIAL):
            mine |= Q(body__in=Body.objects.of(user))
        return self.filter(mine)

    def unconfirmed(self) -> Self:
        """Nobody has said that it is there, and no answer shows it."""
        answered = Answer.objects.submitted().filter(
            request__audit=OuterRef("audit"), request__body=OuterRef("body")
        )
        return self.filter(~Exists(answered), received_on=None)


class Delivery(Tracked):
    """What one body was sent at the hand-over, and its receipt. Swedish: expediering."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="sent_to")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    part = models.CharField("del", max_length=20, choices=Part)
    what = models.TextField("handlingar")
    addresses = models.TextField("e-post till", blank=True)
    sent_at = models.DateTimeField("skickat")
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

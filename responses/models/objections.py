"""What a body says against the answer that the audit side has registered and read for it."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models import works_on
from common.status import Status, StatusChoices
from common.text import LONGEST_MESSAGE
from responses.models.answers import Answer


class ObjectionOutcome(StatusChoices):
    WAITING = "waiting", "svarat", "pending", "Nämnden invänder"
    CORRECTED = "corrected", "sparat", "yes", "Rättat"
    STANDS = "stands", "svarat", "info", "Kvarstår"


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: User) -> Self:
        """The two sides: the body's officials and the audit side."""
        of_audit_side = works_on(user, "answer__request__audit")
        return self.filter(of_audit_side | Q(answer__request__body__in=user.served))

    def waiting(self) -> Self:
        """For revisorerna, as long as the answer counts: one that the body has replaced needs no reply."""
        return self.filter(outcome=ObjectionOutcome.WAITING, answer__ended_at=None)


class Objection(models.Model):
    """That a registered answer was read wrongly, and what revisorerna replied. Swedish: invändning."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="objections")
    text = models.TextField("vad som är fel", max_length=LONGEST_MESSAGE)
    objected_at = models.DateTimeField(editable=False)
    objected_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    outcome = models.CharField(
        "besked", max_length=20, choices=ObjectionOutcome, default=ObjectionOutcome.WAITING
    )
    note = models.TextField("svar till nämnden", blank=True, max_length=LONGEST_MESSAGE)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["objected_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer"], condition=Q(outcome="waiting"), name="objection_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting", settled_at=None, settled_by=None)
                | Q(
                    outcome__in=["corrected", "stands"],
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                    note__regex=r"\S",
                ),
                name="objection_settled_when_by_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}, {self.objected_at:%Y-%m-%d}"

    @property
    def is_waiting(self) -> bool:
        return self.outcome == ObjectionOutcome.WAITING

    @property
    def status(self) -> Status:
        return ObjectionOutcome(self.outcome).status

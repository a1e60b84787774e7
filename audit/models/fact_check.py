"""Faktakontroll: selected people at a body read chosen chapters, for a time, and say what is wrong in them."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Membership, User
from accounts.roles import Role
from audit.models.audits import Audit
from common.models import Tracked, Versioned
from common.rules import RuleBroken


class FactCheckQuerySet(models.QuerySet["FactCheck"]):
    def open(self, *, on: date) -> Self:
        """Until its last day, its end or the audit's hand-over, whichever comes first."""
        return self.filter(open_until__gte=on, closed_at=None, audit__handed_over_at=None)

    def open_to(self, user: User, *, on: date) -> Self:
        """Those that the person reads in: chosen, and still an official of the body."""
        readers = FactCheckPerson.objects.filter(
            fact_check=OuterRef("pk"),
            membership__user=user,
            membership__role=Role.OFFICIAL,
            membership__ended_at=None,
        )
        return self.open(on=on).filter(Exists(readers))


class FactCheck(Tracked):
    """Chapters sent to selected people for their comments on facts, until a day. Swedish: faktakontroll."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="fact_checks")
    open_until = models.DateField("synpunkter senast")
    message = models.TextField("meddelande", blank=True)
    opened_at = models.DateTimeField(editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = FactCheckQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="fact_check_closed_when_and_by",
            )
        ]

    def __str__(self) -> str:
        return f"Faktakontroll av {self.audit}"

    def get_absolute_url(self) -> str:
        return reverse("audit:fact_check", args=[self.pk])

    def is_open(self, *, on: date) -> bool:
        return self.closed_at is None and on <= self.open_until and not self.audit.is_handed_over

    def close(self, *, at: datetime, by: User) -> None:
        """Before its last day. Raises RuleBroken when it has been closed."""
        if self.closed_at:
            raise RuleBroken("Faktakontrollen är redan avslutad.")
        self.closed_at, self.closed_by = at, by
        self.save()


class FactCheckPerson(models.Model):
    """Who may read in, as an official of a body: the right ends with the membership. Swedish: läsare."""

    fact_check = models.ForeignKey(FactCheck, models.CASCADE, related_name="persons")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fact_check", "membership"], name="fact_check_person_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.membership)


class FactCheckChapter(models.Model):
    """A chapter as it stood when it was sent, never changed. Swedish: kapitel."""

    fact_check = models.ForeignKey(FactCheck, models.CASCADE, related_name="chapters")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField("rubrik", max_length=200)
    text = models.TextField("text")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading


class FactComment(Versioned):
    """What a reader says of a chapter's facts, and what the audit side answers. Swedish: synpunkt."""

    chapter = models.ForeignKey(FactCheckChapter, models.PROTECT, related_name="comments")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    text = models.TextField("synpunkt")
    sent_at = models.DateTimeField(editable=False)
    answer = models.TextField("svar", blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="fact_comment_answered_when_and_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership.user}: {self.chapter}"

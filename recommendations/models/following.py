"""Which earlier recommendations an audit follows up, and what it says of each."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit.models import Audit, works_on
from common.models import Tracked
from common.status import Status
from recommendations.models.recommendations import Addressee, Repetition, Verdict
from recommendations.values import UNJUDGED, VerdictValue


class FollowedUnitQuerySet(models.QuerySet["FollowedUnit"]):
    def visible_to(self, user: User) -> Self:
        """The audit side of the audit that follows up, as far as it sees what is followed up."""
        seen = Addressee.objects.visible_to(user).filter(pk=OuterRef("addressee"))
        return self.filter(works_on(user, "audit"), Exists(seen))

    def with_repetition(self) -> Self:
        """Adds `is_repeated`: a recommendation of the audit puts it again."""
        repetition = Repetition.objects.standing().filter(
            earlier=OuterRef("addressee"), recommendation__audit=OuterRef("audit")
        )
        return self.annotate(is_repeated=Exists(repetition))

    def left(self) -> Self:
        """Neither put again nor put forward for a decision."""
        return self.with_repetition().filter(verdict=None, is_repeated=False)


class FollowedUnit(Tracked):
    """An earlier recommendation × body that an audit follows up. Swedish: uppföljd rekommendation."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="followed_units")
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="followed_in")
    # What the audit says of it: its own words, until a revisor puts them forward as a verdict.
    value = models.CharField("bedömning", max_length=20, choices=VerdictValue, blank=True)
    note = models.TextField("skäl", blank=True)
    early_reason = models.TextField("skäl att bedöma redan nu", blank=True)
    version = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    verdict = models.OneToOneField(
        Verdict, models.PROTECT, null=True, editable=False, related_name="followed_in"
    )

    # Filled in by `with_repetition`.
    is_repeated: bool

    objects = FollowedUnitQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["addressee__body__position", "addressee__recommendation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "addressee"], name="followed_once"),
            models.CheckConstraint(
                condition=Q(verdict=None) | ~Q(value=""), name="followed_forward_with_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addressee} i {self.audit}"

    def get_absolute_url(self) -> str:
        return reverse("responses:followed_unit", args=[self.pk])

    @property
    def list_url(self) -> str:
        return reverse("responses:followed_up", args=[self.audit_id])

    @property
    def status(self) -> Status:
        return VerdictValue(self.value).status if self.value else UNJUDGED

    @property
    def is_ready(self) -> bool:
        """A revisor may put it forward, once the audit is handed over. Of one read `with_repetition`."""
        return bool(
            self.value and self.note.strip() and not self.verdict_id and not self.is_repeated
        )

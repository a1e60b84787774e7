"""The granskning itself and who may see it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Body, User
from accounts.roles import Role
from audit.models.people import AuditMember, AuditParty
from common.models import Versioned
from common.rules import RuleBroken


class AuditQuerySet(models.QuerySet["Audit"]):
    def visible_to(self, user: User) -> Self:
        """Revisorer: all. Sakkunniga: assigned. Presidium: handed over. Officials: handed over to their body."""
        if user.has_role(Role.AUDITOR):
            return self
        visible: Q | Combinable = Q(pk__in=[])
        if user.has_role(Role.EXPERT):
            visible |= Exists(AuditMember.objects.assigned(user).filter(audit=OuterRef("pk")))
        if user.has_role(Role.PRESIDIUM):
            visible |= Q(handed_over_at__isnull=False)
        if user.has_role(Role.OFFICIAL):
            party = AuditParty.objects.filter(audit=OuterRef("pk"), body__in=Body.objects.of(user))
            visible |= Q(handed_over_at__isnull=False) & Exists(party)
        return self.filter(visible)

    def written_by(self, user: User) -> Self:
        """The audits that the person works on, on the audit side."""
        if user.has_role(Role.AUDITOR):
            return self
        if user.has_role(Role.EXPERT):
            return self.filter(
                Exists(AuditMember.objects.assigned(user).filter(audit=OuterRef("pk")))
            )
        return self.none()

    def with_side(self, user: User) -> Self:
        """Adds `on_audit_side`: whether the person works on it."""
        mine = Audit.objects.written_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(on_audit_side=Exists(mine))

    def handed_over(self, *, by_moment: datetime) -> Self:
        return self.filter(handed_over_at__lt=by_moment)


class Audit(Versioned):
    """One engagement of the revisorer. Swedish: granskning."""

    title = models.CharField("titel", max_length=250)
    audit_year = models.PositiveSmallIntegerField("revisionsår")
    municipality = models.CharField("kommun", max_length=120, blank=True)
    reference = models.CharField("revisorernas diarienummer", max_length=60, blank=True)
    firm = models.CharField("sakkunnigas firma", max_length=120, blank=True)
    document_date = models.DateField("missivets datum", null=True, blank=True)
    overall_assessment = models.TextField("sammanfattande bedömning", blank=True)
    response_due_on = models.DateField("svar önskas senast", null=True, blank=True)
    response_wording = models.CharField("så står det i missivet", max_length=400, blank=True)
    handed_over_at = models.DateTimeField(null=True, editable=False)
    handed_over_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AuditQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-audit_year", "-document_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_over_at=None, handed_over_by=None)
                | Q(handed_over_at__isnull=False, handed_over_by__isnull=False),
                name="audit_handed_over_when_and_by",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:audit", args=[self.pk])

    @property
    def is_handed_over(self) -> bool:
        return self.handed_over_at is not None

    def require_open(self) -> None:
        """Decided wording is locked.

        Raises RuleBroken once the audit has been handed over.
        """
        if self.is_handed_over:
            raise RuleBroken("Granskningen är överlämnad. Lydelsen är låst.")

    def hand_over(self, *, at: datetime, by: User) -> None:
        """From here on the addressees see it. Raises RuleBroken the second time."""
        self.require_open()
        self.handed_over_at, self.handed_over_by = at, by
        self.version += 1
        self.save()

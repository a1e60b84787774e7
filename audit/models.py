"""The granskning: what was asked, what was answered, who took part, and whom it concerns."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Body, Membership, User
from accounts.roles import Role
from common.models import Tracked, Versioned
from common.rules import RuleBroken
from documents.models import Document


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


class Part(models.TextChoices):
    ASKED = "asked", "Svar önskas från"
    INFORMED = "informed", "För kännedom"
    COPY = "copy", "Kopia till"


class AuditParty(Tracked):
    """A body that an audit is put to or sent to. Swedish: mottagare."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="parties")
    body = models.ForeignKey(Body, models.PROTECT, related_name="parties", verbose_name="organ")
    part = models.CharField("del", max_length=20, choices=Part)

    history = HistoricalRecords()

    class Meta:
        ordering = ["part", "body__position", "body__name"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "body", "part"], name="party_once_per_part")
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.body}"


class MemberPart(models.TextChoices):
    EXPERT = "expert", "Sakkunnig"
    AUTHOR = "author", "Författare"
    CONTACT = "contact", "Kontaktrevisor"
    SIGNATORY = "signatory", "Undertecknare"


class AuditMemberQuerySet(models.QuerySet["AuditMember"]):
    def assigned(self, user: User) -> Self:
        """The assignments that open an audit to a sakkunnig."""
        return self.filter(user=user, part=MemberPart.EXPERT)


class AuditMember(Tracked):
    """A person of the audit; an assigned sakkunnig is one with an account. Swedish: medverkande."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="members")
    part = models.CharField("del", max_length=20, choices=MemberPart)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("namn", max_length=120)
    title = models.CharField("roll", max_length=80, blank=True)
    signed_at = models.DateTimeField("undertecknat", null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = AuditMemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["part", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "part", "user"],
                condition=Q(user__isnull=False),
                name="member_once_per_part",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_part_display().lower()}"


class AuditQuestion(Versioned):
    """One question of the audit, worded as printed. Swedish: revisionsfråga."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField("nummer")
    text = models.TextField("revisionsfråga")

    history = HistoricalRecords()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "number"],
                name="question_number_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"Fråga {self.number}"

    @property
    def is_graded(self) -> bool:
        return self.grade_label != Grade.NONE.label

    @property
    def grade_label(self) -> str:
        assessment = getattr(self, "assessment", None)
        return str(Grade(assessment.grade).label if assessment else Grade.NONE.label)


class Grade(models.TextChoices):
    YES = "yes", "Ja"
    PARTLY = "partly", "Delvis"
    NO = "no", "Nej"
    OTHER = "other", "Annat"
    NONE = "", "Ej bedömd"


class Assessment(Versioned):
    """The answer to one question: the printed words, a grade and the reasons. Swedish: bedömning."""

    question = models.OneToOneField(AuditQuestion, models.CASCADE, related_name="assessment")
    printed_answer = models.CharField(
        "svar så som det står i rapporten", max_length=200, blank=True
    )
    grade = models.CharField(
        "bedömning", max_length=10, choices=Grade, default=Grade.NONE, blank=True
    )
    reasons = models.TextField("skäl", blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"Bedömning av fråga {self.question.number}"


class DocumentPart(models.TextChoices):
    REPORT = "report", "Rapport"
    MISSIVE = "missive", "Missiv"
    OTHER = "other", "Bilaga"


class AuditDocument(models.Model):
    """A file that an audit was read in from, for the audit side alone. Swedish: handling."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=DocumentPart)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.document}"


def assignable_experts() -> models.QuerySet[User]:
    """The sakkunniga that an audit can be given to."""
    current = Membership.objects.current().filter(role=Role.EXPERT)
    return User.objects.filter(is_active=True, pk__in=current.values("user"))

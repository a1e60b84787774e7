"""The bodies and the people of an audit."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable
from simple_history.models import HistoricalRecords

from accounts.models import Body, User
from accounts.roles import Role
from common.models import Tracked


class PartyPart(models.TextChoices):
    ASKED = "asked", "Svar önskas från"
    INFORMED = "informed", "För kännedom"
    COPY = "copy", "Kopia till"


class AuditParty(Tracked):
    """A body that an audit is put to or sent to. Swedish: mottagare."""

    audit = models.ForeignKey("audit.Audit", models.CASCADE, related_name="parties")
    body = models.ForeignKey(Body, models.PROTECT, related_name="parties", verbose_name="organ")
    part = models.CharField("del", max_length=20, choices=PartyPart)
    reference = models.CharField("organets diarienummer", max_length=60, blank=True)
    # What the missiv says to this body alone: no answer, another day, or only some of it.
    wants_answer = models.BooleanField("svar önskas", default=True)
    due_on = models.DateField("svar önskas senast, om dagen är en annan", null=True, blank=True)
    scope = models.TextField("vad svaret önskas omfatta", blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["part", "body__position", "body__name"]
        constraints = [
            models.UniqueConstraint(fields=["audit", "body", "part"], name="party_once_per_part"),
            models.CheckConstraint(
                condition=Q(part=PartyPart.ASKED) | Q(wants_answer=True, due_on=None, scope=""),
                name="party_wish_of_the_asked_only",
            ),
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

    def to_ask(self) -> Self:
        """Whom a body may ask: kontaktrevisorer first, then sakkunniga."""
        return (
            self.filter(part__in=(MemberPart.CONTACT, MemberPart.EXPERT))
            .select_related("user")
            .order_by("part", "position", "pk")
        )


class AuditMember(Tracked):
    """A person of the audit; an assigned sakkunnig is one with an account. Swedish: medverkande."""

    audit = models.ForeignKey("audit.Audit", models.CASCADE, related_name="members")
    part = models.CharField("del", max_length=20, choices=MemberPart)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("namn", max_length=120)
    title = models.CharField("roll", max_length=80, blank=True)
    firm = models.CharField("firma", max_length=120, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True, db_default="")
    email = models.EmailField("e-post", blank=True, db_default="")
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

    @property
    def address(self) -> str:
        """Where the person is reached by e-mail: the one given for this audit, else that of the account."""
        return self.email or (self.user.email if self.user else "")


EVERY_ROW = ~Q(pk__in=[])
NO_ROW = Q(pk__in=[])


def assigned_audits(user: User) -> frozenset[int]:
    """The audits (pk) that are open to a sakkunnig, looked up once per request."""
    if "audits" not in user.scope:
        assigned = AuditMember.objects.assigned(user).values_list("audit", flat=True)
        user.scope["audits"] = frozenset(assigned)
    return user.scope["audits"]


def works_on(user: User, audit: str) -> Q:
    """Those rows whose audit the person works on, on the audit side. `audit`: the way there from the row.

    Says the audits by number, so that the database never asks about the whole register.
    """
    if user.has_role(Role.AUDITOR):
        return EVERY_ROW
    if user.has_role(Role.EXPERT):
        return Q(**{f"{audit}__in": assigned_audits(user)})
    return NO_ROW


def sees(user: User, audit: str = "pk") -> Q | Combinable:
    """Those rows whose audit the person sees. `audit`: the way there from the row.

    Revisorer: all. Sakkunniga: assigned. Presidium: handed over. Officials: handed over to their body.
    """
    if user.has_role(Role.AUDITOR):
        return EVERY_ROW
    seen: Q | Combinable = works_on(user, audit)
    handed_over_at = "handed_over_at" if audit == "pk" else f"{audit}__handed_over_at"
    handed_over = Q(**{f"{handed_over_at}__isnull": False})
    if user.has_role(Role.PRESIDIUM):
        seen |= handed_over
    elif user.has_role(Role.OFFICIAL):
        party = AuditParty.objects.filter(audit=OuterRef(audit), body__in=user.served)
        seen |= handed_over & Exists(party)
    return seen


def sees_of_body(user: User, audit: str) -> Q:
    """Of rows that each concern one body in an audit: officials see their own body's, the others every body's."""
    seen = Q(sees(user, audit))
    if user.has_role(Role.AUDITOR) or user.has_role(Role.PRESIDIUM):
        return seen
    return seen & (works_on(user, audit) | Q(body__in=user.served))

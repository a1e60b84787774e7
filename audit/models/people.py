"""The bodies and the people of an audit."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import Body, User
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

"""People, the bodies of the municipality, and who acts for which."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from accounts.models.formerly import Described
from accounts.roles import RIGHTS, Right, Role
from common import dates
from common.models import Tracked
from common.rules import RuleBroken
from common.status import StatusChoices


class UserState(StatusChoices):
    ACTIVE = "active", "ja", "yes", "Aktiv"
    INVITED = "invited", "brev", "info", "Inbjuden"
    DISABLED = "disabled", "last", "pending", "Avstängd"


class UserQuerySet(models.QuerySet["User"]):
    def named(self, words: str) -> Self:
        """Each word stands in the name, the address, a title that is held, or the name of a body acted for."""
        people = self
        for word in words.split():
            memberships = Membership.objects.current().filter(
                Q(title__icontains=word) | Q(body__name__icontains=word)
            )
            people = people.filter(
                Q(name__icontains=word)
                | Q(email__icontains=word)
                | Q(pk__in=memberships.values("user"))
            )
        return people

    def in_state(self, state: str) -> Self:
        invited = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login=None)
        return self.filter(
            {
                UserState.ACTIVE: Q(is_active=True) & ~invited,
                UserState.INVITED: Q(is_active=True) & invited,
                UserState.DISABLED: Q(is_active=False),
            }[UserState(state)]
        )

    def holding(self, role: Role) -> Self:
        """Those who are let in and hold a role today."""
        memberships = Membership.objects.current().filter(role=role)
        return self.filter(is_active=True, pk__in=memberships.values("user"))

    def administrators(self) -> Self:
        """Those who can sign in and manage people today."""
        return self.in_state(UserState.ACTIVE).holding(Role.ADMINISTRATOR)

    def auditors(self) -> Self:
        return self.holding(Role.AUDITOR)

    def experts(self) -> Self:
        return self.holding(Role.EXPERT)

    def once_auditors(self) -> Self:
        """Those who are revisorer or have been."""
        memberships = Membership.objects.filter(role=Role.AUDITOR)
        return self.filter(pk__in=memberships.values("user"))


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """A person who can sign in; without a password only after choosing one by an invitation."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, Described):
    """A person with an account. Swedish: användare."""

    email = models.EmailField("e-post", unique=True)
    name = models.CharField("namn", max_length=120)
    is_active = models.BooleanField("kan logga in", default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    DESCRIBED = ("name",)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """Read once per request: an ended membership takes effect at the next one."""
        return list(self.memberships.current().select_related("body"))

    @cached_property
    def scope(self) -> dict[str, frozenset[int]]:
        """What the rooms above have looked up about the person, kept like memberships for one request."""
        return {}

    def has_right(self, right: Right) -> bool:
        return self.is_active and any(right in RIGHTS[m.role] for m in self.current_memberships)

    def has_role(self, role: Role) -> bool:
        return self.is_active and any(m.role == role for m in self.current_memberships)

    def acts_for(self, body: "Body | int") -> bool:
        """Whether the person is an official of the body, or of the one that has taken over from it."""
        body_id = body if isinstance(body, int) else body.pk
        return self.is_active and body_id in self.served

    @cached_property
    def served(self) -> set[int]:
        """The bodies (pk) that the person is an official of, and the ended ones that these have taken over from."""
        return set(self._kinds_served)

    def served_of_kind(self, kind: str) -> set[int]:
        return {pk for pk, kind_served in self._kinds_served.items() if kind_served == kind}

    @cached_property
    def _kinds_served(self) -> dict[int, str]:
        kinds = {
            m.body.pk: m.body.kind
            for m in self.current_memberships
            if m.role == Role.OFFICIAL and m.body
        }
        if not kinds:
            return {}
        taken_over = Succession.objects.known(on=dates.today()).filter(heir__in=kinds)
        return dict(taken_over.values_list("body", "body__kind")) | kinds

    @property
    def state(self) -> UserState:
        if not self.is_active:
            return UserState.DISABLED
        has_come = self.has_usable_password() or self.last_login
        return UserState.ACTIVE if has_come else UserState.INVITED

    @property
    def title(self) -> str:
        """What the person is called at the top of a page, such as Ordförande."""
        first = next(iter(self.current_memberships), None)
        return first.shown_title if first else "Utan uppdrag"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With history, but for a sign-in: that the person has come changes nothing about them."""
        self.email = self.email.lower()
        if kwargs.get("update_fields") != ["last_login"]:
            super().save(*args, **kwargs)
            return
        self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)


class BodyKind(models.TextChoices):
    COMMITTEE = "committee", "Nämnd"
    EXECUTIVE = "executive", "Styrelse"
    COUNCIL = "council", "Fullmäktige"
    COMPANY = "company", "Bolag"
    JOINT = "joint", "Gemensam nämnd"
    OTHER = "other", "Annan"


class BodyReach(models.TextChoices):
    """Whether anything arrives at a body."""

    NO_ADDRESS = "adress", "Saknar registratorns adress"
    NO_OFFICIAL = "tjansteperson", "Saknar tjänsteperson"
    NOBODY = "ingen", "Saknar båda"


class BodyQuerySet(models.QuerySet["Body"]):
    def lacking(self, reach: str, *, on: date) -> Self:
        """Those that exist on the day, and lack whom mail would reach."""
        bodies = self.valid(on=on)
        if reach in (BodyReach.NO_ADDRESS, BodyReach.NOBODY):
            bodies = bodies.filter(registrator_email="")
        if reach in (BodyReach.NO_OFFICIAL, BodyReach.NOBODY):
            bodies = bodies.exclude(pk__in=Membership.objects.officials().values("body"))
        return bodies

    def of(self, user: User) -> Self:
        return self.filter(pk__in=user.served)

    def with_calendar_kept_by(self, user: User) -> Self:
        """Those whose meetings the person writes: an official's own, an administrator's all."""
        return self if user.has_right(Right.ADMINISTER) else self.of(user)

    def valid(self, *, on: date) -> Self:
        """Those that exist on a day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        return self.filter(begun, Q(valid_to=None) | Q(valid_to__gte=on))

    def offered(self, *, beside: Iterable["Body"] = ()) -> Self:
        """What a list to choose from holds: those that exist today, and those chosen already."""
        existing = self.valid(on=dates.today())
        return self.filter(Q(pk__in=existing) | Q(pk__in=[body.pk for body in beside]))


class Body(Described):
    """A nämnd, styrelse, bolag or other organ. Swedish: organ."""

    name = models.CharField("namn", max_length=150, unique=True)
    kind = models.CharField("slag", max_length=20, choices=BodyKind, default=BodyKind.COMMITTEE)
    position = models.PositiveSmallIntegerField(
        "ordning", default=100, help_text="Plats i kommunens egen ordning, lägst först."
    )
    registrator_email = models.EmailField(
        "registratorns e-post", blank=True, help_text="Dit begäran om svar och påminnelser skickas."
    )
    valid_from = models.DateField("finns från och med", null=True, blank=True)
    valid_to = models.DateField("fanns till och med", null=True, editable=False)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="predecessors"
    )

    objects = BodyQuerySet.as_manager()
    history = HistoricalRecords()

    DESCRIBED = ("name", "kind", "position", "valid_to")

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                name="body_successor_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="body_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_named_in(self, text: str) -> bool:
        """Whether the text holds the body's name as words of its own."""
        return (
            re.search(rf"(?<![\w-]){re.escape(self.name)}(?!\w)", text, re.IGNORECASE) is not None
        )

    def has_ended(self, *, on: date) -> bool:
        return self.valid_to is not None and self.valid_to < on

    def answering(self, *, on: date) -> "Body":
        """The body that has its matters on a day: itself, or the last that has taken over."""
        if not self.has_ended(on=on):
            return self
        latest = Succession.objects.known(on=on).filter(body=self).select_related("heir").last()
        return latest.heir if latest else self

    @property
    def in_text(self) -> str:
        """The name inside a sentence: socialnämnden, but Lindvika Bostäder AB."""
        return self.name if self.kind == BodyKind.COMPANY else self.name[:1].lower() + self.name[1:]

    def officials(self, *, at: datetime) -> models.QuerySet[User]:
        """The people who answered for the body at a moment."""
        memberships = Membership.objects.held(at=at).filter(body=self, role=Role.OFFICIAL)
        return User.objects.filter(is_active=True, pk__in=memberships.values("user"))


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def known(self, *, on: date) -> Self:
        """In force and recorded by the end of the day, the latest last."""
        end = dates.end_of(on)
        stands = Q(withdrawn_at=None) | Q(withdrawn_at__gte=end)
        return self.filter(stands, since__lte=on, recorded_at__lt=end).order_by("since", "pk")


class Succession(models.Model):
    """From a day on, one body has the matters of another that has ended. Swedish: övertagande.

    Chains are written out: when the heir ends too, its heir gets a row for each body before it.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="successions")
    heir = models.ForeignKey(Body, models.PROTECT, related_name="taken_over")
    since = models.DateField("från och med")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(body=F("heir")), name="succession_to_another"),
            models.UniqueConstraint(
                fields=["body", "heir"],
                condition=Q(withdrawn_at=None),
                name="succession_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heir} efter {self.body}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        """Not ended, nor at a body that has."""
        return self.filter(ended_at=None).at_valid_bodies(on=dates.today())

    def held(self, *, at: datetime) -> Self:
        """As it stood at a moment."""
        memberships = self.filter(Q(ended_at=None) | Q(ended_at__gt=at), started_at__lte=at)
        return memberships.at_valid_bodies(on=dates.local_day(at))

    def at_valid_bodies(self, *, on: date) -> Self:
        return self.filter(Q(body=None) | Q(body__valid_to=None) | Q(body__valid_to__gte=on))

    def officials(self) -> Self:
        """Those of people who are let in."""
        return self.current().filter(role=Role.OFFICIAL, user__is_active=True)

    def acting_for(self, bodies: Iterable[int]) -> Self:
        """Those of the bodies' officials who are let in, whenever they are held."""
        return self.filter(body__in=bodies, role=Role.OFFICIAL, user__is_active=True)


class Membership(Tracked):
    """A person in a role, for officials at a body. Swedish: uppdrag."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField("roll", max_length=20, choices=Role)
    title = models.CharField(
        "benämning",
        max_length=80,
        blank=True,
        help_text="Till exempel ordförande eller nämndsekreterare.",
    )
    started_at = models.DateTimeField(default=dates.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(role=Role.OFFICIAL) & Q(body__isnull=False))
                | (~Q(role=Role.OFFICIAL) & Q(body__isnull=True)),
                name="membership_body_for_officials_only",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "body"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.shown_title}"

    @property
    def shown_title(self) -> str:
        return self.title or self.get_role_display()

    def end(self, *, at: datetime) -> None:
        """Ended at once; kept so that past days can be told.

        Raises RuleBroken when it has ended already.
        """
        if self.ended_at:
            raise RuleBroken("Uppdraget är redan avslutat.")
        self.ended_at = at
        self.save()

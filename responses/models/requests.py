"""What a body has been asked to answer, and by when."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import Body, BodyKind, User
from accounts.roles import Right, Role
from audit.models import Audit, AuditParty, sees_of_body
from common import dates
from common.models import Tracked
from recommendations.models import Addressee
from responses.models.rounds import FollowUpRound


class Occasion(models.TextChoices):
    MISSIVE = "missive", "Missiv"
    SUPPLEMENT = "supplement", "Komplettering"
    # How far a body has come, asked in a round of follow-up.
    STATUS = "status", "Uppföljning"


# The relation that `with_state` adds.
_IN_FORCE = ["in_force"]


class AnswerRequestQuerySet(models.QuerySet["AnswerRequest"]):
    def visible_to(self, user: User) -> Self:
        """As what is asked about, all of which was put to the body in the audit."""
        return self.filter(sees_of_body(user, "audit"))

    def readable_by(self, user: User) -> Self:
        """Beside those visible: for kommunstyrelsen, with its uppsikt, what others have handed in.

        Only where it is itself addressed or informed (domain: whose voice), and never a draft.
        """
        if user.has_role(Role.AUDITOR):
            return self
        readable = sees_of_body(user, "audit") | written_by(user, "pk")
        if overseeing := user.served_of_kind(BodyKind.EXECUTIVE):
            party = AuditParty.objects.filter(audit=OuterRef("audit"), body__in=overseeing)
            answered = AnswerRequest.objects.filter(
                pk=OuterRef("pk"), answers__submitted_at__isnull=False
            )
            readable |= Exists(party) & Exists(answered)
        return self.filter(readable)

    def written_by(self, user: User) -> Self:
        """Those whose draft the person writes in: as an official of the body, or because a question was assigned."""
        return self.filter(written_by(user, "pk"))

    def opened(self, *, on: date) -> Self:
        return self.filter(opened_at__lt=dates.end_of(on))

    def with_state(self, *, on: date, as_known: bool = False) -> Self:
        """Adds, as known then: `due`, `first_due` (response dates), `due_extension` (the anstånd that the date comes
        from, or None) and `arrived_on` (None while no answer is in force).

        `with_answer` reads the answer itself along.
        """
        end = dates.end_of(on)
        counts = Q(answers__ended_at=None) | Q(answers__ended_at__gte=end)
        if as_known:
            counts &= Q(answers__recorded_at=None) | Q(answers__recorded_at__lt=end)
        dated = self._dated_now() if on == dates.today() else self._dated_then(on)
        return dated.annotate(
            in_force=FilteredRelation(
                "answers", condition=Q(answers__submitted_at__lt=end) & counts
            ),
            arrived_on=F("in_force__arrived_on"),
        )

    def _dated_now(self) -> Self:
        """No date is set on a day that lies ahead, so that those of today are those that hold."""
        return self.annotate(
            held_date=FilteredRelation("due_dates", condition=Q(due_dates__is_current=True)),
            first_date=FilteredRelation("due_dates", condition=Q(due_dates__is_first=True)),
            due=F("held_date__due_on"),
            due_set_at=F("held_date__set_at"),
            due_extension=F("held_date__extension"),
            first_due=F("first_date__due_on"),
        )

    def _dated_then(self, on: date) -> Self:
        known = DueDate.objects.known(on=on).filter(request=OuterRef("pk"))
        latest = known.order_by("-set_at", "-pk")
        return self.annotate(
            due=Subquery(latest.values("due_on")[:1]),
            due_set_at=Subquery(latest.values("set_at")[:1]),
            due_extension=Subquery(latest.values("extension")[:1]),
            first_due=Subquery(known.order_by("set_at", "pk").values("due_on")[:1]),
        )

    def with_answered(self) -> Self:
        """Adds `answered_now`, so that `is_answered` need not ask: of a page, which changes nothing."""
        answered = AnswerRequest.objects.answered().filter(pk=OuterRef("pk"))
        return self.annotate(answered_now=Exists(answered))

    def with_answer(self) -> Self:
        """After `with_state`: with the answer that was in force then."""
        return self.select_related(*_IN_FORCE)

    def arrived_after(self, day: date) -> Self:
        """After `with_state`: those whose answer came later than a day, the latest first."""
        return self.filter(Q(**{"arrived_on__gt": day})).order_by("-arrived_on", "pk")

    def answered(self) -> Self:
        """Those with an answer in force now."""
        return self.filter(answers__submitted_at__isnull=False, answers__ended_at=None)

    def awaited(self) -> Self:
        """Those that are neither answered nor taken back now."""
        answered = AnswerRequest.objects.answered().values("pk")
        return self.filter(withdrawn_at=None).exclude(pk__in=answered)

    def standing(self, *, on: date) -> Self:
        """Open, and not taken back by the end of the day."""
        not_withdrawn = Q(withdrawn_at=None) | Q(withdrawn_at__gte=dates.end_of(on))
        return self.opened(on=on).filter(not_withdrawn)

    def unanswered(self, *, on: date, as_known: bool = False) -> Self:
        """Standing and without an answer at the end of the day, with `asked_count`: what it still asks about."""
        unanswered = self.standing(on=on).with_state(on=on, as_known=as_known)
        items = AskedItem.objects.standing(on=on)
        return unanswered.filter(arrived_on=None).annotate(asked_count=_how_many(items))

    def dated_here(self) -> Self:
        """Of those read `with_state`: whose response date was set here, not entered with an audit of old."""
        set_here = Q(due_set_at__gt=F("audit__entered_afterwards_at"))
        return self.filter(Q(audit__entered_afterwards_at=None) | set_here)

    def with_asked_count(self) -> Self:
        return self.annotate(asked_count=_how_many(AskedItem.objects.filter(withdrawn_at=None)))

    def late(self, *, on: date, as_known: bool = False) -> Self:
        """Unanswered after the response date. Revisorer can only wish: late is a fact, not a breach."""
        return self.unanswered(on=on, as_known=as_known).filter(due__lt=on)


def _how_many(items: "AskedItemQuerySet") -> Coalesce:
    """Counted for each request that is read: a join would count those of all, before a page is cut out of them."""
    of_request = items.filter(request=OuterRef("pk")).order_by().values("request")
    return Coalesce(Subquery(of_request.annotate(count=models.Count("*")).values("count")), 0)


class AnswerRequest(Tracked):
    """One question to one body, answered as a whole. Swedish: begäran om svar."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="requests")
    body = models.ForeignKey(Body, models.PROTECT, related_name="requests")
    occasion = models.CharField(max_length=20, choices=Occasion, default=Occasion.MISSIVE)
    round = models.ForeignKey(
        FollowUpRound, models.PROTECT, null=True, db_index=False, related_name="requests"
    )
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    wish = models.TextField("vad revisorerna önskar att svaret omfattar", blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # When revisorerna took all of it back: the positions behind it were put right before the answer had come.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    # Filled in by `with_state`: the dates as known on a day.
    due: date
    due_set_at: datetime
    due_extension: int | None
    first_due: date
    arrived_on: date | None
    # Filled in by `unanswered`, `with_asked_count` and as it is opened: what it still asks about.
    asked_count: int
    # Filled in by `with_answered`.
    answered_now: bool

    objects = AnswerRequestQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "body__position", "pk"]
        indexes = [models.Index(fields=["round"], name="request_round")]

    def __str__(self) -> str:
        return f"{self.get_occasion_display()}, {self.body}"

    def get_absolute_url(self) -> str:
        return reverse("responses:request", args=[self.pk])

    def due_on(self, on: date) -> date:
        """The response date as known at the end of a day."""
        return self.due_dates.known(on=on).latest("set_at", "pk").due_on

    def may_be_written_by(self, user: User) -> bool:
        """Whether the person sees the body's draft, and writes in it as long as it is one."""
        if user.acts_for(self.body_id):
            return True
        return self.pk in assigned_requests(user)

    @property
    def is_supplement(self) -> bool:
        return self.occasion == Occasion.SUPPLEMENT

    @property
    def is_status(self) -> bool:
        """It asks how far the body has come; what is answered is what the body claims."""
        return self.occasion == Occasion.STATUS

    @property
    def is_awaited(self) -> bool:
        """Neither answered nor taken back."""
        return not self.is_answered and self.withdrawn_at is None

    @property
    def why_no_version(self) -> str:
        """Why its body can't begin a new version of the answer, in Swedish, or nothing."""
        if not self.is_answered:
            return "Svaret gäller inte längre. Läs om sidan."
        if self.followed_by.filter(withdrawn_at=None).exists():
            return "Revisorerna har begärt komplettering. Svara där i stället."
        if self.answers.filter(submitted_at=None).exists():
            return "Det finns redan ett utkast."
        return ""

    @property
    def is_answered(self) -> bool:
        """An answer is in force. A body's draft is none."""
        known: bool | None = getattr(self, "answered_now", None)  # see with_answered
        return self.answers.in_force().exists() if known is None else known

    @cached_property
    def wishes_for_time(self) -> list[Any]:
        """Every anstånd asked for, with the date that came of it: read once for a page."""
        return list(self.extensions.select_related("due_date"))

    @cached_property
    def handed_in(self) -> list[Any]:
        """Every version, the first first: read once for a page."""
        versions = self.answers.submitted().select_related("submitted_by", "opening")
        return list(versions.order_by("submitted_at", "pk"))


class AskedItemQuerySet(models.QuerySet["AskedItem"]):
    def standing(self, *, on: date) -> Self:
        """Not taken back by the end of the day."""
        return self.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=dates.end_of(on)))

    def visible_to(self, user: User) -> Self:
        if user.has_role(Role.AUDITOR):
            return self
        return self.filter(
            Exists(Addressee.objects.visible_to(user).filter(pk=OuterRef("addressee")))
        )


class AskedItem(models.Model):
    """One recommendation and body that a request asks about. Swedish: fråga i en begäran."""

    request = models.ForeignKey(AnswerRequest, models.CASCADE, related_name="items")
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="asked")
    # When the position that asked for it was put right, before the answer had come.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = AskedItemQuerySet.as_manager()

    class Meta:
        ordering = ["addressee__recommendation__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "addressee"], name="asked_once_per_request")
        ]

    def __str__(self) -> str:
        return f"{self.addressee}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def held_by(self, user: User) -> Self:
        """None of somebody who has come to the audit side since: a draft is not theirs to see."""
        if not user.is_active or user.has_right(Right.WRITE_AUDITS):
            return self.none()
        return self.current().filter(user=user)


class Assignment(models.Model):
    """A question that a colleague writes the answer to, and sees its request for. Swedish: fördelad fråga."""

    asked = models.ForeignKey(AskedItem, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked", "user"], condition=Q(ended_at=None), name="assigned_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="assignment_ended_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked}: {self.user}"


def assigned_requests(user: User) -> frozenset[int]:
    """The requests (pk) of which a question was assigned to the person, looked up once per web request."""
    if "requests" not in user.scope:
        assigned = Assignment.objects.held_by(user).values_list("asked__request", flat=True)
        user.scope["requests"] = frozenset(assigned)
    return user.scope["requests"]


def written_by(user: User, request: str) -> Q:
    """Those rows whose request's draft the person writes in. `request`: the way there from the row.

    As an official of its body, or because a question was assigned.
    """
    body = "body" if request == "pk" else f"{request}__body"
    of_body = Q(**{f"{body}__in": user.served})
    return of_body | Q(**{f"{request}__in": assigned_requests(user)})


class DueDateQuerySet(models.QuerySet["DueDate"]):
    def known(self, *, on: date) -> Self:
        return self.filter(set_at__lt=dates.end_of(on))

    def move(
        self, request: AnswerRequest, due_on: date, *, at: datetime, by: User, reason: str = ""
    ) -> "DueDate":
        """Another date for a request than the one that it was opened with. Call inside a transaction."""
        for held in self.filter(request=request, is_current=True):
            held.is_current = False
            held.save(update_fields=["is_current"])
        return self.create(
            request=request, due_on=due_on, set_at=at, by=by, reason=reason, is_first=False
        )


class DueDate(models.Model):
    """A response date as set on a day; the first one is never overwritten. Swedish: svarsdatum."""

    request = models.ForeignKey(AnswerRequest, models.CASCADE, related_name="due_dates")
    due_on = models.DateField()
    set_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    # The one that holds now, and the one that the request was opened with: told of today without looking for them.
    is_current = models.BooleanField(default=True, db_default=True)
    is_first = models.BooleanField(default=True, db_default=True)

    objects = DueDateQuerySet.as_manager()

    class Meta:
        ordering = ["set_at", "pk"]
        get_latest_by = ["set_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(is_current=True), name="due_one_holds"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(is_first=True), name="due_one_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_on}"

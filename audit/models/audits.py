"""The granskning itself and who may see it."""

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit.models.lifecycle import Kind, Stage
from audit.models.people import sees, works_on
from common import dates
from common.models import Versioned
from common.rules import RuleBroken
from common.search import TextWords


class AuditQuerySet(models.QuerySet["Audit"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(sees(user))

    def written_by(self, user: User) -> Self:
        """The audits that the person works on, on the audit side."""
        return self.filter(works_on(user, "pk"))

    def with_links(self, user: User) -> Self:
        """Adds `earlier` and `later`: the audits linked as followed up, of those that the person sees."""
        shown = JSONObject(pk="pk", title="title", audit_year="audit_year")
        seen = Audit.objects.visible_to(user).order_by("audit_year", "pk").values(shown=shown)
        return self.annotate(
            earlier=ArraySubquery(seen.filter(followed_up_by=OuterRef("pk"))),
            later=ArraySubquery(seen.filter(follows_up=OuterRef("pk"))),
        )

    def handed_over(self, *, by_moment: datetime) -> Self:
        return self.filter(handed_over_at__lt=by_moment)

    def awaiting_decision(self) -> Self:
        """Drafts with stances that revisorerna have put forward and not decided."""
        open_drafts = self.exclude(stage__in=(Stage.DECIDED, Stage.HANDED_OVER))
        with_proposal = models.Q(
            questions__stances__isnull=False, questions__stances__decided_at=None
        )
        return open_drafts.filter(with_proposal).distinct()


class Audit(Versioned):
    """One engagement of the revisorer. Swedish: granskning."""

    title = models.CharField("titel", max_length=250)
    audit_year = models.PositiveSmallIntegerField("revisionsår")
    kind = models.CharField("slag", max_length=20, choices=Kind, blank=True)
    municipality = models.CharField("kommun", max_length=120, blank=True)
    reference = models.CharField("revisorernas diarienummer", max_length=60, blank=True)
    firm = models.CharField("sakkunnigas firma", max_length=120, blank=True)
    document_date = models.DateField("missivets datum", null=True, blank=True)
    overall_assessment = models.TextField("sammanfattande bedömning", blank=True)
    response_due_on = models.DateField("svar önskas senast", null=True, blank=True)
    response_wording = models.CharField("så står det i missivet", max_length=400, blank=True)
    follows_up = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="followed_up_by",
        verbose_name="följer upp tidigare granskningar",
    )
    scale = models.ForeignKey(
        "audit.Scale",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="skala",
    )
    # Changed by services.take_step and hand_over alone, with a dated AuditStep for each move.
    stage = models.CharField(
        "läge", max_length=20, choices=Stage, default=Stage.PLANNED, editable=False
    )
    handed_over_at = models.DateTimeField(null=True, editable=False)
    handed_over_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    # Of an audit that was handed over before it came here: when and by whom it was entered, and, where it stood in an
    # earlier register, out of which file and the day that it was handed over according to that register.
    entered_afterwards_at = models.DateTimeField(null=True, editable=False)
    entered_afterwards_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    entered_from = models.CharField(max_length=120, blank=True, editable=False)
    put_on = models.DateField("överlämnad enligt registret", null=True, editable=False)

    objects = AuditQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[follows_up])

    class Meta:
        ordering = ["-audit_year", "-document_date", "-pk"]
        indexes = [GinIndex(TextWords("title"), name="audit_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_over_at=None, handed_over_by=None)
                | Q(handed_over_at__isnull=False, handed_over_by__isnull=False),
                name="audit_handed_over_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.HANDED_OVER, handed_over_at__isnull=False)
                | ~Q(stage=Stage.HANDED_OVER) & Q(handed_over_at=None),
                name="audit_handed_over_is_the_last_stage",
            ),
            models.CheckConstraint(
                condition=Q(entered_afterwards_at=None, entered_afterwards_by=None)
                | Q(
                    entered_afterwards_at__isnull=False,
                    entered_afterwards_by__isnull=False,
                    handed_over_at__lte=F("entered_afterwards_at"),
                ),
                name="audit_entered_afterwards_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:audit", args=[self.pk])

    @property
    def is_handed_over(self) -> bool:
        return self.handed_over_at is not None

    @property
    def is_entered_afterwards(self) -> bool:
        return self.entered_afterwards_at is not None

    @property
    def is_from_register(self) -> bool:
        """Entered out of an earlier register, where nobody knows more than the register says."""
        return bool(self.entered_from)

    def moment_of(self, day: date, *, at: datetime) -> datetime:
        """When something of a day counts from: at noon of that day where it was before the audit was entered here."""
        entered_at = self.entered_afterwards_at
        if entered_at is None or day >= dates.local_day(entered_at):
            return at
        return dates.at_local(day, 12)

    @property
    def handed_over_on(self) -> date | None:
        """The day that the bodies had it. From a register: what the register says, or None."""
        if self.is_from_register:
            return self.put_on
        return dates.local_day(self.handed_over_at) if self.handed_over_at else None

    @property
    def mandate_period(self) -> str:
        """The one that its recommendations were put in; nothing before the hand-over."""
        if not self.is_handed_over:
            return ""
        return dates.mandate_period(self.handed_over_on or date(self.audit_year, 1, 1))

    @property
    def is_decided(self) -> bool:
        """Decided by revisorerna, handed over or not: the wording is locked."""
        return self.stage in (Stage.DECIDED, Stage.HANDED_OVER)

    @property
    def lock_reason(self) -> str:
        """Why the wording can't be changed, or nothing."""
        if self.is_handed_over:
            return "Granskningen är överlämnad. Lydelsen är låst."
        if self.is_decided:
            return "Revisorerna har beslutat granskningen. Ta tillbaka beslutet för att ändra."
        return ""

    def require_open(self) -> None:
        """Raises RuleBroken once the audit has been decided: then its wording is locked."""
        if self.lock_reason:
            raise RuleBroken(self.lock_reason)

    def require_not_handed_over(self) -> None:
        """Raises RuleBroken once the audit has been handed over."""
        if self.is_handed_over:
            raise RuleBroken(self.lock_reason)

    def step_problem(
        self, stage: Stage, *, decided_on: date | None, reason: str, today: date
    ) -> dict[str, str]:
        """What a move lacks, per field of AuditStep, as Swedish sentences; empty when nothing does.

        Raises RuleBroken for a move that nobody can make.
        """
        self.require_not_handed_over()
        if stage in (self.stage, Stage.HANDED_OVER):
            raise RuleBroken("Granskningen kan inte flyttas dit.")
        if stage.is_before(Stage(self.stage)):
            return {} if reason.strip() else {"reason": "Ange varför granskningen går tillbaka."}
        if stage != Stage.DECIDED:
            return {}
        if decided_on is None:
            return {"decided_on": "Ange vilket sammanträde som beslutade granskningen."}
        late = decided_on > today
        return {"decided_on": "Sammanträdet kan inte ligga i framtiden."} if late else {}

    def move_to(self, stage: Stage) -> None:
        """To another stage before the hand-over, and not saved. Raises RuleBroken after it."""
        self.require_not_handed_over()
        self.stage = stage
        self.version += 1

    def hand_over(self, *, at: datetime, by: User) -> None:
        """From here on the addressees see it. Raises RuleBroken the second time, or before it is decided."""
        self.require_not_handed_over()
        if not self.is_decided:
            raise RuleBroken("Revisorerna har inte beslutat granskningen.")
        self.stage = Stage.HANDED_OVER
        self.handed_over_at, self.handed_over_by = at, by
        self.version += 1
        self.save()

    def enter_afterwards(self, *, handed_over_at: datetime, at: datetime, by: User) -> None:
        """It was handed over before it came here. Raises RuleBroken the second time."""
        self.note_entry(handed_over_at=handed_over_at, at=at, by=by)
        self.version += 1
        self.save()

    def note_entry(self, *, handed_over_at: datetime, at: datetime, by: User) -> None:
        """As `enter_afterwards`, and not saved."""
        self.require_not_handed_over()
        self.stage = Stage.HANDED_OVER
        self.handed_over_at, self.entered_afterwards_at = min(handed_over_at, at), at
        self.handed_over_by = self.entered_afterwards_by = by

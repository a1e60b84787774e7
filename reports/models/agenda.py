"""What is on the agenda of a meeting of revisorerna, and what became of it there."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit.models import Audit, ReportDelivery, Sitting, works_on
from common.models import Tracked
from common.rules import RuleBroken
from common.status import Status, StatusChoices
from common.swedish import NBSP
from recommendations.models import Verdict
from reports.models.compilations import Compilation
from reports.models.papers import Report
from responses.models import Answer, AnswerRequest, ProposedCorrection


class AgendaKind(models.TextChoices):
    OPENING = "opening", "Öppnande"
    REPORT = "report", "Levererad rapport"
    AUDIT = "audit", "Granskning att besluta"
    ANSWER = "answer", "Svar att ta ställning till"
    VERDICT = "verdict", "Bedömning av en rekommendation"
    CORRECTION = "correction", "Rättelse att besluta"
    PAPER = "paper", "Rapport att lämna ut"
    COMPILED = "compiled", "Samlat papper att lämna ut"
    LATE = "late", "Försenat svar"
    OWN = "own", "Övrigt"


# The field that says what an item of the kind is about; the others are about themselves.
SUBJECTS = {
    AgendaKind.REPORT: "delivery",
    AgendaKind.AUDIT: "audit",
    AgendaKind.ANSWER: "answer",
    AgendaKind.VERDICT: "verdict",
    AgendaKind.CORRECTION: "correction",
    AgendaKind.PAPER: "paper",
    AgendaKind.COMPILED: "compilation",
    AgendaKind.LATE: "request",
}
WRITTEN = (AgendaKind.OPENING, AgendaKind.OWN)


class AgendaState(StatusChoices):
    OPEN = "open", "utkast", "pending", "Att besluta"
    DECIDED = "decided", "sparat", "yes", "Beslutat"
    TABLED = "tabled", "pagar", "pending", "Bordlagt"
    MOVED = "moved", "hoger", "info", "Flyttat"


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: User) -> Self:
        """Revisorer: all. Sakkunniga: of the audits that they are assigned to. Nobody else."""
        return self.filter(works_on(user, "audit"))

    def decided(self) -> Self:
        return self.filter(state=AgendaState.DECIDED)


class AgendaItem(Tracked):
    """A matter on the agenda of one meeting, from when somebody says something of it. Swedish: ärende."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="agenda")
    kind = models.CharField("slag", max_length=20, choices=AgendaKind)
    audit = models.ForeignKey(
        Audit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="granskning"
    )
    delivery = models.ForeignKey(ReportDelivery, models.PROTECT, null=True, related_name="+")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    verdict = models.ForeignKey(Verdict, models.PROTECT, null=True, related_name="+")
    correction = models.ForeignKey(ProposedCorrection, models.PROTECT, null=True, related_name="+")
    paper = models.ForeignKey(Report, models.PROTECT, null=True, related_name="+")
    compilation = models.ForeignKey(Compilation, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(AnswerRequest, models.PROTECT, null=True, related_name="+")
    # Of one that came over from an earlier meeting, where somebody had written it.
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried")
    title = models.CharField("rubrik", max_length=400)
    # Once decided: the decision.
    proposal = models.TextField("förslag till beslut", blank=True)
    state = models.CharField("läge", max_length=20, choices=AgendaState, default=AgendaState.OPEN)
    number = models.PositiveSmallIntegerField("paragraf", null=True, editable=False)
    reason = models.CharField("skäl", max_length=300, blank=True)
    moved_to = models.ForeignKey(
        Sitting, models.PROTECT, null=True, related_name="+", verbose_name="flyttat till"
    )
    added_at = models.DateTimeField(editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    # When it became what it is.
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AgendaItemQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="agenda_number_once"),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(number__isnull=False),
                name="agenda_decided_has_number",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None, settled_by=None)
                | ~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False),
                name="agenda_settled_when_and_by",
            ),
            *(
                models.UniqueConstraint(
                    fields=["sitting", "kind", field], name=f"agenda_{field}_once"
                )
                for field in (
                    *("delivery", "answer", "verdict", "correction", "paper", "compilation"),
                    *("request", "origin"),
                )
            ),
            models.UniqueConstraint(
                fields=["sitting", "audit"], condition=Q(kind="audit"), name="agenda_audit_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """answer-12: what it is about, as the agenda calls it."""
        field = SUBJECTS.get(AgendaKind(self.kind))
        subject = getattr(self, f"{field}_id") if field else (self.origin_id or self.pk)
        return f"{self.kind}-{subject}"

    @property
    def status(self) -> Status:
        return AgendaState(self.state).status

    @property
    def paragraph(self) -> str:
        return f"§{NBSP}{self.number}" if self.number else ""

    @property
    def is_open(self) -> bool:
        return self.state == AgendaState.OPEN

    def require_open(self) -> None:
        """Raises RuleBroken once it is decided, tabled or moved."""
        if not self.is_open:
            raise RuleBroken(f"{self.title}: {self.status.word.lower()} redan.")

    def settle(self, state: AgendaState, *, at: datetime, by: User) -> None:
        """Raises RuleBroken the second time."""
        self.require_open()
        self.state, self.settled_at, self.settled_by = state, at, by
        self.save()


class VoiceKind(models.TextChoices):
    RECUSED = "recused", "Jäv, deltar inte"
    RESERVED = "reserved", "Reservation"


class AgendaVoice(Tracked):
    """That a person did not take part, or was of another mind, in one matter. Swedish: jäv, reservation."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="voices")
    kind = models.CharField("vad", max_length=20, choices=VoiceKind)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="vem")
    text = models.TextField("skäl")
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    withdrawn_at = models.DateTimeField("återtaget", null=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind", "user"],
                condition=Q(withdrawn_at=None),
                name="agenda_voice_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"

    @property
    def is_recused(self) -> bool:
        return self.kind == VoiceKind.RECUSED

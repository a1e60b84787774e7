"""A rättelse that somebody puts forward: it is made when revisorerna decide it at a meeting."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit.models import Audit, works_on
from common.models import Proposal
from common.rules import RuleBroken
from common.status import Status
from responses.models.corrections import ChangedText, CorrectedPart, Correction

NO_REASON_TO_TAKE_BACK = "Ange varför förslaget tas tillbaka."


class ProposedCorrectionQuerySet(models.QuerySet["ProposedCorrection"]):
    def visible_to(self, user: User) -> Self:
        """The audit side of the audit, and nobody else."""
        return self.filter(works_on(user, "audit"))

    def waiting(self) -> Self:
        return self.filter(decided_at=None, withdrawn_at=None)

    def with_texts(self) -> Self:
        """For all that a page says of them, in two queries."""
        texts = ProposedText.objects.select_related("question__assessment", "recommendation")
        about = self.select_related("audit", "proposed_by", "withdrawn_by", "correction")
        return about.prefetch_related(Prefetch("texts", queryset=texts))


class ProposedCorrection(Proposal):
    """A correction put forward; it never changes: another takes its place. Swedish: förslag till rättelse."""

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="proposed_corrections")
    reason = models.TextField("skäl")
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawal_reason = models.TextField("skäl att ta tillbaka", blank=True, editable=False)
    # What was made of it when it was decided.
    correction = models.OneToOneField(
        Correction, models.PROTECT, null=True, editable=False, related_name="proposal"
    )

    objects = ProposedCorrectionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sitting"])

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decided_at=None, correction=None)
                | Q(decided_at__isnull=False, correction__isnull=False, withdrawn_at=None),
                name="proposed_correction_decided_is_made",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="proposed_correction_withdrawn_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit}: rättelse"

    def get_absolute_url(self) -> str:
        return reverse("responses:proposed_correction", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return super().is_open and self.withdrawn_at is None

    @property
    def is_declined(self) -> bool:
        """Taken back by another than who put it forward."""
        return self.withdrawn_at is not None and self.withdrawn_by_id != self.proposed_by_id

    @property
    def status(self) -> Status:
        if self.correction:
            return Status("Beslutad", "sparat", "yes")
        if self.withdrawn_at:
            return Status("Avslagen" if self.is_declined else "Återtagen", "ersatt", "pending")
        return Status("Väntar på beslut", "utkast", "pending")

    @property
    def about(self) -> str:
        """Revisionsfråga 3, skäl; Rekommendation 2, lydelse. Of one read `with_texts`."""
        return "; ".join(text.label for text in self.texts.all())

    @property
    def is_current(self) -> bool:
        """Whether each text still says what it said when the proposal was put forward."""
        return all(text.is_current(self.audit) for text in self.texts.all())

    def withdraw(self, reason: str, *, at: datetime, by: User) -> None:
        """Raises RuleBroken without a reason, and once it is decided or taken back."""
        self.require_open()
        if not reason.strip():
            raise RuleBroken({"reason": NO_REASON_TO_TAKE_BACK})
        self.withdrawn_at, self.withdrawn_by, self.withdrawal_reason = at, by, reason.strip()
        self.version += 1
        self.save()


class ProposedText(ChangedText):
    """One text as it stands and as it would stand. Swedish: föreslagen lydelse."""

    proposal = models.ForeignKey(ProposedCorrection, models.PROTECT, related_name="texts")

    class Meta(ChangedText.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.proposal}: {self.label}"

    def is_current(self, audit: Audit) -> bool:
        """Whether what it would change still says the same."""
        subject = self.subject_in(audit)
        if self.part == CorrectedPart.GRADE:
            return bool((subject.grade, subject.step) == (self.old_grade, self.old))
        return bool(getattr(subject, self.field) == self.old)

"""Abstract bases. No tables of their own."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from common import dates, swedish
from common.rules import RuleBroken


class Tracked(models.Model):
    """A thing with history, told on the product's clock."""

    # Each model's own HistoricalRecords.
    history: Any

    class Meta:
        abstract = True

    @property
    def _history_date(self) -> datetime:
        return dates.now()


class Versioned(Tracked):
    """A thing that two people may edit: each save carries the version it was read at."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


# What a decision fills in: of a Proposal, and of a Revisable.
DECISION = ("version", "decided_on", "sitting", "decided_at", "decided_by")
REVISABLE_DECISION = (*DECISION, "paragraph", "recorded_at")


class Proposal(Versioned):
    """Put forward by one person; revisorernas own only when they have decided it together. Swedish: förslag."""

    proposed_at = models.DateTimeField(editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    decided_on = models.DateField("sammanträde", null=True, editable=False)
    # The meeting that the day is of. Nothing where the decision is older than the meetings here.
    sitting = models.ForeignKey(
        "audit.Sitting",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,  # where it is asked for, beside the table that it must not lock
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on=None, decided_at=None, decided_by=None)
                | Q(decided_on__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="%(class)s_decided_when_and_by",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    def require_open(self) -> None:
        """Raises RuleBroken once decided or taken back."""
        if not self.is_open:
            raise RuleBroken("Förslaget är redan beslutat eller återtaget och går inte att ändra.")

    def decide(self, *, on: date, at: datetime, by: Any, sitting: Any = None) -> None:
        """Revisorerna decided it at a meeting. Raises RuleBroken when it is not an open proposal."""
        self.note_decision(on=on, at=at, by=by, sitting=sitting)
        self.save()

    def note_decision(self, *, on: date, at: datetime, by: Any, sitting: Any = None) -> None:
        """As `decide`, and not saved: for many at once, see `DECISION`."""
        self.require_open()
        self.decided_on, self.decided_at, self.decided_by = on, at, by
        self.sitting = sitting
        self.version += 1


class Revisable(Proposal):
    """A proposal whose decision a later one may put right: both stay, the later is in force. Swedish: omprövning."""

    paragraph = models.CharField("paragraf", max_length=40, blank=True, editable=False)
    # When it was written down here, if it is older than the audit's own entry: `decided_at` is then of its day.
    recorded_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="revised_by"
    )
    revision_reason = models.TextField("skäl till omprövning", blank=True)

    class Meta:
        abstract = True
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=Q(revises=None, revision_reason="")
                | Q(revises__isnull=False, revision_reason__regex=r"\S"),
                name="%(class)s_revised_with_reason",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return super().is_open and self.withdrawn_at is None

    @property
    def meeting(self) -> str:
        """8 mars 2023, § 12; nothing before it is decided."""
        return swedish.meeting(self.decided_on, self.paragraph)

    def withdraw(self, *, at: datetime) -> None:
        """Taken back before any decision; the row stays."""
        self.require_open()
        self.withdrawn_at = at
        self.version += 1
        self.save()

    def revise(self, decided: Any, reason: str) -> None:
        """Put forward that an earlier decision was wrong. Raises RuleBroken without one, or without a reason."""
        reason = reason.strip()
        if reason and decided is None:
            raise RuleBroken({"revision_reason": "Det finns inget beslut att ompröva."})
        self.revises, self.revision_reason = (decided if reason else None), reason

    def note_decision(
        self,
        *,
        on: date,
        at: datetime,
        by: Any,
        sitting: Any = None,
        paragraph: str = "",
        recorded_at: datetime | None = None,
    ) -> None:
        super().note_decision(on=on, at=at, by=by, sitting=sitting)
        self.paragraph, self.recorded_at = paragraph, recorded_at

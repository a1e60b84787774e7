"""What revisorerna make of an answer: a proposal until decided."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit.models import works_on
from common import dates
from common.models import Revisable
from common.status import Status, StatusChoices
from responses.models.items import AnswerItem
from responses.wishes import wish_by


class PositionValue(StatusChoices):
    NOTED = "noted", "noterat", "info", "Noteras"
    SUPPLEMENT = "supplement", "komplettering", "partly", "Begär komplettering"


class PositionQuerySet(models.QuerySet["Position"]):
    def proposed(self) -> Self:
        """Put forward and not yet decided."""
        return self.filter(decided_at=None, withdrawn_at=None)

    def decided(self, *, on: date, as_known: bool = False) -> Self:
        """Decided by the end of the day, the latest first: it is the one in force. `as_known`: see verdicts."""
        end = dates.end_of(on)
        decided = self.filter(decided_on__lte=on, decided_at__lt=end)
        if as_known:
            decided = decided.filter(Q(recorded_at=None) | Q(recorded_at__lt=end))
        return decided.order_by("item_id", "-decided_on", "-decided_at", "-pk")

    def visible_to(self, user: User) -> Self:
        """The audit side sees proposals; everyone else what is decided."""
        seen = AnswerItem.objects.visible_to(user).filter(pk=OuterRef("item"))
        on_audit_side = works_on(user, "item__answer__request__audit")
        return self.filter(Exists(seen)).filter(on_audit_side | Q(decided_at__isnull=False))


class Position(Revisable):
    """Revisorernas position on one answered recommendation. Swedish: ställningstagande till svar."""

    item = models.ForeignKey(AnswerItem, models.PROTECT, related_name="positions")
    value = models.CharField(
        "ställningstagande", max_length=20, choices=PositionValue, default=PositionValue.NOTED
    )
    note = models.TextField("skäl, eller vad som ska kompletteras", blank=True)
    due_on = models.DateField("komplettering önskas senast", null=True, blank=True)

    objects = PositionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sitting"])

    class Meta:
        ordering = ["proposed_at", "pk"]
        indexes = [models.Index(fields=["sitting"], name="position_of_sitting")]
        constraints = [
            *Revisable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(value="supplement") | Q(due_on__isnull=False),
                name="position_supplement_has_date",
            ),
            # Of what is decided from version 0.3 on; what was decided before stays as it is.
            models.CheckConstraint(
                condition=Q(decided_at=None) | ~Q(value="supplement") | Q(note__regex=r"\S"),
                name="position_supplement_has_wish",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(decided_at=None, withdrawn_at=None),
                name="position_one_open_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_value_display()}"

    @property
    def status(self) -> Status:
        return PositionValue(self.value).status

    @property
    def wish(self) -> str:
        """Komplettering önskas senast 15 april 2023, of one that asks for it."""
        return wish_by("Komplettering", self.due_on) if self.due_on else ""

    @property
    def other_value(self) -> str:
        """What it becomes when it is put right, as a rule."""
        noted, supplement = PositionValue.NOTED, PositionValue.SUPPLEMENT
        return supplement if self.value == noted else noted

    @property
    def takes_back_supplement(self) -> bool:
        """It puts right a decision that asked for a komplettering."""
        before: Any = self.revises
        wanted = before is not None and before.value == PositionValue.SUPPLEMENT
        return wanted and self.value != PositionValue.SUPPLEMENT

"""What revisorerna make of an answer: a proposal until decided."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit.models import Audit
from common import dates
from common.models import Proposal
from responses.models.items import AnswerItem


class PositionValue(models.TextChoices):
    NOTED = "noted", "Noteras"
    SUPPLEMENT = "supplement", "Begär komplettering"


class PositionQuerySet(models.QuerySet["Position"]):
    def proposed(self) -> Self:
        return self.filter(decided_at=None)

    def decided(self, *, on: date) -> Self:
        return self.filter(decided_on__lte=on, decided_at__lt=dates.end_of(on))

    def visible_to(self, user: User) -> Self:
        """The audit side sees proposals; everyone else what is decided."""
        audit_side = Q(item__answer__request__audit__in=Audit.objects.written_by(user))
        return self.filter(item__in=AnswerItem.objects.visible_to(user)).filter(
            audit_side | Q(decided_at__isnull=False)
        )


class Position(Proposal):
    """Revisorernas position on one answered recommendation. Swedish: ställningstagande till svar."""

    item = models.OneToOneField(AnswerItem, models.PROTECT, related_name="position")
    value = models.CharField(
        "ställningstagande", max_length=20, choices=PositionValue, default=PositionValue.NOTED
    )
    note = models.TextField("skäl, eller vad som ska kompletteras", blank=True)
    due_on = models.DateField("komplettering önskas senast", null=True, blank=True)

    objects = PositionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(value="supplement") | Q(due_on__isnull=False),
                name="position_supplement_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_value_display()}"

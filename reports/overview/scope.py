"""Which part of the register is told: for whose eyes, of which day and revisionsår."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from accounts.models import User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee, AddresseeQuerySet
from responses.models import AnswerRequest, UnitState
from responses.models.requests import AnswerRequestQuerySet
from responses.models.states import UnitStateQuerySet


@dataclass(frozen=True)
class Scope:
    """Whose eyes, which day and which revisionsår."""

    user: User
    on: date
    year: int | None = None
    # Only what was written down here by the day: what has been entered since, with its own days, is left out.
    as_known: bool = False

    def put(self) -> AddresseeQuerySet:
        """All that was handed over, also what has been ersatt since."""
        rows = Addressee.objects.visible_to(self.user).put(on=self.on, as_known=self.as_known)
        return rows.filter(recommendation__audit__audit_year=self.year) if self.year else rows

    def addressees(self) -> AddresseeQuerySet:
        """What counts: a recommendation that a later one repeats is ersatt, and left out."""
        return self.put().counted(on=self.on, as_known=self.as_known)

    def states(self) -> UnitStateQuerySet:
        """How each of them stood on the day."""
        states = UnitState.objects.visible_to(self.user).on(self.on, as_known=self.as_known)
        counted = states.counted()
        return counted.filter(audit_year=self.year) if self.year else counted

    @property
    def query(self) -> str:
        """The part of an address that opens the register on the same day and year."""
        return urlencode(
            {
                **({"per": self.on.isoformat()} if self.on < dates.today() else {}),
                **({"kant": 1} if self.as_known else {}),
                **({"ar": self.year} if self.year else {}),
            }
        )

    def requests(self) -> AnswerRequestQuerySet:
        requests = AnswerRequest.objects.visible_to(self.user).opened(on=self.on)
        if self.as_known:
            requests = requests.filter(self._is_known("audit__"))
        return requests.filter(audit__audit_year=self.year) if self.year else requests

    def audits(self) -> QuerySet[Audit]:
        audits = Audit.objects.visible_to(self.user).handed_over(by_moment=dates.end_of(self.on))
        if self.as_known:
            audits = audits.filter(self._is_known())
        return audits.filter(audit_year=self.year) if self.year else audits

    def _is_known(self, audit: str = "") -> Q:
        entered_at = f"{audit}entered_afterwards_at"
        return Q(**{entered_at: None}) | Q(**{f"{entered_at}__lt": dates.end_of(self.on)})

    def entered_since(self) -> int:
        """Units that were put by the day and have been entered after it."""
        entered_at = "recommendation__audit__entered_afterwards_at__gte"
        counted = replace(self, as_known=False).addressees()
        return counted.filter(**{entered_at: dates.end_of(self.on)}).count()

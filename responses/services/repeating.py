"""That a recommendation repeats an earlier one, which is ersatt from then on."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common import dates
from common.rules import RuleBroken
from recommendations.models import Addressee, Recommendation, Repetition
from responses.repeatable import open_to_repeat
from responses.services.states import keep_states


@transaction.atomic
def note_repetition(
    recommendation: Recommendation, earlier: Addressee, *, at: datetime, by: User
) -> Repetition:
    """The recommendation repeats an earlier one, which is ersatt once this one is handed over.

    The second time gives the link that stands. Raises RuleBroken when the earlier one is not open to the same body.
    """
    earlier = Addressee.objects.select_for_update(of=("self",)).get(pk=earlier.pk)
    if standing := earlier.repeated_by.standing().filter(recommendation=recommendation).first():
        return standing
    offered = open_to_repeat(recommendation, user=by, on=dates.local_day(at))
    if not offered.filter(addressee=earlier).exists():
        raise RuleBroken(
            "Välj en öppen rekommendation till samma organ ur en tidigare överlämnad granskning."
        )
    repetition = Repetition.objects.create(
        recommendation=recommendation, earlier=earlier, noted_at=at, noted_by=by
    )
    keep_states([earlier.pk])
    return repetition


@transaction.atomic
def withdraw_repetition(repetition: Repetition, *, at: datetime, by: User) -> None:
    """The link was a mistake: the earlier one counts again. Raises RuleBroken the second time."""
    repetition.withdraw(at=at, by=by)
    keep_states([repetition.earlier_id])

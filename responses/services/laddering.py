"""A ladder is put forward, approved or declined, or given to one request."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.rules import RuleBroken
from responses.models import AnswerRequest, Ladder, LadderContent


@transaction.atomic
def propose_ladder(content: LadderContent, *, reason: str, at: datetime, by: User) -> Ladder:
    """Put forward another common one: the old one goes until a revisor approves. Raises RuleBroken when one waits."""
    if Ladder.objects.common().waiting().select_for_update().exists():
        raise RuleBroken("Ett förslag väntar redan på revisorernas godkännande.")
    return _made(Ladder(reason=reason, proposed_at=at, proposed_by=by), content)


@transaction.atomic
def settle_ladder(ladder: Ladder, *, approves: bool, at: datetime, by: User) -> Ladder:
    """Raises RuleBroken when a colleague was first."""
    latest = Ladder.objects.select_for_update(of=("self",)).get(pk=ladder.pk)
    if approves:
        latest.approve(at=at, by=by)
    else:
        latest.decline(at=at, by=by)
    return latest


@transaction.atomic
def set_request_ladder(
    request: AnswerRequest, content: LadderContent, *, reason: str, at: datetime, by: User
) -> Ladder:
    """A revisor's own deed, at once."""
    end_request_ladder(request, at=at)
    ladder = Ladder(request=request, reason=reason, proposed_at=at, proposed_by=by)
    ladder.approved_at, ladder.approved_by = at, by
    return _made(ladder, content)


@transaction.atomic
def end_request_ladder(request: AnswerRequest, *, at: datetime) -> None:
    """The common one goes again."""
    AnswerRequest.objects.select_for_update().get(pk=request.pk)
    for ladder in request.ladders.filter(ended_at=None):
        ladder.ended_at = at
        ladder.save()


def _made(ladder: Ladder, content: LadderContent) -> Ladder:
    ladder.chair_after, ladder.presidium_after = content.chair_after, content.presidium_after
    ladder.save()
    for step in content.steps:
        ladder.steps.create(counted_from=step.counted_from, days=step.days, text=step.text)
    return ladder

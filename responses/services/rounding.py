"""A round of follow-up: the same question to many bodies about what they were recommended earlier.

A body gets one request for each audit, for an answer is read, registered and kept with its audit; see ADR 47.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from audit.models import Audit
from common import dates
from common.many import create_many
from common.rules import RuleBroken
from recommendations.models import Addressee, Measure
from responses.models import (
    AnswerItem,
    AnswerRequest,
    AskedItem,
    FollowUpRound,
    Occasion,
    PlannedMeasure,
)
from responses.round_emails import round_opened
from responses.services.dispatching import Opening, open_drafts
from responses.services.states import keep_states

# How many one round may ask about.
MOST_UNITS = 2_000
TOO_MUCH_TO_ASK = f"En runda kan ha högst {MOST_UNITS} rekommendationer."
NOTHING_TO_ASK = "Välj minst en öppen rekommendation som ingen redan frågar om."
SHORTEST_TIME = timedelta(days=14)


@dataclass(frozen=True)
class RoundContent:
    """What is asked, and by when."""

    name: str
    due_on: date
    wish: str = ""


def askable(user: User, *, on: date) -> QuerySet[Addressee]:
    """What the person may ask about in a round: open, of their audits, and not awaited already."""
    awaited = AskedItem.objects.filter(
        addressee=OuterRef("pk"), withdrawn_at=None, request__in=AnswerRequest.objects.awaited()
    )
    audits = Audit.objects.written_by(user)
    open_ones = Addressee.objects.outstanding(on=on).filter(recommendation__audit__in=audits)
    return open_ones.filter(~Exists(awaited))


@transaction.atomic
def open_round(
    content: RoundContent, units: Iterable[int], *, at: datetime, by: User
) -> FollowUpRound:
    """Ask the bodies, each once for each audit, and tell them. Raises RuleBroken with nothing to ask, or too short."""
    today = dates.local_day(at)
    if content.due_on < today + SHORTEST_TIME:
        raise RuleBroken({"due_on": "Ge nämnderna minst två veckor."})
    chosen = list(
        Addressee.objects.select_for_update(of=("self",))
        .filter(pk__in=askable(by, on=today).filter(pk__in=list(units)).values("pk"))
        .select_related("recommendation__audit", "body")
        .order_by("recommendation__audit", "body__position", "body", "number")
    )
    if not chosen:
        raise RuleBroken(NOTHING_TO_ASK)
    if len(chosen) > MOST_UNITS:
        raise RuleBroken(TOO_MUCH_TO_ASK)
    opened = FollowUpRound.objects.create(
        name=content.name, wish=content.wish, due_on=content.due_on, opened_at=at, opened_by=by
    )
    requests = _opened_requests(opened, _by_audit_and_body(chosen), at=at, by=by)
    keep_states(addressee.pk for addressee in chosen)
    round_opened(opened, requests, at=at)
    return opened


def _by_audit_and_body(chosen: Iterable[Addressee]) -> list[list[Addressee]]:
    groups: dict[tuple[int, int], list[Addressee]] = defaultdict(list)
    for addressee in chosen:
        groups[addressee.recommendation.audit_id, addressee.body_id].append(addressee)
    return list(groups.values())


def _opened_requests(
    opened: FollowUpRound, groups: list[list[Addressee]], *, at: datetime, by: User
) -> list[AnswerRequest]:
    """Each with a draft that holds what the body has planned, in a few statements for all."""
    requests = create_many(
        (
            AnswerRequest(
                audit=group[0].recommendation.audit,
                body=group[0].body,
                occasion=Occasion.STATUS,
                round=opened,
                wish=opened.wish,
                opened_at=at,
                opened_by=by,
            )
            for group in groups
        ),
        by=by,
    )
    open_drafts(
        [
            Opening(request, opened.due_on, group)
            for request, group in zip(requests, groups, strict=True)
        ],
        at=at,
        by=by,
    )
    _plan_what_stands(requests, by=by)
    return requests


def _plan_what_stands(requests: list[AnswerRequest], *, by: User) -> None:
    items = AnswerItem.objects.filter(answer__request__in=requests).select_related("asked")
    by_addressee = {item.asked.addressee_id: item for item in items}
    measures = Measure.objects.filter(addressee__in=by_addressee, replaced_at=None)
    create_many(
        (
            PlannedMeasure(
                item=by_addressee[measure.addressee_id],
                measure=measure,
                what=measure.what,
                responsible=measure.responsible,
                due_on=measure.due_on,
            )
            for measure in measures.order_by("pk")
        ),
        by=by,
    )

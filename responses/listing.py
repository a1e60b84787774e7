"""The list of requests that one person sees, with the state of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from accounts.models import User
from responses.meetings import Meetings
from responses.models import AnswerItem, AnswerRequest, AskedItem
from responses.standing import RequestStanding


@dataclass(frozen=True)
class RequestLine:
    """One request in the list."""

    request: AnswerRequest
    standing: RequestStanding
    asked: int
    # How many answers the own body has written; None for everyone else.
    written: int | None


# The nearest date first, and of one day the bodies in the municipality's own order.
WAITING_ORDER = ("due", "body_place", "pk")
ARRIVED_ORDER = ("-handed_in_at", "-pk")
TAKEN_BACK_ORDER = ("-withdrawn_at", "-pk")


def listed(user: User, *, today: date) -> QuerySet[AnswerRequest]:
    """The requests that the person may read, with what the orders above ask for."""
    readable = AnswerRequest.objects.readable_by(user).with_state(on=today).with_answer()
    return readable.select_related("audit", "body").annotate(
        body_place=F("body__position"), handed_in_at=F("in_force__submitted_at")
    )


def waiting(requests: QuerySet[AnswerRequest]) -> QuerySet[AnswerRequest]:
    return requests.filter(Q(**{"arrived_on": None}), withdrawn_at=None)


def arrived(requests: QuerySet[AnswerRequest]) -> QuerySet[AnswerRequest]:
    return requests.filter(Q(**{"arrived_on__isnull": False}))


def taken_back(requests: QuerySet[AnswerRequest]) -> QuerySet[AnswerRequest]:
    return requests.filter(withdrawn_at__isnull=False)


def lines_of(requests: list[AnswerRequest], *, user: User, today: date) -> dict[int, RequestLine]:
    """By the key of the request."""
    awaited = [r for r in requests if not r.arrived_on and not r.withdrawn_at]
    drafting = [r for r in awaited if r.may_be_written_by(user)]
    counts = _asked(requests)
    written = _written(drafting)
    meetings = Meetings.about(awaited)
    return {
        r.pk: RequestLine(
            request=r,
            standing=RequestStanding.of(r, on=today, meetings=meetings.of(r.body_id)),
            asked=counts[r.pk],
            written=written[r.pk] if r in drafting else None,
        )
        for r in requests
    }


def _asked(requests: Iterable[AnswerRequest]) -> Counter[int]:
    return Counter(
        AskedItem.objects.filter(
            request__in=[r.pk for r in requests], withdrawn_at=None
        ).values_list("request", flat=True)
    )


def _written(requests: Iterable[AnswerRequest]) -> Counter[int]:
    items = AnswerItem.objects.asked_for().filter(
        answer__request__in=[r.pk for r in requests], answer__submitted_at=None
    )
    return Counter(items.written().values_list("answer__request", flat=True))

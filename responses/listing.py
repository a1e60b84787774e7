"""The list of requests that one person sees, with the state of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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


def lines_for(user: User, *, today: date) -> list[RequestLine]:
    """Those without an answer first, the nearest date first; then the answered, the latest first."""
    visible = AnswerRequest.objects.readable_by(user).with_state(on=today)
    requests = list(visible.with_answer().select_related("audit", "body"))
    awaited = [r for r in requests if not r.arrived_on and not r.withdrawn_at]
    waiting = [r for r in awaited if r.may_be_written_by(user)]
    counts = _asked(requests)
    written = _written(waiting)
    meetings = Meetings(r.body_id for r in awaited)
    lines = [
        RequestLine(
            request=r,
            standing=RequestStanding.of(r, on=today, meetings=meetings.of(r.body_id)),
            asked=counts[r.pk],
            written=written[r.pk] if r in waiting else None,
        )
        for r in requests
    ]
    return sorted(lines, key=_order)


def _order(line: RequestLine) -> tuple[bool, float, int]:
    answer = line.standing.answer
    if answer and answer.submitted_at:
        return True, -answer.submitted_at.timestamp(), line.request.pk
    return False, line.request.due.toordinal(), line.request.body.position


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

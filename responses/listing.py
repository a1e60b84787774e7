"""The list of requests that one person sees, with the state of each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import BodyMeeting, User
from responses import reading
from responses.models import AnswerItem, AnswerRequest, AskedItem


@dataclass(frozen=True)
class Line:
    """One request in the list."""

    request: AnswerRequest
    asked: int
    way: str
    late: str
    arrival: str
    # How many answers the own body has written; None for everyone else.
    written: int | None


def lines_for(user: User, *, today: date) -> list[Line]:
    """Those without an answer first, the nearest date first; then the answered, the latest first."""
    visible = AnswerRequest.objects.readable_by(user).with_state(on=today)
    requests = list(visible.select_related("audit", "body", "answer"))
    own = set(AnswerRequest.objects.for_bodies_of(user).values_list("pk", flat=True))
    waiting = [r for r in requests if r.pk in own and r.is_awaited]
    asked = _asked(requests)
    written = _written(waiting)
    meetings = _meetings(waiting)
    lines = [
        Line(
            request=r,
            asked=asked[r.pk],
            way=reading.way_to(r, meetings.get(r.pk)),
            late=reading.lateness_of(r, due=r.due, today=today),
            arrival=reading.arrival_of(r.answer, due=r.due) if r.submitted_answer else "",
            written=written[r.pk] if r in waiting else None,
        )
        for r in requests
    ]
    return sorted(lines, key=_order)


def _order(line: Line) -> tuple[bool, float, int]:
    answer = line.request.submitted_answer
    if answer and answer.submitted_at:
        return True, -answer.submitted_at.timestamp(), line.request.pk
    return False, line.request.due.toordinal(), line.request.body.position


def _asked(requests: Iterable[AnswerRequest]) -> Counter[int]:
    return Counter(
        AskedItem.objects.filter(
            request__in=[r.pk for r in requests], withdrawn_at=None
        ).values_list("request", flat=True)
    )


def _written(own: Iterable[AnswerRequest]) -> Counter[int]:
    items = AnswerItem.objects.asked_for().filter(answer__request__in=[r.pk for r in own])
    return Counter(items.written().values_list("answer__request", flat=True))


def _meetings(own: Iterable[AnswerRequest]) -> dict[int, BodyMeeting]:
    """The body's last meeting before each response date."""
    by_body: dict[int, list[BodyMeeting]] = defaultdict(list)
    for meeting in BodyMeeting.objects.filter(body__in={r.body_id for r in own}):
        by_body[meeting.body_id].append(meeting)
    found = {}
    for request in own:
        before = [m for m in by_body[request.body_id] if m.meets_on <= request.due]
        if before:
            found[request.pk] = max(before, key=lambda m: m.meets_on)
    return found

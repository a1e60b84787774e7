"""What the ladder of each request says on a day, and for whom. Reads, and writes nothing.

A step is counted from the response date, or from the documents day or the meeting that fits it; where the body's
calendar does not tell that day the step is left out, for the date has steps of its own. Its day is a working day: the
last one before what it is counted from, the next one after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Prefetch, Q

from accounts.descriptions import describe
from accounts.models import Body, BodyMeeting
from common import dates, workdays
from responses.meetings import Meetings
from responses.models import (
    AnswerRequest,
    CountedFrom,
    Extension,
    LadderContent,
    Ladders,
    Reminder,
    step_words,
)
from responses.receiving import MailAddresses, mail_addresses
from responses.standing import RequestStanding


@dataclass(frozen=True)
class DatedStep:
    """A step of a ladder on the day that it goes."""

    counted_from: str
    counted_on: date
    # Before the day that it is counted from; negative after it.
    days: int
    day: date

    @property
    def key(self) -> tuple[str, date, int]:
        return self.counted_from, self.counted_on, self.days

    @property
    def words(self) -> str:
        return step_words(self.counted_from, self.days)


@dataclass(frozen=True)
class Planned:
    """What the ladder of one request says on a day."""

    request: AnswerRequest
    # All of them, the earliest first.
    steps: list[DatedStep]
    # The step to send, or None, and the earlier ones that were to have been sent by then.
    current: DatedStep | None
    passed: list[DatedStep]
    receivers: MailAddresses
    # The body waits for an answer about anstånd: nobody is told that it is late meanwhile.
    asks_for_time: bool

    @property
    def recorded(self) -> list[Reminder]:
        """Of its answer: those of what its body has planned itself are another matter."""
        of_answer = self.request.reminders.all()
        return [r for r in of_answer if r.counted_from != CountedFrom.MEASURE]

    def is_held(self, step: DatedStep) -> bool:
        return self.asks_for_time and step.day > self.request.due

    def next_on(self, *, on: date) -> date | None:
        """The next day on which it says another thing if nothing but the day changes; None when all is said."""
        if not self.steps:
            return None
        last = self.steps[-1].day + timedelta(days=settings.REMINDER_TAIL_DAYS)
        return min((day for day in (*(s.day for s in self.steps), last) if day > on), default=None)


def day_of(days: int, *, counted_on: date) -> date:
    """The working day on which a step goes. `days` before the day that it is counted from; negative after it."""
    day = counted_on - timedelta(days=days)
    return workdays.on_or_before(day) if days >= 0 else workdays.on_or_after(day)


def dated_steps(
    content: LadderContent, *, due_on: date, meeting: BodyMeeting | None
) -> list[DatedStep]:
    """The ladder of one response date, the earliest step first."""
    if not workdays.FIRST_YEAR < due_on.year < workdays.LAST_YEAR:
        return []  # a year typed wrong
    counted_on = {
        CountedFrom.DUE: due_on,
        CountedFrom.DOCUMENTS: meeting and meeting.documents_due_on,
        CountedFrom.MEETING: meeting and meeting.meets_on,
    }
    steps = []
    for step in content.steps:
        if start := counted_on.get(CountedFrom(step.counted_from)):
            day = day_of(step.days, counted_on=start)
            steps.append(DatedStep(step.counted_from, start, step.days, day))
    return sorted(steps, key=lambda step: (step.day, step.counted_on, -step.days))


def relevant_step(
    steps: Sequence[DatedStep], *, set_on: date, on: date
) -> tuple[DatedStep | None, list[DatedStep]]:
    """The step to send on a day, or None, and the earlier ones that were to have been sent by then.

    `set_on`: the day that the response date was set.
    """
    begun = [step for step in steps if step.day <= on]
    if not begun:
        return None, []
    current = begun[-1]
    tail = settings.REMINDER_TAIL_DAYS
    too_late = current == steps[-1] and (on - current.day).days >= tail
    if too_late or current.day < set_on:
        return None, begun
    return current, begun[:-1]


def open_requests(*, on: date) -> list[int]:
    """Those without an answer that day, in the order that they are locked."""
    unanswered = AnswerRequest.objects.unanswered(on=on).dated_here().order_by("pk")
    return list(unanswered.values_list("pk", flat=True))


class Circumstances:
    """What the plans of many requests are made from beside the requests, read at once.

    `bodies`: of each request the key of its body. `instead`: another ladder, as `Ladders` takes it.
    """

    def __init__(
        self,
        bodies: Mapping[int, int],
        *,
        on: date,
        instead: dict[int | None, LadderContent | None] | None = None,
    ) -> None:
        self.bodies = Body.objects.in_bulk(set(bodies.values()))
        describe(self.bodies.values(), on=on)
        at = dates.end_of(on) - timedelta(seconds=1)
        self.receivers = mail_addresses(self.bodies.values(), at=at)
        self.meetings = Meetings(self.bodies)
        self.ladders = Ladders(bodies, on=on, instead=instead)
        self.asking = asking_for_time(bodies, on)
        self._on = on
        self._steps: dict[tuple[int, int, date, date], list[DatedStep]] = {}

    def steps_of(self, request: AnswerRequest) -> list[DatedStep]:
        """Made once for all that were opened the same day, wait for the same one, and have a body and ladder alike."""
        content = self.ladders.of(request.pk)
        opened_on = dates.local_day(request.opened_at)
        key = (id(content), request.body_id, opened_on, request.due)
        if key not in self._steps:
            meetings = self.meetings.of(request.body_id)
            meeting = RequestStanding.of(request, on=self._on, meetings=meetings).meeting
            self._steps[key] = dated_steps(content, due_on=request.due, meeting=meeting)
        return self._steps[key]


def plan(
    requests: Iterable[int],
    *,
    on: date,
    instead: dict[int | None, LadderContent | None] | None = None,
) -> list[Planned]:
    """Of those of the requests that are without an answer that day: as many queries for one as for ten thousand."""
    waiting = AnswerRequest.objects.unanswered(on=on).dated_here().filter(pk__in=list(requests))
    bodies = dict(waiting.values_list("pk", "body"))
    return plan_in(Circumstances(bodies, on=on, instead=instead), bodies, on=on)


def plan_in(circumstances: Circumstances, requests: Iterable[int], *, on: date) -> list[Planned]:
    """Of those that are without an answer that day, by their key: two queries."""
    of_request = Reminder.objects.select_related("mail").defer("mail__text", "mail__error")
    waiting = (
        AnswerRequest.objects.unanswered(on=on)
        .dated_here()
        .filter(pk__in=list(requests))
        .prefetch_related(Prefetch("reminders", of_request))
        .order_by("pk")
    )
    return [_planned(request, circumstances, on=on) for request in waiting]


def _planned(request: AnswerRequest, circumstances: Circumstances, *, on: date) -> Planned:
    request.body = circumstances.bodies[request.body_id]
    steps = circumstances.steps_of(request)
    set_on = dates.local_day(request.due_set_at)
    current, passed = relevant_step(steps, set_on=set_on, on=on)
    return Planned(
        request=request,
        steps=steps,
        current=current,
        passed=passed,
        receivers=circumstances.receivers[request.body_id],
        asks_for_time=request.pk in circumstances.asking,
    )


def asking_for_time(requests: Iterable[int], on: date) -> set[int]:
    ends = dates.end_of(on)
    waiting = Extension.objects.known(on=on).filter(Q(settled_at=None) | Q(settled_at__gte=ends))
    return set(waiting.filter(request__in=list(requests)).values_list("request", flat=True))

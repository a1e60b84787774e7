"""Who would get what, and when: before a date is moved or a ladder changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import prefetch_related_objects

from responses.models import AnswerRequest, LadderContent, Ladders
from responses.services.planning import DatedStep, Planned, dated_steps, open_requests, plan
from responses.standing import RequestStanding

# How far ahead a changed ladder is shown.
AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class MovedStep:
    """A day of the ladder before or after a date is moved."""

    day: date
    due_on: date
    is_new: bool


def changed_ladder(standing: RequestStanding, due_on: date) -> list[MovedStep]:
    """From tomorrow: the reminders of the date that the request has, which go, and those of another, which come."""
    on, content = (
        standing.on,
        Ladders([standing.request.pk], on=standing.on).of(standing.request.pk),
    )
    old = _coming(content, standing, on=on, is_new=False)
    moved = RequestStanding(standing.request, on, due_on, due_on, meetings=standing.meetings)
    new = _coming(content, moved, on=on, is_new=True)
    return sorted([*old, *new], key=lambda step: (step.day, step.is_new))


def _coming(
    content: LadderContent, standing: RequestStanding, *, on: date, is_new: bool
) -> Iterator[MovedStep]:
    if standing.due is None:
        return
    for step in dated_steps(content, due_on=standing.due, meeting=standing.meeting):
        if step.day > on:
            yield MovedStep(step.day, standing.due, is_new)


@dataclass(frozen=True)
class ForeseenStep:
    """A reminder that a request's receivers would get. Swedish: förutsedd påminnelse."""

    request: AnswerRequest
    day: date
    words: str
    addresses: tuple[str, ...]
    is_before: bool
    is_after: bool
    # Why it reaches fewer than it should.
    lack: str = ""

    @property
    def is_changed(self) -> bool:
        return self.is_before != self.is_after

    def as_plain(self) -> list[object]:
        """For a confirmation, that carries what was shown."""
        where = [self.request.pk, self.day.isoformat(), self.words]
        return [*where, *self.addresses, self.is_before, self.is_after]


def foreseen(
    *,
    on: date,
    instead: dict[int | None, LadderContent | None],
    requests: Iterable[int] | None = None,
) -> list[ForeseenStep]:
    """What goes in the time ahead with the ladder of today, with another, or with both: by body, then by day."""
    open_now = open_requests(on=on) if requests is None else list(requests)
    before = {planned.request.pk: planned for planned in plan(open_now, on=on)}
    after = {planned.request.pk: planned for planned in plan(open_now, on=on, instead=instead)}
    steps = [
        step for pk, planned in before.items() for step in _compared(planned, after[pk], on=on)
    ]
    prefetch_related_objects([step.request for step in steps], "audit")
    return sorted(
        steps,
        key=lambda step: (step.request.body.position, step.request.body.name, step.day, step.words),
    )


def _compared(before: Planned, after: Planned, *, on: date) -> Iterator[ForeseenStep]:
    old, new = _ahead(before, on=on), _ahead(after, on=on)
    for key in sorted({*old, *new}):
        step = old.get(key) or new[key]
        yield ForeseenStep(
            before.request,
            max(step.day, on),
            step.words,
            tuple(before.receivers.addresses),
            key in old,
            key in new,
            before.receivers.lack,
        )


def _ahead(planned: Planned, *, on: date) -> dict[tuple[date, str, date, int], DatedStep]:
    """What has not gone yet and will: the step of today, and those whose day comes."""
    steps = [step for step in planned.steps if on < step.day <= on + AHEAD]
    if planned.current and not planned.is_held(planned.current) and not _has_gone(planned):
        steps.insert(0, planned.current)
    if planned.asks_for_time:
        steps = [step for step in steps if not planned.is_held(step)]
    return {(step.day, *step.key): step for step in steps}


def _has_gone(planned: Planned) -> bool:
    """To everybody: sent or passed over, or said by another reminder since its day. What waits has not."""
    mailed = {
        reminder.address
        for reminder in planned.recorded
        if planned.current
        and not reminder.is_waiting
        and reminder.speaks_for(planned.current.key, planned.current.day)
    }
    return mailed.issuperset(planned.receivers.addresses)

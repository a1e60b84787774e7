"""Reminders: what of the ladder goes on a day.

A step belongs to a response date: a date that is moved has a ladder of its own. It is relevant from its day until the
next step's day, the last one for REMINDER_TAIL_DAYS. A step whose time passed unused, or that fell before the date was
set, is recorded as skipped, so that a stop of three days never ends in three mails at once; a mail that still waits
when its step has passed is taken back. Where the ladder or the calendar has changed, a step that has come into the
past goes only if nothing has gone to the address since its day. While a body waits for revisorernas answer about
anstånd no step after the date is taken. One person gets one mail for all that is to be said on a day, a registrator
one for each request.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from django.db import transaction

from common import dates
from mailing.models import MailState
from responses.models import AnswerRequest, CountedFrom, Reminder, ReminderState
from responses.services import reminder_mails
from responses.services.planning import DatedStep, Planned, plan, plan_in
from responses.services.turns import Turns, turns

logger = logging.getLogger(__name__)
# The address of a step that there is nobody to send to.
NOBODY = ""
# The state of a step that has no mail yet.
PLANNED = "planned"
# How many requests are planned, and how many locked, at a time.
PLANNED_AT_ONCE = 2_500
BATCH = 500
UNSAID = (MailState.CANCELLED, ReminderState.TAKEN_BACK)


@dataclass(frozen=True)
class ReminderStep:
    """One step for one address on a day."""

    request: int
    body: str
    recipient: str
    step: int
    counted_from: str
    counted_on: date
    due_on: date
    state: str

    def as_dict(self) -> dict[str, object]:
        days = {"due_on": self.due_on.isoformat(), "counted_on": self.counted_on.isoformat()}
        return asdict(self) | days


@dataclass
class Due:
    """What is to be done about one request, and what is told of it."""

    planned: Planned
    told: list[ReminderStep] = field(default_factory=list)
    # Not saved yet: what only is recorded, and what is to be mailed.
    records: list[Reminder] = field(default_factory=list)
    fresh: list[Reminder] = field(default_factory=list)
    # Taken back or passed once, and true again.
    revived: list[Reminder] = field(default_factory=list)
    # Mail that waits with the words of another day, and mail that would only mislead.
    stale: list[Reminder] = field(default_factory=list)
    outdated: list[Reminder] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        return not (self.records or self.fresh or self.revived or self.stale or self.outdated)

    @property
    def waits(self) -> bool:
        """Whether mail about it is in the outbox still, with the words of a day."""
        recorded = any(
            _state_of(reminder) == MailState.QUEUED for reminder in self.planned.recorded
        )
        return recorded or bool(self.fresh or self.revived)


def send_reminders(*, on: date, dry_run: bool = False) -> list[ReminderStep]:
    """Put the day's reminders in the outbox, once for each request, date, step and address; record the skipped ones.

    Uses only what was known by the end of the day. Safe to run many times, and by two at once. A request that goes
    wrong is logged and stops no other. Tells of all open requests; `take_turns` looks at fewer.
    """
    open_ones = turns(on=on)
    return _all_done(open_ones, open_ones.requests, dry_run=dry_run)


def take_turns(*, on: date) -> list[ReminderStep]:
    """The same, of those requests alone that may have something to say since they were looked at the last time."""
    open_ones = turns(on=on)
    return _all_done(open_ones, open_ones.due, dry_run=False)


def _all_done(open_ones: Turns, requests: Sequence[int], *, dry_run: bool) -> list[ReminderStep]:
    steps: list[ReminderStep] = []
    on = open_ones.on
    for start in range(0, len(requests), PLANNED_AT_ONCE):
        plans = plan_in(open_ones.circumstances, requests[start : start + PLANNED_AT_ONCE], on=on)
        dues = [_due(planned, on=on) for planned in plans]
        if not dry_run:
            dues = _carried_out(dues, on=on)
            open_ones.keep((due.planned, due.waits) for due in dues)
        for due in sorted(dues, key=lambda due: due.planned.request.pk):
            steps += due.told
    return steps


def _carried_out(dues: Sequence[Due], *, on: date) -> list[Due]:
    """Those with something to do, planned anew under their locks; without those that went wrong."""
    busy = [due.planned.request.pk for due in dues if not due.is_idle]
    outcomes = [due for due in dues if due.is_idle]
    for start in range(0, len(busy), BATCH):
        outcomes += _done(busy[start : start + BATCH], on=on)
    return outcomes


def told_again(steps: list[ReminderStep]) -> list[ReminderStep]:
    """The same steps with the state that their mail has by now."""
    reminders = Reminder.objects.filter(request__in={step.request for step in steps})
    states = {
        (r.request_id, r.due_on, r.address, *r.key): _state_of(r)
        for r in reminders.select_related("mail")
    }
    return [
        replace(
            step,
            state=states.get(
                (
                    *(step.request, step.due_on, step.recipient),
                    *(step.counted_from, step.counted_on, step.step),
                ),
                step.state,
            ),
        )
        for step in steps
    ]


def _done(requests: Sequence[int], *, on: date) -> list[Due]:
    """All together; where that goes wrong, one by one."""
    if not requests:
        return []
    try:
        return _steps(requests, on=on)
    except Exception:
        if len(requests) == 1:
            logger.exception("the reminders of request %s were not made", requests[0])
            return []
    return [due for request in requests for due in _done([request], on=on)]


@transaction.atomic
def _steps(requests: Sequence[int], *, on: date) -> list[Due]:
    """The rows and mails of some requests on a day; nothing for those whose answer has just come in."""
    locked = AnswerRequest.objects.select_for_update().filter(pk__in=requests).order_by("pk")
    dues = [_due(planned, on=on) for planned in plan(locked.values_list("pk", flat=True), on=on)]
    reminder_mails.take_back([r for due in dues for r in due.outdated], on=on)
    Reminder.objects.bulk_create(r for due in dues for r in due.records)
    registrators = {due.planned.request.pk: due.planned.receivers.registrator for due in dues}
    to_mail = [r for due in dues for r in (*due.fresh, *due.revived)]
    reminder_mails.put_in_outbox(to_mail, registrators=registrators, on=on)
    reminder_mails.write({r.mail_id for due in dues for r in due.stale if r.mail_id}, on=on)
    for due in dues:
        due.told = [
            replace(step, state=str(ReminderState.QUEUED)) if step.state == PLANNED else step
            for step in due.told
        ]
    return dues


def _due(planned: Planned, *, on: date) -> Due:
    due, current = Due(planned), planned.current
    if current and planned.is_held(current):
        return due
    due.outdated = list(_outdated(planned))
    if current is None and not planned.passed:
        return due
    for address in planned.receivers.addresses or [NOBODY]:
        recorded = {
            reminder.key: reminder
            for reminder in planned.recorded
            if (reminder.due_on, reminder.address) == (planned.request.due, address)
        }
        for earlier in planned.passed:
            if earlier.key not in recorded:
                _record(due, earlier, address, ReminderState.SKIPPED, on=on)
        if current:
            _take(due, current, address, recorded, on=on)
    return due


def _take(
    due: Due,
    current: DatedStep,
    address: str,
    recorded: dict[tuple[str, date, int], Reminder],
    *,
    on: date,
) -> None:
    """The step of the day for one address: said already, to be said, or said by another."""
    if reminder := recorded.get(current.key):
        state = _state_of(reminder)
        other_reminders = (r for r in recorded.values() if r is not reminder)
        was_passed = state == ReminderState.SKIPPED and not _is_said(current, other_reminders)
        if state in UNSAID or was_passed:
            due.revived.append(reminder)
            state = PLANNED
        elif _waits_since(reminder, on):
            due.stale.append(reminder)
        due.told.append(_told(due.planned, address, current, state))
    elif address == NOBODY:
        _record(due, current, address, ReminderState.NOBODY, on=on)
    elif _is_said(current, recorded.values()):
        _record(due, current, address, ReminderState.SAID, on=on)
    else:
        due.fresh.append(_reminder(due.planned, current, address, ReminderState.QUEUED, on=on))
        due.told.append(_told(due.planned, address, current, PLANNED))


def _is_said(step: DatedStep, reminders: Iterable[Reminder]) -> bool:
    return any(reminder.speaks_for(step.key, step.day) for reminder in reminders)


def _outdated(planned: Planned) -> Iterator[Reminder]:
    """What still waits, or has failed, for an earlier date or an earlier step."""
    for reminder in planned.recorded:
        is_current = (
            planned.current
            and reminder.due_on == planned.request.due
            and (reminder.key == planned.current.key)
        )
        if not is_current and _state_of(reminder) in (MailState.QUEUED, MailState.FAILED):
            yield reminder


def _waits_since(reminder: Reminder, on: date) -> bool:
    """Whether its mail still waits with the words of an earlier day."""
    mail = reminder.mail
    return bool(
        mail
        and mail.state == MailState.QUEUED
        and mail.valid_until
        and mail.valid_until < dates.end_of(on)
    )


def _record(due: Due, step: DatedStep, address: str, state: ReminderState, *, on: date) -> None:
    due.records.append(_reminder(due.planned, step, address, state, on=on))
    due.told.append(_told(due.planned, address, step, state))


def _reminder(
    planned: Planned, step: DatedStep, address: str, state: ReminderState, *, on: date
) -> Reminder:
    return Reminder(
        request=planned.request,
        step=step.days,
        counted_from=step.counted_from,
        counted_on=None if step.counted_from == CountedFrom.DUE else step.counted_on,
        address=address,
        due_on=planned.request.due,
        recorded_on=on,
        state=state,
    )


def _state_of(reminder: Reminder) -> str:
    return reminder.mail.state if reminder.mail else reminder.state


def _told(planned: Planned, address: str, step: DatedStep, state: str) -> ReminderStep:
    request = planned.request
    return ReminderStep(
        request=request.pk,
        body=request.body.name,
        recipient=address,
        step=step.days,
        counted_from=step.counted_from,
        counted_on=step.counted_on,
        due_on=request.due,
        state=str(state),
    )

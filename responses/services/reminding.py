"""The reminder ladder: which step is due, and for whom.

A step belongs to a response date: a date that is moved has a ladder of its own. It is relevant from its day until the
next step's day, the last one for REMINDER_TAIL_DAYS. A step whose time passed unused, or that fell before the date was
set, is recorded as skipped, so that a stop of three days never ends in three mails at once; a mail that still waits
when its step has passed is taken back. A step's day is a working day: the last one before the response date, the next
one after it. While a body waits for revisorernas answer about anstånd no step after the date is taken.
"""

import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.descriptions import describe
from common import dates, workdays
from mailing.models import OutgoingMail
from mailing.services import cancel, renew
from responses import emails
from responses.models import AnswerRequest, Extension, Reminder, ReminderState

logger = logging.getLogger(__name__)
# The address of a step that there is nobody to send to.
NOBODY = ""


@dataclass(frozen=True)
class ReminderStep:
    """One step for one address on a day."""

    request: int
    body: str
    recipient: str
    step: int
    due_on: date
    state: str

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "due_on": self.due_on.isoformat()}


@dataclass(frozen=True)
class Planned:
    """What the ladder of one request says on a day."""

    request: AnswerRequest
    # The step to send, or None, and the earlier ones that were to have been sent by then.
    step: int | None
    passed: list[int]
    addresses: list[str]


def day_of(step: int, *, due_on: date) -> date:
    """The working day on which a step goes. A step is a number of days before the response date; negative after it."""
    day = due_on - timedelta(days=step)
    return workdays.on_or_before(day) if step >= 0 else workdays.on_or_after(day)


def relevant_step(*, due_on: date, set_on: date, on: date) -> tuple[int | None, list[int]]:
    """The step to send on a day, or None, and the earlier ones that were to have been sent by then.

    `set_on`: the day that the response date was set.
    """
    if not workdays.FIRST_YEAR < due_on.year < workdays.LAST_YEAR:
        return None, []  # a year typed wrong
    ladder = sorted({int(step) for step in settings.REMINDER_STEPS}, reverse=True)
    begun = [step for step in ladder if day_of(step, due_on=due_on) <= on]
    if not begun:
        return None, []
    current = begun[-1]
    day = day_of(current, due_on=due_on)
    too_late = current == ladder[-1] and (on - day).days >= settings.REMINDER_TAIL_DAYS
    if too_late or day < set_on:
        return None, begun
    return current, begun[:-1]


def planned_reminders(*, on: date) -> Iterator[Planned]:
    """What the ladder says of each request that is without an answer that day."""
    at = dates.end_of(on) - timedelta(seconds=1)
    waiting = AnswerRequest.objects.unanswered(on=on).select_related("body", "audit")
    open_requests = list(waiting.prefetch_related("reminders__mail"))
    describe((request.body for request in open_requests), on=on)
    asking = _asking_for_time(on)
    for request in open_requests:
        step, passed = relevant_step(
            due_on=request.due, set_on=dates.local_day(request.due_set_at), on=on
        )
        if step is not None and step < 0 and request.pk in asking:
            continue
        if step is not None or passed or request.reminders.all():
            addresses = emails.addresses_of(request.body, at=at)
            yield Planned(request, step, passed, addresses or [NOBODY])


@dataclass(frozen=True)
class LadderStep:
    """A day of the ladder before and after a date is moved."""

    day: date
    due_on: date
    step: int
    is_new: bool


def changed_ladder(request: AnswerRequest, due_on: date, *, on: date) -> list[LadderStep]:
    """From tomorrow: the reminders of the date that the request has, which go, and those of another, which come."""
    steps = [*_coming(request.due, on=on, is_new=False), *_coming(due_on, on=on, is_new=True)]
    return sorted(steps, key=lambda step: (step.day, step.is_new))


def _coming(due_on: date, *, on: date, is_new: bool) -> Iterator[LadderStep]:
    for step in settings.REMINDER_STEPS:
        if (day := day_of(step, due_on=due_on)) > on:
            yield LadderStep(day, due_on, step, is_new)


def _asking_for_time(on: date) -> set[int]:
    """Requests whose body waits for an answer about anstånd: nobody is told that they are late meanwhile."""
    ends = dates.end_of(on)
    waiting = Extension.objects.known(on=on).filter(Q(settled_at=None) | Q(settled_at__gte=ends))
    return set(waiting.values_list("request", flat=True))


def send_reminders(*, on: date, dry_run: bool = False) -> list[ReminderStep]:
    """Put the day's reminders in the outbox, once for each request, date, step and address; record the skipped ones.

    Uses only what was known by the end of the day. Safe to run many times, and by two at once. A request that goes
    wrong is logged and stops no other.
    """
    steps: list[ReminderStep] = []
    for planned in planned_reminders(on=on):
        try:
            steps += _dry_steps(planned) if dry_run else _steps(planned, on=on)
        except Exception:
            logger.exception("the reminders of request %s were not made", planned.request.pk)
    return steps


def told_again(steps: list[ReminderStep]) -> list[ReminderStep]:
    """The same steps with the state that their mail has by now."""
    reminders = Reminder.objects.filter(request__in={step.request for step in steps})
    states = {
        (r.request_id, r.due_on, r.step, r.address): _state_of(r)
        for r in reminders.select_related("mail")
    }
    return [
        replace(
            step,
            state=states.get((step.request, step.due_on, step.step, step.recipient)) or step.state,
        )
        for step in steps
    ]


def _dry_steps(planned: Planned) -> list[ReminderStep]:
    steps = []
    for address in planned.addresses:
        recorded = _recorded(planned, address)
        steps += [
            _told(planned, address, earlier, ReminderState.SKIPPED)
            for earlier in planned.passed
            if earlier not in recorded
        ]
        if planned.step is not None:
            state = _state_of(recorded.get(planned.step)) or _unsent_state(address, "planned")
            steps.append(_told(planned, address, planned.step, state))
    return steps


@transaction.atomic
def _steps(planned: Planned, *, on: date) -> list[ReminderStep]:
    """The rows and mails of one request on a day; nothing when the answer has just come in."""
    locked = AnswerRequest.objects.select_for_update().get(pk=planned.request.pk)
    if not AnswerRequest.objects.unanswered(on=on).filter(pk=locked.pk).exists():
        return []
    _take_back_passed(planned)
    steps = []
    for address in planned.addresses:
        recorded = {
            r.step: r
            for r in locked.reminders.filter(
                due_on=planned.request.due, address=address
            ).select_related("mail")
        }
        for earlier in planned.passed:
            if earlier not in recorded:
                _record(planned, address, earlier, ReminderState.SKIPPED, on=on)
                steps.append(_told(planned, address, earlier, ReminderState.SKIPPED))
        if planned.step is not None:
            reminder = recorded.get(planned.step) or _record_step(
                planned, address, planned.step, on=on
            )
            _keep_true(reminder, planned, on=on)
            state = _state_of(reminder) or reminder.state
            steps.append(_told(planned, address, planned.step, state))
    return steps


def _take_back_passed(planned: Planned) -> None:
    """What still waits for an earlier date or an earlier step would only mislead."""
    waiting = Reminder.objects.filter(request=planned.request)
    if planned.step is not None:
        waiting = waiting.exclude(due_on=planned.request.due, step=planned.step)
    cancel(OutgoingMail.objects.filter(pk__in=waiting.values("mail")))


def _record_step(planned: Planned, address: str, step: int, *, on: date) -> Reminder:
    if address == NOBODY:
        return _record(planned, address, step, ReminderState.NOBODY, on=on)
    mail = emails.reminder(
        planned.request, step=step, address=address, due_on=planned.request.due, on=on
    )
    return _record(planned, address, step, ReminderState.QUEUED, on=on, mail=mail)


def _record(
    planned: Planned,
    address: str,
    step: int,
    state: ReminderState,
    *,
    on: date,
    mail: OutgoingMail | None = None,
) -> Reminder:
    return Reminder.objects.create(
        request=planned.request,
        step=step,
        address=address,
        due_on=planned.request.due,
        recorded_on=on,
        state=state,
        mail=mail,
    )


def _keep_true(reminder: Reminder, planned: Planned, *, on: date) -> None:
    """A mail that has waited since another day gets today's words."""
    mail = reminder.mail
    if mail and mail.valid_until and mail.valid_until < dates.end_of(on):
        subject, text = emails.reminder_words(planned.request, due_on=reminder.due_on, on=on)
        renew(mail, subject=subject, text=text, valid_until=dates.end_of(on))


def _recorded(planned: Planned, address: str) -> dict[int, Reminder]:
    return {
        reminder.step: reminder
        for reminder in planned.request.reminders.all()
        if (reminder.due_on, reminder.address) == (planned.request.due, address)
    }


def _unsent_state(address: str, otherwise: str) -> str:
    return ReminderState.NOBODY if address == NOBODY else otherwise


def _state_of(reminder: Reminder | None) -> str | None:
    if reminder is None:
        return None
    return reminder.mail.state if reminder.mail else reminder.state


def _told(planned: Planned, address: str, step: int, state: str) -> ReminderStep:
    request = planned.request
    return ReminderStep(request.pk, request.body.name, address, step, request.due, state)

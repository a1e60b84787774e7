"""The reminder ladder: which step is due, and for whom.

A step is relevant from its day until the next step's day, the last one for REMINDER_TAIL_DAYS. A step whose time passed
unused, or that fell before the request was sent, is recorded as skipped, so that a stop of three days never ends in
three mails at once.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from common import dates
from responses import emails
from responses.models import AnswerRequest, Reminder, ReminderState


@dataclass(frozen=True)
class Step:
    """One step for one address on a day."""

    request: int
    body: str
    recipient: str
    step: int
    due_on: date
    state: str

    def as_dict(self) -> dict[str, object]:
        return {**asdict(self), "due_on": self.due_on.isoformat()}


def relevant_step(*, due_on: date, opened_on: date, on: date) -> tuple[int | None, list[int]]:
    """The step to send on a day, or None, and the earlier ones that were to have been sent by then.

    A step is a number of days before the response date; negative after it.
    """
    ladder = sorted({int(step) for step in settings.REMINDER_STEPS}, reverse=True)
    left = (due_on - on).days
    begun = [step for step in ladder if left <= step]
    if not begun:
        return None, []
    current = begun[-1]
    is_last = current == ladder[-1]
    too_late = is_last and current - left >= settings.REMINDER_TAIL_DAYS
    began_before_the_request = (due_on - opened_on).days < current
    if too_late or began_before_the_request:
        return None, begun
    return current, begun[:-1]


def planned_reminders(
    *, on: date
) -> Iterator[tuple[AnswerRequest, int | None, list[int], list[str]]]:
    """Each request without an answer that day, with its step, the passed steps, and its addresses."""
    at = dates.end_of(on) - timedelta(seconds=1)
    for request in AnswerRequest.objects.unanswered(on=on).select_related("body", "audit"):
        step, passed = relevant_step(
            due_on=request.due, opened_on=dates.local_day(request.opened_at), on=on
        )
        if step is not None or passed:
            yield request, step, passed, emails.addresses_of(request.body, at=at)


def send_reminders(*, on: date, dry_run: bool = False) -> list[Step]:
    """Put the day's reminders in the outbox, once for each request, step and address, and record the skipped ones.

    Uses only what was known by the end of the day. Safe to run many times, and by two at once.
    """
    found: list[Step] = []
    for request, step, passed, addresses in planned_reminders(on=on):
        for address in addresses:
            found += _steps_for(request, step, passed, address, on=on, dry_run=dry_run)
    return found


def told_again(steps: list[Step]) -> list[Step]:
    """The same steps with the state that their mail has by now."""
    reminders = Reminder.objects.filter(request__in={step.request for step in steps})
    states = {
        (r.request_id, r.step, r.address): _state_of(r) for r in reminders.select_related("mail")
    }
    return [
        replace(step, state=states.get((step.request, step.step, step.recipient)) or step.state)
        for step in steps
    ]


def _steps_for(
    request: AnswerRequest,
    step: int | None,
    passed: list[int],
    address: str,
    *,
    on: date,
    dry_run: bool,
) -> list[Step]:
    existing = {r.step: r for r in request.reminders.filter(address=address).select_related("mail")}
    missed = [earlier for earlier in passed if earlier not in existing]
    if dry_run:
        found = [_told(request, address, earlier, ReminderState.SKIPPED) for earlier in missed]
        if step is not None:
            found.append(_told(request, address, step, _state_of(existing.get(step)) or "planned"))
        return found
    found = [
        _told(request, address, earlier, ReminderState.SKIPPED)
        for earlier in missed
        if _record(request, address, earlier, on=on, send=False)
    ]
    if step is not None:
        reminder = existing.get(step) or _record(request, address, step, on=on, send=True)
        found.append(_told(request, address, step, _state_of(reminder) or ReminderState.QUEUED))
    return found


@transaction.atomic
def _record(
    request: AnswerRequest, address: str, step: int, *, on: date, send: bool
) -> Reminder | None:
    """The row and its mail together; None when somebody else has just made it, or the answer has come in."""
    locked = AnswerRequest.objects.select_for_update().get(pk=request.pk)
    if locked.reminders.filter(step=step, address=address).exists():
        return None
    if not AnswerRequest.objects.unanswered(on=on).filter(pk=request.pk).exists():
        return None
    mail = (
        emails.reminder(request, step=step, address=address, due_on=request.due, on=on)
        if send
        else None
    )
    return Reminder.objects.create(
        request=locked,
        step=step,
        address=address,
        due_on=request.due,
        recorded_on=on,
        state=ReminderState.QUEUED if send else ReminderState.SKIPPED,
        mail=mail,
    )


def _state_of(reminder: Reminder | None) -> str | None:
    if reminder is None:
        return None
    return reminder.mail.state if reminder.mail else reminder.state


def _told(request: AnswerRequest, address: str, step: int, state: str) -> Step:
    return Step(request.pk, request.body.name, address, step, request.due, state)

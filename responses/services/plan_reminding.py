"""Reminders of what a body has planned itself: steps of the ladder that are counted from a measure's own date.

They belong to the latest answered request about the recommendation. While a request awaits its answer, its own
reminders speak. A step whose time has passed is left out, and what has gone is not said again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, OuterRef, Subquery

from accounts.descriptions import describe
from common import dates
from mailing.models import MailState
from recommendations.models import Measure
from responses.models import (
    FIRST,
    AnswerRequest,
    AskedItem,
    CountedFrom,
    Ladder,
    LadderContent,
    Ladders,
    LadderStep,
    Reminder,
    ReminderState,
)
from responses.receiving import MailAddresses, mail_addresses
from responses.services import reminder_mails
from responses.services.planning import DatedStep, day_of, relevant_step
from responses.services.reminding import PLANNED, UNSAID, ReminderStep

# A step's day is moved to a working day.
MARGIN = timedelta(days=10)
BATCH = 500


@dataclass(frozen=True)
class PlannedDay:
    """A day by which a body has planned something that one answered request is about."""

    request: AnswerRequest
    due_on: date
    stated_on: date


def remind_of_plans(*, on: date, dry_run: bool = False) -> list[ReminderStep]:
    """Put the day's reminders of measures in the outbox, once for each request, date, step and address."""
    days = _days(on)
    steps: list[ReminderStep] = []
    for start in range(0, len(days), BATCH):
        steps += _reminded(days[start : start + BATCH], on=on, dry_run=dry_run)
    return steps


def _days(on: date) -> list[PlannedDay]:
    """Those that some ladder may speak of today, each with its request: a constant number of queries."""
    window = _window(on)
    if window is None:
        return []
    items = AskedItem.objects.filter(addressee=OuterRef("addressee"), withdrawn_at=None)
    latest = items.order_by("-request__opened_at", "-request")
    measures = (
        Measure.objects.unfinished(on=on)
        .filter(due_on__range=window)
        .annotate(request=Subquery(latest.values("request")[:1]))
        .order_by()
        .values("request", "due_on")
        .annotate(stated=Max("stated_at"))
    )
    rows = [(row["request"], row["due_on"], row["stated"]) for row in measures]
    answered = AnswerRequest.objects.answered().filter(pk__in={row[0] for row in rows})
    requests = {r.pk: r for r in answered.select_related("body")}
    describe((request.body for request in requests.values()), on=on)
    return [
        PlannedDay(requests[request], due_on, dates.local_day(stated_at))
        for request, due_on, stated_at in sorted(rows, key=lambda row: (row[0] or 0, row[1] or on))
        if request in requests and due_on
    ]


def _window(on: date) -> tuple[date, date] | None:
    """The measures' dates that the ladders of today reach."""
    in_force = LadderStep.objects.filter(
        counted_from=CountedFrom.MEASURE, ladder__in=Ladder.objects.in_force(on=on)
    )
    ends = in_force.aggregate(first=Max("days"), last=Min("days"))
    usual = [step.days for step in _steps_of(FIRST)]
    reach = [*usual, *(days for days in ends.values() if days is not None)]
    tail = timedelta(days=settings.REMINDER_TAIL_DAYS) + MARGIN
    earliest = on + timedelta(days=min(reach)) - tail
    return earliest, on + timedelta(days=max(reach)) + MARGIN


def _steps_of(content: LadderContent) -> list[LadderStep]:
    return [step for step in content.steps if step.counted_from == CountedFrom.MEASURE]


@transaction.atomic
def _reminded(days: list[PlannedDay], *, on: date, dry_run: bool) -> list[ReminderStep]:
    requests = {day.request.pk for day in days}
    if not dry_run:
        locked = AnswerRequest.objects.select_for_update(of=("self",)).filter(pk__in=requests)
        list(locked.order_by("pk"))
    bodies = {day.request.body_id: day.request.body for day in days}
    receivers = mail_addresses(bodies.values(), at=dates.end_of(on) - timedelta(seconds=1))
    ladders = Ladders(requests, on=on)
    recorded = _recorded(requests)
    steps, to_send = [], []
    for day in days:
        step = _step(day, ladders.of(day.request.pk), on=on)
        if step is None:
            continue
        for reminder in _of_step(day, step, receivers[day.request.body_id], recorded, on=on):
            state = _state_of(reminder)
            if state in (PLANNED, *UNSAID):
                to_send.append(reminder)
                state = PLANNED
            steps.append(_told(day, step, reminder.address, str(state)))
    if not dry_run and to_send:
        registrators = {day.request.pk: receivers[day.request.body_id].registrator for day in days}
        reminder_mails.put_in_outbox(to_send, registrators=registrators, on=on)
    return steps


def _recorded(requests: Iterable[int]) -> dict[tuple[int, date], list[Reminder]]:
    recorded: dict[tuple[int, date], list[Reminder]] = defaultdict(list)
    reminders = Reminder.objects.filter(counted_from=CountedFrom.MEASURE, request__in=requests)
    for reminder in reminders.select_related("mail"):
        recorded[reminder.request_id, reminder.due_on].append(reminder)
    return recorded


def _step(day: PlannedDay, content: LadderContent, *, on: date) -> DatedStep | None:
    """The step of today for a measure's date."""
    steps = [
        DatedStep(
            step.counted_from, day.due_on, step.days, day_of(step.days, counted_on=day.due_on)
        )
        for step in _steps_of(content)
    ]
    ordered = sorted(steps, key=lambda step: step.day)
    return relevant_step(ordered, set_on=day.stated_on, on=on)[0]


def _of_step(
    day: PlannedDay,
    step: DatedStep,
    receivers: MailAddresses,
    recorded: dict[tuple[int, date], list[Reminder]],
    *,
    on: date,
) -> Iterator[Reminder]:
    """One for each address: what has been recorded, or new and not saved."""
    known = {
        reminder.address: reminder
        for reminder in recorded[day.request.pk, day.due_on]
        if reminder.step == step.days
    }
    for address in receivers.addresses:
        yield known.get(address) or Reminder(
            request=day.request,
            step=step.days,
            counted_from=CountedFrom.MEASURE,
            address=address,
            due_on=day.due_on,
            recorded_on=on,
            state=PLANNED,
        )


def _state_of(reminder: Reminder) -> str:
    if reminder.pk is None:
        return PLANNED
    return reminder.mail.state if reminder.mail else reminder.state


def _told(day: PlannedDay, step: DatedStep, address: str, state: str) -> ReminderStep:
    return ReminderStep(
        request=day.request.pk,
        body=day.request.body.name,
        recipient=address,
        step=step.days,
        counted_from=step.counted_from,
        counted_on=day.due_on,
        due_on=day.due_on,
        state=str(ReminderState.QUEUED) if state == MailState.QUEUED else state,
    )

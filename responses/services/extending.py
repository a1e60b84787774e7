"""Response dates that move: a body asks for more time, revisorerna answer, or move a date of their own accord."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common import dates, swedish
from common.rules import RuleBroken
from responses import emails
from responses.models import AnswerRequest, Channel, DueDate, Extension, ExtensionOutcome
from responses.services.reminder_mails import take_back
from responses.services.states import keep_states_asked


@dataclass(frozen=True)
class MoreTime:
    """What a body asks for. `asked_on` and `channel` say when and how it came to revisorerna."""

    wished_on: date
    reason: str
    asked_on: date
    channel: str = Channel.HERE


@dataclass(frozen=True)
class Reply:
    """What revisorerna say to it. `due_on` is given when the outcome moves the date to another day than wished."""

    outcome: ExtensionOutcome
    due_on: date | None = None
    note: str = ""


@transaction.atomic
def ask_extension(
    request: AnswerRequest, more_time: MoreTime, *, at: datetime, by: User
) -> Extension:
    """Ask for more time, or record that a body has. The audit side is told, and the body's registrator gets a copy.

    Raises RuleBroken.
    """
    locked = _awaited(request)
    if locked.extensions.waiting().exists():
        raise RuleBroken("En begäran om anstånd väntar redan på besked.")
    _require_later(more_time.wished_on, locked.due_on(dates.local_day(at)))
    extension = Extension.objects.create(
        request=locked,
        asked_on=more_time.asked_on,
        channel=more_time.channel,
        wished_on=more_time.wished_on,
        reason=more_time.reason,
        recorded_at=at,
        recorded_by=by,
    )
    emails.extension_asked(extension, at=at)
    return extension


@transaction.atomic
def settle_extension(extension: Extension, reply: Reply, *, at: datetime, by: User) -> Extension:
    """Grant, grant to another day, or decline; the body is told, and a new date has a ladder of its own.

    Raises RuleBroken.
    """
    request = _awaited(extension.request)
    extension = _waiting(extension)
    outcome = reply.outcome
    if outcome.moves_date:
        due_on = reply.due_on or extension.wished_on
        _require_later(due_on, request.due_on(dates.local_day(at)))
        outcome = (
            ExtensionOutcome.GRANTED if due_on == extension.wished_on else ExtensionOutcome.CHANGED
        )
        extension.due_date = _set_due(request, due_on, at=at, by=by)
    elif not reply.note.strip():
        raise RuleBroken({"note": "Ange varför anstånd inte beviljas."})
    extension.outcome, extension.note = outcome, reply.note
    extension.settled_at, extension.settled_by = at, by
    extension.save()
    emails.extension_settled(extension, at=at)
    return extension


@transaction.atomic
def take_back_extension(extension: Extension, *, at: datetime, by: User) -> None:
    """The body needs no more time after all. Raises RuleBroken once it is settled."""
    AnswerRequest.objects.select_for_update().get(pk=extension.request_id)
    extension = _waiting(extension)
    extension.outcome = ExtensionOutcome.TAKEN_BACK
    extension.settled_at, extension.settled_by = at, by
    extension.save()


def lapse_extension(request: AnswerRequest, *, at: datetime) -> None:
    """No answer is waited for any more, so nobody needs to settle it. Call with the request locked."""
    for extension in request.extensions.waiting():
        extension.outcome, extension.settled_at = ExtensionOutcome.LAPSED, at
        extension.save()


@transaction.atomic
def move_due_dates(
    requests: Iterable[AnswerRequest], due_on: date, *, reason: str, at: datetime, by: User
) -> list[AnswerRequest]:
    """Revisorerna set another date of their own accord: for one request, or for all of an audit that still wait.

    Each body is told. Returns those whose date was moved. Raises RuleBroken when none was.
    """
    on = dates.local_day(at)
    if due_on < on:
        raise RuleBroken({"due_on": "Ange ett datum som inte har passerat."})
    keys = [request.pk for request in requests]
    locked = AnswerRequest.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    moved = []
    for request in locked.select_related("body", "audit").order_by("pk"):
        if not request.is_awaited or request.due_on(on) == due_on:
            continue
        earlier = request.due_on(on)
        due_date = _set_due(request, due_on, reason=reason, at=at, by=by)
        emails.due_date_moved(due_date, earlier=earlier, at=at)
        moved.append(request)
    if not moved:
        raise RuleBroken({"due_on": "Inget svarsdatum ändras av det."})
    return moved


def _awaited(request: AnswerRequest) -> AnswerRequest:
    """Locked. Raises RuleBroken when no answer is waited for any more."""
    rows = AnswerRequest.objects.select_for_update(of=("self",)).select_related("body", "audit")
    locked = rows.get(pk=request.pk)
    if not locked.is_awaited:
        raise RuleBroken("Svaret har inkommit eller önskas inte längre. Datumet ändras inte.")
    return locked


def _waiting(extension: Extension) -> Extension:
    """Read again, inside the lock of its request. Raises RuleBroken when somebody was first."""
    latest = Extension.objects.select_related("request__body", "request__audit").get(
        pk=extension.pk
    )
    if not latest.is_waiting:
        raise RuleBroken("Begäran om anstånd har redan fått besked eller är återtagen.")
    return latest


def _require_later(day: date, due_on: date) -> None:
    if day <= due_on:
        raise RuleBroken({"day": f"Ange ett datum efter {swedish.long_date(due_on)}."})


def _set_due(
    request: AnswerRequest, due_on: date, *, at: datetime, by: User, reason: str = ""
) -> DueDate:
    """What waits for the earlier date is cancelled: it would only mislead."""
    due_date = DueDate.objects.move(request, due_on, at=at, by=by, reason=reason)
    take_back(request.reminders.exclude(due_on=due_on), on=dates.local_day(at))
    keep_states_asked(request.pk)
    return due_date

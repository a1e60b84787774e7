"""Utskick: what goes, has gone, or did not go to a body, in one form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from audit.models import works_on
from common import dates
from mailing.models import MailState, OutgoingMail
from responses.answer_emails import NOTED, RECEIPT
from responses.emails import REMINDER, REQUEST, SUPPLEMENT
from responses.models import AnswerRequest, Reminder, ReminderState, RequestMail
from responses.receiving import MailAddresses
from responses.services import AHEAD, ForeseenStep, foreseen

# What a body is told of what was sent to it; the rest went to others too.
TO_BODIES = (REQUEST, REMINDER, RECEIPT, SUPPLEMENT, NOTED)


class DispatchState(models.TextChoices):
    PLANNED = "planerade", "Planerade de närmaste 60 dagarna"
    QUEUED = "vantar", "Väntar"
    SENT = "skickade", "Skickade"
    FAILED = "misslyckade", "Kunde inte skickas"
    CANCELLED = "behovdes-inte", "Behövdes inte längre"
    SKIPPED = "hoppades-over", "Hoppades över"


MAIL_STATES = {
    DispatchState.QUEUED: MailState.QUEUED,
    DispatchState.SENT: MailState.SENT,
    DispatchState.FAILED: MailState.FAILED,
    DispatchState.CANCELLED: MailState.CANCELLED,
}


@dataclass(frozen=True)
class DispatchLine:
    """One row of the list."""

    request: AnswerRequest
    what: str
    day: date
    addresses: tuple[str, ...] = ()
    mail: OutgoingMail | None = None
    # Why nothing was sent, or that it is to be.
    word: str = ""


def sent_about(user: User, state: str) -> QuerySet[RequestMail]:
    """Mail about requests that the person may know of: the audit side by the audit, officials what their body got."""
    of_audit_side = works_on(user, "request__audit")
    to_body = Q(
        request__body__in=user.served, mail__kind__in=TO_BODIES, mail__sent_at__isnull=False
    )
    mails = RequestMail.objects.filter(of_audit_side | to_body)
    if state in MAIL_STATES:
        mails = mails.filter(
            mail__in=OutgoingMail.objects.in_state(MAIL_STATES[DispatchState(state)])
        )
    return mails.select_related("request__body", "request__audit", "mail").defer("mail__text")


def unsent_about(user: User) -> QuerySet[Reminder]:
    """Reminders that were recorded and not sent: for the audit side."""
    unsent = Reminder.objects.filter(works_on(user, "request__audit"), mail=None)
    return unsent.select_related("request__body", "request__audit")


def planned_for(user: User, *, on: date) -> QuerySet[AnswerRequest]:
    """Requests with something to say in the time ahead, with the day of the nearest: for the audit side.

    By what was planned last, so that a ladder that was spent and is made longer comes along within ten minutes.
    """
    waiting = AnswerRequest.objects.filter(works_on(user, "audit")).unanswered(on=on).dated_here()
    is_spent = Q(reminder_turn__isnull=False, reminder_turn__next_on=None)
    next_on = Coalesce("reminder_turn__next_on", Value(on), output_field=DateField())
    return waiting.exclude(is_spent).annotate(next_on=next_on).filter(next_on__lte=on + AHEAD)


def planned_lines(requests: Iterable[AnswerRequest], *, on: date) -> list[DispatchLine]:
    """What goes if nothing happens, the nearest first. A request whose reminders are held back has none."""
    steps = foreseen(on=on, instead={}, requests=[request.pk for request in requests])
    return [_line(step) for step in sorted(steps, key=lambda step: step.day)]


def lines(rows: Iterable[RequestMail | Reminder]) -> list[DispatchLine]:
    return [_line(row) for row in rows]


def _line(row: RequestMail | Reminder | ForeseenStep) -> DispatchLine:
    if isinstance(row, RequestMail):
        mail = row.mail
        day = dates.local_day(mail.ended_at or mail.created_at)
        return DispatchLine(row.request, mail.subject, day, (mail.recipient,), mail)
    if isinstance(row, Reminder):
        is_unreached = row.state == ReminderState.NOBODY
        word = MailAddresses("").lack if is_unreached else row.get_state_display()
        return DispatchLine(
            row.request, _reminder(row.words), row.recorded_on, (row.address,), word=word
        )
    word = f"Planerad. {row.lack}" if row.lack else "Planerad"
    return DispatchLine(row.request, _reminder(row.words), row.day, row.addresses, word=word)


def _reminder(words: str) -> str:
    return f"Påminnelse {words[:1].lower()}{words[1:]}"

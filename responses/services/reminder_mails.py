"""The mails of reminders: one for all that a person is reminded of on a day, one for each request to a registrator.

A mail's text is made of the reminders that it has, so that it is written anew when they, or the day, change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts.descriptions import describe
from common import dates
from mailing.models import OutgoingMail
from mailing.services import cancel, one_line, outgoing, put
from recommendations.models import Addressee, Measure
from responses import emails
from responses.meetings import Meetings
from responses.models import (
    AnswerItem,
    AnswerRequest,
    AskedItem,
    CountedFrom,
    Ladders,
    Reminder,
    ReminderState,
    RequestMail,
)
from responses.plan_words import PlanStanding
from responses.reminder_words import ReminderPart, reminder_words
from responses.standing import RequestStanding

# How the key of a mail begins that takes up more reminders as long as it waits.
SHARED = "reminders:"


def put_in_outbox(reminders: list[Reminder], *, registrators: Mapping[int, str], on: date) -> None:
    """Give each its mail: one that waits for the person already, or a new one. New reminders are saved.

    `registrators`: the address of each request's, who gets a mail of its own.
    """
    if not reminders:
        return
    waiting = _waiting_for(reminders)
    mails: list[OutgoingMail] = []
    new: list[OutgoingMail] = []
    for reminder in reminders:
        is_shared = reminder.address != registrators[reminder.request_id]
        mail = waiting.get(reminder.address) if is_shared else None
        if mail is None:
            mail = outgoing(
                key=_key(reminder, is_shared=is_shared),
                kind=emails.REMINDER,
                recipient=reminder.address,
                subject="",
                text="",
                valid_until=dates.end_of(on),
            )
            new.append(mail)
            if is_shared:
                waiting[reminder.address] = mail
        mails.append(mail)
    put(new)
    _save(reminders, mails)
    write({mail.pk for mail in mails}, on=on)


def _save(reminders: list[Reminder], mails: list[OutgoingMail]) -> None:
    """Each with its mail."""
    for reminder, mail in zip(reminders, mails, strict=True):
        reminder.mail, reminder.state = mail, ReminderState.QUEUED
    known = [reminder for reminder in reminders if reminder.pk]
    Reminder.objects.bulk_create(reminder for reminder in reminders if not reminder.pk)
    Reminder.objects.bulk_update(known, ["mail", "state"])
    about = [
        RequestMail(request_id=reminder.request_id, mail=mail)
        for reminder, mail in zip(reminders, mails, strict=True)
    ]
    RequestMail.objects.bulk_create(about, ignore_conflicts=True)


def _waiting_for(reminders: Iterable[Reminder]) -> dict[str, OutgoingMail]:
    """By address: a mail that can take up more, held until it is written. One in a sender's hands cannot."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    waiting = OutgoingMail.objects.unsent().filter(
        free,
        kind=emails.REMINDER,
        key__startswith=SHARED,
        recipient__in={reminder.address for reminder in reminders},
    )
    locked = waiting.select_for_update(skip_locked=True).order_by("pk")
    return {mail.recipient: mail for mail in locked}


def _key(reminder: Reminder, *, is_shared: bool) -> str:
    start = SHARED if is_shared else "reminder:"
    key = f"{start}{reminder.request_id}:{reminder.due_on.isoformat()}:{reminder.step}"
    if reminder.counted_on:
        key += f":{reminder.counted_from}:{reminder.counted_on.isoformat()}"
    # One that was taken back leaves its key behind.
    suffix = f":{reminder.mail_id or reminder.pk}" if reminder.pk else ""
    return f"{key}:{reminder.address}{suffix}"


def take_back(reminders: Iterable[Reminder], *, on: date) -> None:
    """What waits of them would only mislead. A mail that has others too goes on with those."""
    reminders = list(reminders)
    mails = {reminder.mail_id for reminder in reminders if reminder.mail_id}
    if not mails:
        return
    taken_back = {reminder.pk for reminder in reminders}
    waiting = OutgoingMail.objects.filter(pk__in=mails, sent_at=None, cancelled_at=None)
    by_mail: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in Reminder.objects.filter(mail__in=waiting.select_for_update()):
        by_mail[reminder.mail_id or 0].append(reminder)
    shared = {
        mail for mail, of_mail in by_mail.items() if any(r.pk not in taken_back for r in of_mail)
    }
    cancel(OutgoingMail.objects.filter(pk__in=by_mail.keys() - shared))
    out = [r for mail in shared for r in by_mail[mail] if r.pk in taken_back]
    if out:
        _take_out(out, on=on)


def _take_out(reminders: list[Reminder], *, on: date) -> None:
    mails = {reminder.mail_id for reminder in reminders if reminder.mail_id}
    for reminder in reminders:
        reminder.mail, reminder.state = None, ReminderState.TAKEN_BACK
    Reminder.objects.bulk_update(reminders, ["mail", "state"])
    still_reminded = Reminder.objects.filter(mail__in=mails).values("request")
    of_others = RequestMail.objects.filter(mail__in=mails).exclude(request__in=still_reminded)
    of_others.delete()
    write(mails, on=on)


def write(mails: Iterable[int], *, on: date) -> None:
    """The words of mails that have not gone, as they are true on a day."""
    waiting = {mail.pk: mail for mail in OutgoingMail.objects.unsent().filter(pk__in=set(mails))}
    if not waiting:
        return
    by_mail: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in Reminder.objects.filter(mail__in=waiting).order_by("due_on", "pk"):
        by_mail[reminder.mail_id or 0].append(reminder)
    telling = _Told({r.request_id for of_mail in by_mail.values() for r in of_mail}, on=on)
    for pk, mail in waiting.items():
        parts = [telling.part(reminder) for reminder in by_mail[pk]]
        to_registrator = not mail.key.startswith(SHARED)
        subject, mail.text = reminder_words(parts, to_registrator=to_registrator)
        mail.subject, mail.valid_until = one_line(subject), dates.end_of(on)
    OutgoingMail.objects.bulk_update(
        waiting.values(), ["subject", "text", "valid_until"], batch_size=100
    )


class _Told:
    """What a reminder says of each of several requests on a day."""

    def __init__(self, requests: set[int], *, on: date) -> None:
        self.on = on
        counted_requests = AnswerRequest.objects.filter(pk__in=requests).with_asked_count()
        self.requests = {r.pk: r for r in counted_requests.select_related("body", "audit")}
        describe((request.body for request in self.requests.values()), on=on)
        self.meetings = Meetings.about(self.requests.values())
        self.ladders = Ladders(requests, on=on)
        about = AnswerItem.objects.filter(answer__request__in=requests, may_be_secret=True)
        self.guarded = set(about.values_list("answer__request", flat=True))
        self._planned: dict[tuple[int, date], list[Addressee]] | None = None

    def planned(self, request: int, due_on: date) -> tuple[Addressee, ...]:
        """What the measures of the day are about, of all the requests read at once."""
        if self._planned is None:
            self._planned = defaultdict(list)
            rows = AskedItem.objects.filter(request__in=self.requests, withdrawn_at=None)
            items = rows.values_list("request", "addressee")
            by_addressee = defaultdict(list)
            for request_pk, addressee in items:
                by_addressee[addressee].append(request_pk)
            measures = Measure.objects.unfinished(on=self.on).filter(addressee__in=by_addressee)
            for measure in measures.filter(due_on__isnull=False).select_related("addressee"):
                for request_pk in by_addressee[measure.addressee_id]:
                    key = (request_pk, measure.due_on or self.on)
                    self._planned[key].append(measure.addressee)
        return tuple(self._planned[request, due_on])

    def part(self, reminder: Reminder) -> ReminderPart:
        request = self.requests[reminder.request_id]
        standing = RequestStanding(
            request,
            self.on,
            reminder.due_on,
            reminder.due_on,
            meetings=self.meetings.of(request.body_id),
        )
        key = (reminder.counted_from, reminder.step)
        text = self.ladders.of(request.pk).text_of(key)
        if reminder.counted_from == CountedFrom.MEASURE:
            addressees = self.planned(request.pk, reminder.due_on)
            plan = PlanStanding(request, self.on, reminder.due_on, addressees)
            return ReminderPart(standing, "", text, plan)
        return ReminderPart(standing, "" if request.pk in self.guarded else request.wish, text)

"""Telling the story: who does what, when, with the product's own services."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from types import SimpleNamespace

from simple_history.models import HistoricalRecords

from accounts.models import Body, User
from common import dates
from demo.models import DemoMail
from demo.people import named
from mailing.models import OutgoingMail
from responses import services
from responses.models import Answer, AnswerRequest


@contextmanager
def told(day: date, hour: int, minute: int = 0, *, by: str) -> Iterator[tuple[datetime, User]]:
    """A moment of the story and the person who acts; the history remembers both."""
    person, at = named(by), dates.at_local(day, hour, minute)
    context = HistoricalRecords.context
    before = getattr(context, "request", None)
    context.request = SimpleNamespace(user=person)
    try:
        with dates.told_at(at):
            yield at, person
    finally:
        context.request = before


def remind(day: date) -> None:
    """What the scheduler did in the morning of a day."""
    with dates.told_at(dates.at_local(day, 7)):
        services.send_reminders(on=day)
        services.remind_of_plans(on=day)


def deliver_post() -> None:
    """What has been put in the outbox so far went out then, and lies in the people's mailboxes."""
    for mail in OutgoingMail.objects.filter(sent_at=None, cancelled_at=None).order_by("pk"):
        mail.mark_sent(at=mail.created_at)
        DemoMail.objects.create(
            recipient=mail.recipient,
            sender=mail.as_message().from_email,
            subject=mail.subject,
            text=mail.text,
            message_id=mail.message_id,
            received_at=mail.created_at,
        )


def request_to(name: str, audit_pk: int) -> AnswerRequest:
    return AnswerRequest.objects.get(audit=audit_pk, body__name=name)


def write(
    answer: Answer,
    number: int,
    stance: str,
    text: str,
    *measures: tuple[str, str, date],
    may_be_secret: bool = False,
) -> None:
    """Write the answer to the body's recommendation of that number; measures are (what, who, by when)."""
    item = answer.items.get(asked__addressee__number=number)
    item.stance, item.text, item.may_be_secret = stance, text, may_be_secret
    item.version += 1
    item.save()
    for measure_text, responsible, due_on in measures:
        item.planned.create(what=measure_text, responsible=responsible, due_on=due_on)


def bodies(*names: str) -> list[Body]:
    return [Body.objects.get(name=name) for name in names]

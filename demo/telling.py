"""Telling the story: who does what, when, with the product's own services."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from types import SimpleNamespace

from django.conf import settings
from simple_history.models import HistoricalRecords

from accounts.models import Body, User
from common import dates
from common.many import create_many
from demo.models import DemoMail
from demo.people import named
from mailing import leaving
from mailing.models import OutgoingMail
from recommendations.models import Addressee, ProgressReport
from responses import services
from responses.models import Answer, AnswerRequest
from responses.models.links import LINK_LASTS

BEGINS_ON = date(2023, 2, 14)


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
    mails = list(OutgoingMail.objects.filter(sent_at=None, cancelled_at=None).order_by("pk"))
    for mail in mails:
        mail.mark_sent(at=mail.created_at)
    received = [
        DemoMail(
            recipient=mail.recipient,
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=mail.subject,
            text=_as_it_came(mail),
            message_id=mail.message_id,
            received_at=mail.created_at,
        )
        for mail in mails
    ]
    create_many(received, by=None)


def _as_it_came(mail: OutgoingMail) -> str:
    """With its way in, where that has not closed before the story begins."""
    if mail.created_at < dates.at_local(BEGINS_ON) - LINK_LASTS:
        return leaving.MARK.sub("", mail.text).rstrip() + "\n"
    with dates.told_at(mail.created_at):
        return leaving.filled(mail.text, mail.recipient)


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


def tell_progress(  # noqa: PLR0913  # what is claimed, of what, by whom and when
    addressee: Addressee,
    claim: str,
    text: str,
    *,
    day: date,
    by: str,
    done_on: date | None = None,
    first: str = "",
) -> None:
    """What a body claims. `first`: of the first measure, where it is another thing than of the whole."""
    with told(day, 10, 40, by=by) as (at, clerk):
        report = ProgressReport.objects.create(
            addressee=addressee, claim=claim, text=text, done_on=done_on, created_at=at
        )
        measure = addressee.measures.stated(on=day).first()
        if first and measure:
            report.claims.create(measure=measure, claim=first)
        services.report_progress(report, at=at, by=clerk)


def bodies(*names: str) -> list[Body]:
    return [Body.objects.get(name=name) for name in names]

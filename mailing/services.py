"""Putting mail in the outbox, and taking it back.

The row is committed with the deed that caused it; `mailing/sending.py` empties the outbox.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from common import dates
from mailing.kinds import MailKind
from mailing.models import Outbox, OutgoingMail, OutgoingMailQuerySet

logger = logging.getLogger(__name__)
# The task that sends. It is called by its name, for it stands above us.
SEND = "mailing.tasks.send_outgoing"
# Seconds until the scheduler starts one anyway.
TURN = 30
FIRST_FIELDS = (
    *("kind", "recipient", "subject", "text", "message_id", "created_at"),
    *("next_try_at", "valid_until"),
)


def enqueue(
    *,
    key: str,
    kind: MailKind,
    recipient: str,
    subject: str,
    text: str,
    valid_until: datetime | None = None,
) -> OutgoingMail:
    """Put one mail in the outbox, in the caller's transaction. The same key gives the row that is there already.

    `valid_until`: when its text stops being true; after it the mail waits to be renewed or taken back.
    """
    mail = outgoing(
        key=key, kind=kind, recipient=recipient, subject=subject, text=text, valid_until=valid_until
    )
    defaults = {field: getattr(mail, field) for field in FIRST_FIELDS}
    mail, is_new = OutgoingMail.objects.get_or_create(key=key, defaults=defaults)
    if is_new:
        start_at_commit()
    return mail


def outgoing(
    *,
    key: str,
    kind: MailKind,
    recipient: str,
    subject: str,
    text: str,
    valid_until: datetime | None = None,
) -> OutgoingMail:
    """A row of the outbox that is not saved yet, for whoever puts many there at once."""
    host = settings.SITE_URL.partition("//")[2].partition(":")[0] or "localhost"
    return OutgoingMail(
        key=key,
        kind=kind,
        recipient=recipient,
        subject=one_line(subject),
        text=text,
        message_id=f"<{uuid.uuid5(uuid.NAMESPACE_URL, settings.SITE_URL + key)}@{host}>",
        created_at=dates.now(),
        next_try_at=timezone.now(),
        valid_until=valid_until,
    )


def put(mails: Iterable[OutgoingMail]) -> None:
    """Many in the outbox at once, in the caller's transaction."""
    if OutgoingMail.objects.bulk_create(mails):
        start_at_commit()


def put_once(mails: Iterable[OutgoingMail]) -> list[OutgoingMail]:
    """As `put`. Where a key is there already, its row is left as it is. Returns the rows that stand."""
    mails = list(mails)
    OutgoingMail.objects.bulk_create(mails, ignore_conflicts=True)
    start_at_commit()
    return list(OutgoingMail.objects.filter(key__in=[mail.key for mail in mails]))


def start_at_commit() -> None:
    """Let a sender begin when the mail is there to find, once for all the mail of a transaction."""
    if all(start_sending not in entry for entry in transaction.get_connection().run_on_commit):
        transaction.on_commit(start_sending)


def start_sending() -> None:
    """A silent broker makes nobody wait: the scheduler's next turn finds the mail."""
    try:
        current_app.send_task(SEND, retry=False, expires=TURN)
    except OperationalError as error:
        logger.warning("sending not started: %s", type(error).__name__)


def one_line(subject: str) -> str:
    return " ".join(subject.split())[:250]


def cancel(mails: QuerySet[OutgoingMail]) -> int:
    """Take back what has not gone, failed mail too, in the caller's transaction. Returns how many.

    A mail in a sender's hands at this very moment may still go.
    """
    return mails.filter(sent_at=None, cancelled_at=None).update(cancelled_at=dates.now())


@transaction.atomic
def send_again(mails: OutgoingMailQuerySet) -> int:
    """Put failed mails back in the outbox. Returns how many; what holds an account's link is left out."""
    failed = list(mails.to_send_again().select_for_update())
    for mail in failed:
        mail.go_again(at=timezone.now())
    start_at_commit()
    return len(failed)


@transaction.atomic
def readdress(*, old: str, new: str) -> int:
    """An address has been put right: what failed for the old one goes to the new. Returns how many."""
    if not old or not new or old.lower() == new.lower():
        return 0
    failed = OutgoingMail.objects.to_send_again().filter(recipient__iexact=old)
    mails = list(failed.select_for_update())
    for mail in mails:
        mail.go_again(at=timezone.now(), recipient=new)
    start_at_commit()
    return len(mails)


@transaction.atomic
def outbox() -> Outbox:
    """The installation's one row, locked within the caller's transaction."""
    state, _ = Outbox.objects.select_for_update().get_or_create(pk=1)
    return state


@transaction.atomic
def hold(reason: str) -> None:
    """Nothing goes until a person releases it: after a restore, what waits may have gone already."""
    outbox().hold(reason, at=dates.now())


@transaction.atomic
def release(*, by: str) -> None:
    """Let mail go again at once, whatever held it."""
    state = outbox()
    state.release(at=dates.now(), by=by)
    state.recover()
    start_at_commit()

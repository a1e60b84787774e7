"""Putting mail in the outbox, and taking it back.

The row is committed with the deed that caused it; `mailing/sending.py` empties the outbox.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import dates
from mailing.kinds import MailKind
from mailing.models import Outbox, OutgoingMail, OutgoingMailQuerySet

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
    return OutgoingMail.objects.get_or_create(key=key, defaults=defaults)[0]


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

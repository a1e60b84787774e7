"""Putting mail in the outbox, and emptying it.

The row is committed with the deed that caused it. A sender claims a row, commits, sends, and marks it: a process that
dies in between leaves a lease that runs out, so the mail goes again with the same Message-ID. Nothing is lost, and a
second copy is possible only when the process dies between the server's 250 and our commit.
"""

import logging
import uuid
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import dates
from mailing.models import LEASE, MailKind, OutgoingMail

logger = logging.getLogger(__name__)
BATCH = 200


def enqueue(
    *, key: str, kind: MailKind, recipient: str, subject: str, text: str, secret: bool = False
) -> OutgoingMail:
    """Put one mail in the outbox, in the caller's transaction. The same key gives the row that is there already."""
    host = settings.SITE_URL.partition("//")[2].partition(":")[0] or "localhost"
    mail, _ = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "recipient": recipient,
            "subject": " ".join(subject.split())[:250],
            "text": text,
            "secret": secret,
            "message_id": f"<{uuid.uuid5(uuid.NAMESPACE_URL, settings.SITE_URL + key)}@{host}>",
            "created_at": dates.now(),
            "next_try_at": timezone.now(),
        },
    )
    return mail


def cancel(mails: QuerySet[OutgoingMail]) -> int:
    """Take back what has not gone yet, in the caller's transaction. Returns how many.

    A mail in a sender's hands at this very moment may still go.
    """
    waiting = mails.filter(sent_at=None, failed_at=None, cancelled_at=None)
    return waiting.update(cancelled_at=dates.now())


def send_outgoing() -> int:
    """Send what waits, over one connection. Returns how many went."""
    sent, connection = 0, get_connection()
    try:
        for _ in range(BATCH):
            mail = claim_next(at=timezone.now())
            if mail is None:
                break
            sent += deliver(mail, connection)
    finally:
        connection.close()
    return sent


@transaction.atomic
def claim_next(*, at: datetime) -> OutgoingMail | None:
    """Take one waiting mail, so that no other sender does until the lease runs out."""
    mail = (
        OutgoingMail.objects.waiting(at=at)
        .order_by("next_try_at", "pk")
        .select_for_update(skip_locked=True)
        .first()
    )
    if mail is not None:
        mail.mark_claimed(until=at + LEASE)
    return mail


def deliver(mail: OutgoingMail, connection: BaseEmailBackend) -> bool:
    """Send one claimed mail and record what came of it. True when it went."""
    try:
        connection.open()
        connection.send_messages([mail.as_message()])
    except (OSError, SMTPResponseException, SMTPRecipientsRefused) as error:
        connection.close()
        _record_trouble(mail, error)
        return False
    mail.mark_sent(at=dates.now())
    return True


def _record_trouble(mail: OutgoingMail, error: Exception) -> None:
    text = f"{type(error).__name__}: {error}"[:500]
    logger.warning("mail %s not sent: %s", mail.pk, type(error).__name__)
    if _is_final(error):
        mail.mark_refused(error=text, at=dates.now())
    else:
        mail.mark_delayed(error=text, at=timezone.now())


def _is_final(error: Exception) -> bool:
    """A 5xx answer about this mail is final (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return isinstance(error, SMTPResponseException) and 500 <= error.smtp_code < 600

"""Emptying the outbox.

A sender claims a mail, commits, sends, and marks it: a process that dies in between leaves a lease that runs out, so
the mail goes again with the same Message-ID. Nothing is lost, and a second copy is possible only when the process dies
between the server's 250 and our commit.

What the server says of itself pauses all sending and fails no mail. What it says of one address or one mail fails that
mail, unless it refuses everybody: then it is in trouble itself.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from common import dates
from mailing import answers
from mailing.answers import Judgement
from mailing.kinds import MailKind
from mailing.models import LEASE, OutgoingMail, OutgoingMailQuerySet, Trouble
from mailing.services import outbox

logger = logging.getLogger(__name__)
BATCH = 200
# A run ends well before the task's limit, with room for one mail on a server that hangs in every phase.
SECONDS = 30
# So many mails in a row on which the server broke off or refused, none taken: it is not the mails.
IN_A_ROW = 3
# A mail that everybody's refusal has kept waiting this long is told as failed; it can be sent again.
MOST_ATTEMPTS = 20


@dataclass
class Run:
    """What one run has met."""

    sent: int = 0
    refused: list[tuple[OutgoingMail, Judgement, str]] = field(default_factory=list)
    broken: int = 0

    @property
    def is_hopeless(self) -> bool:
        return not self.sent and self.broken + len(self.refused) >= IN_A_ROW

    @property
    def refuses_everybody(self) -> bool:
        """Two addresses or more, and nobody accepted."""
        return not self.sent and len({mail.recipient for mail, *_ in self.refused}) > 1


def send_outgoing(only: MailKind | None = None) -> int:
    """Send what may go, over one connection. Returns how many went.

    `only` alarms: by whoever raises them, for the sender may be what stands still. They are about now, so they go
    from a held outbox too.
    """
    waiting = _waiting(only, at=timezone.now())
    if not _may_send(though_held=bool(only and only.though_held)) or not waiting.exists():
        return 0
    connection = get_connection()
    try:
        if not _opened(connection):
            return 0
        return _send_all(connection, only)
    finally:
        _close(connection)


def _waiting(only: MailKind | None, *, at: datetime) -> OutgoingMailQuerySet:
    waiting = OutgoingMail.objects.waiting(at=at)
    return waiting if only is None else waiting.filter(kind=only)


def _may_send(*, though_held: bool) -> bool:
    with transaction.atomic():
        state = outbox()
        if state.trouble and state.server != _server():
            state.recover()  # the administrator has pointed us to another
        now = timezone.now()
        return not (state.is_paused(at=now) if though_held else state.is_stopped(at=now))


def _send_all(connection: BaseEmailBackend, only: MailKind | None) -> int:
    run, ends = Run(), time.monotonic() + SECONDS
    for _ in range(BATCH):
        if time.monotonic() > ends or run.is_hopeless:
            break
        mail = claim_next(only, at=timezone.now())
        if mail is None or not _deliver(mail, connection, run):
            break
    _settle(run)
    return run.sent


@transaction.atomic
def claim_next(only: MailKind | None = None, *, at: datetime) -> OutgoingMail | None:
    """Take one waiting mail, so that no other sender does until the lease runs out."""
    mail = (
        _waiting(only, at=at)
        .order_by("next_try_at", "pk")
        .select_for_update(skip_locked=True)
        .first()
    )
    if mail is not None:
        mail.mark_claimed(until=at + LEASE)
    return mail


def _opened(connection: BaseEmailBackend) -> bool:
    """Connection, greeting, EHLO, TLS and sign-in: trouble here is nobody's mail's."""
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        _pause(answers.at_opening(error), error)
        return False
    return True


def _deliver(mail: OutgoingMail, connection: BaseEmailBackend, run: Run) -> bool:
    """Send one claimed mail and record what came of it. False when the run is over."""
    try:
        connection.send_messages([mail.as_message()])
    except (OSError, SMTPException, ValueError) as error:
        return _met(error, mail, connection, run)
    mail.mark_sent(at=dates.now())
    if not run.sent:
        _recovered()
    run.sent += 1
    return True


def _met(error: Exception, mail: OutgoingMail, connection: BaseEmailBackend, run: Run) -> bool:
    judged, text = answers.at_sending(error), _told(error)
    logger.warning("mail %s not sent: %s, %s", mail.pk, judged.trouble, type(error).__name__)
    if judged.of_server:
        _put_back(mail)
        _pause(judged.trouble, error)
        return False
    if judged.is_final:
        run.refused.append((mail, judged, text))
    else:
        mail.mark_delayed(judged.trouble, error=text, at=timezone.now())
    if judged.trouble == Trouble.BROKEN:
        run.broken += 1
        _close(connection)
        return _opened(connection)
    return True


def _settle(run: Run) -> None:
    """Say of each refused mail whether it is the mail's fault or the server's."""
    if run.refuses_everybody or (run.refused and _refused_everybody_before()):
        for mail, judged, text in run.refused:
            if mail.attempts >= MOST_ATTEMPTS:
                mail.mark_failed(judged.trouble, error=text, at=dates.now())
            else:
                mail.mark_delayed(Trouble.NOBODY, error=text, at=timezone.now())
        _pause(Trouble.NOBODY, run.refused[-1][2])
        return
    for mail, judged, text in run.refused:
        mail.mark_failed(judged.trouble, error=text, at=dates.now())
    if run.is_hopeless:
        _pause(Trouble.BROKEN, "")


def _refused_everybody_before() -> bool:
    with transaction.atomic():
        return outbox().trouble == Trouble.NOBODY


def _put_back(mail: OutgoingMail) -> None:
    """As if it had not been tried: the trouble is not its own."""
    mail.claimed_until, mail.attempts = None, mail.attempts - 1
    mail.save(update_fields=["claimed_until", "attempts"])


def _pause(trouble: Trouble, error: Exception | str) -> None:
    with transaction.atomic():
        state = outbox()
        state.pause(trouble, server=_server(), error=_told(error), at=timezone.now())
    logger.error("mail is paused: %s, %s in a row", trouble, state.failures)


def _recovered() -> None:
    with transaction.atomic():
        state = outbox()
        if state.trouble:
            state.recover()
            logger.warning("mail goes again")


def _close(connection: BaseEmailBackend) -> None:
    """Whatever state a broken connection is in."""
    try:
        connection.close()
    except (OSError, SMTPException):
        logger.info("the connection to the mail server was closed already")


def _server() -> str:
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _told(error: Exception | str) -> str:
    return error if isinstance(error, str) else f"{type(error).__name__}: {error}"[:500]

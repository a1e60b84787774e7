"""Emptying the outbox.

A sender claims some mails, commits, and then sends and marks one after the other over one connection: a process that
dies leaves a lease that runs out, so what it had not marked goes again with the same Message-ID. Nothing is lost, and a
second copy is possible only of the one mail that was between its last byte and our commit.

What the server says of itself pauses all sending and fails no mail. What it says of one address or one mail fails that
mail, unless it refuses everybody: then it is in trouble itself.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, takewhile
from smtplib import SMTPException

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from common import dates
from mailing import answers, services
from mailing.answers import Judgement
from mailing.connection import Connection, WrittenMail
from mailing.kinds import MailKind
from mailing.models import LEASE, OutgoingMail, OutgoingMailQuerySet, Trouble

logger = logging.getLogger(__name__)
# How many are claimed at a time.
BATCH = 50
# A run ends well before the task's limit, with room for one mail on a server that hangs in every phase.
SECONDS = 30
# A claimed mail is looked at again when it has waited so long for its turn.
FRESH_SECONDS = 1
# So many mails in a row on which the server broke off or refused, none taken: it is not the mails.
IN_A_ROW = 3
# A mail that everybody's refusal has kept waiting this long is told as failed; it can be sent again.
MOST_ATTEMPTS = 20


@dataclass
class Run:
    """What one run has met."""

    connection: Connection
    ends: float
    sent: int = 0
    # By the connection as it is open now.
    sent_by_connection: int = 0
    # The server has it, and we have not said so yet.
    unmarked: OutgoingMail | None = None
    refused: list[tuple[OutgoingMail, Judgement, str]] = field(default_factory=list)
    broken: int = 0
    # All mail waits: the server is away or in trouble.
    is_stopped: bool = False

    @property
    def is_hopeless(self) -> bool:
        return not self.sent and self.broken + len(self.refused) >= IN_A_ROW

    @property
    def refuses_everybody(self) -> bool:
        """Two addresses or more, and nobody accepted."""
        return not self.sent and len({mail.recipient for mail, *_ in self.refused}) > 1

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self.ends

    @property
    def goes_on(self) -> bool:
        return not (self.is_stopped or self.is_hopeless or self.is_late)

    def take(self, mail: OutgoingMail) -> None:
        """The server has it."""
        self.unmarked = mail
        self.sent += 1
        self.sent_by_connection += 1

    def mark(self) -> None:
        """What the server has taken, before it can take another."""
        if self.unmarked:
            self.unmarked.mark_sent(at=dates.now())
            self.unmarked = None
            if self.sent == 1:
                _recovered()


class Pile:
    """Claimed mails, each written a little before its turn."""

    def __init__(self, mails: list[OutgoingMail], run: Run) -> None:
        self.untried = {mail.pk: mail for mail in mails}
        self._run = run
        self._claimed_at = time.monotonic()
        self._ahead: list[WrittenMail] = []
        self._coming = self._write(mails)

    def take(self) -> WrittenMail | None:
        self.write_next()
        if not self._ahead:
            return None
        written = self._ahead.pop(0)
        del self.untried[written.mail.pk]
        return written

    def put_first(self, written: WrittenMail) -> None:
        """The server has had enough of the connection: the mail goes over the next."""
        self._ahead.insert(0, written)
        self.untried[written.mail.pk] = written.mail

    def write_next(self) -> None:
        if not self._ahead:
            self._ahead += islice(self._coming, 1)

    def _write(self, mails: list[OutgoingMail]) -> Iterator[WrittenMail]:
        for mail in mails:
            if latest := self._latest(mail):
                try:
                    yield WrittenMail.of(latest)
                except ValueError as error:
                    del self.untried[mail.pk]
                    self._run.refused.append((latest, answers.at_sending(error), _told(error)))

    def _latest(self, mail: OutgoingMail) -> OutgoingMail | None:
        """Where it takes long, without what has been taken back and with what has been rewritten."""
        if time.monotonic() - self._claimed_at < FRESH_SECONDS:
            return mail
        return OutgoingMail.objects.unsent().filter(pk=mail.pk).first()


def send_outgoing(only: MailKind | None = None) -> int:
    """Send all that may go, over one connection. Returns how many went.

    `only` alarms: by whoever raises them, for the sender may be what stands still. They are about now, so they go
    from a held outbox too.
    """
    waiting = _waiting(only, at=timezone.now())
    if not _may_send(though_held=bool(only and only.though_held)) or not waiting.exists():
        return 0
    run = Run(Connection(), ends=time.monotonic() + SECONDS)
    try:
        if not _opened(run):
            return 0
        with _soon_on_disk():
            return _send_all(run, only)
    finally:
        _close(run.connection)


@contextmanager
def _soon_on_disk() -> Iterator[None]:
    """What we commit stands if we die, and is on the disk within a second: no mail waits for that."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _waiting(only: MailKind | None, *, at: datetime) -> OutgoingMailQuerySet:
    waiting = OutgoingMail.objects.waiting(at=at)
    return waiting if only is None else waiting.filter(kind=only)


def _may_send(*, though_held: bool) -> bool:
    with transaction.atomic():
        state = services.outbox()
        if state.trouble and state.server != _server():
            state.recover()  # the administrator has pointed us to another
        now = timezone.now()
        return not (state.is_paused(at=now) if though_held else state.is_stopped(at=now))


def _send_all(run: Run, only: MailKind | None) -> int:
    while run.goes_on and (mails := claim(only, at=timezone.now())):
        _send_claimed(mails, run)
    _settle(run)
    if run.is_late:
        services.start_sending()
    return run.sent


def _send_claimed(mails: list[OutgoingMail], run: Run) -> None:
    pile = Pile(mails, run)
    try:
        while run.goes_on and (written := pile.take()):
            _deliver(written, run, pile)
    finally:
        run.mark()
        OutgoingMail.objects.filter(pk__in=pile.untried).put_back()


@transaction.atomic
def claim(only: MailKind | None = None, *, at: datetime) -> list[OutgoingMail]:
    """Take some that wait, so that no other sender does until the lease runs out.

    One that has been tried before is taken alone: if it kills its sender, none waits for the lease with it.
    """
    waiting = _waiting(only, at=at).order_by("next_try_at", "pk")
    mails = list(waiting.select_for_update(skip_locked=True)[:BATCH])
    claimed = list(takewhile(lambda mail: not mail.attempts, mails)) or mails[:1]
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in claimed]).claim(until=at + LEASE)
    for mail in claimed:
        mail.attempts += 1
    return claimed


def _opened(run: Run) -> bool:
    """Trouble here is nobody's mail's."""
    run.sent_by_connection = 0
    try:
        run.connection.open()
    except (OSError, SMTPException) as error:
        _pause(answers.at_opening(error), error, run)
        return False
    return True


def _deliver(written: WrittenMail, run: Run, pile: Pile) -> None:
    """The last mail is marked while the server answers to this one, the next is written while it takes this one."""
    try:
        run.connection.begin(written)
        run.mark()
        run.connection.hand_over(written)
        try:
            pile.write_next()
        finally:
            run.connection.finish()
            run.take(written.mail)
    except (OSError, SMTPException) as error:
        run.mark()
        _met(error, written, run, pile)


def _met(error: Exception, written: WrittenMail, run: Run, pile: Pile) -> None:
    mail, judged, text = written.mail, answers.at_sending(error), _told(error)
    logger.warning("mail %s not sent: %s, %s", mail.pk, judged.trouble, type(error).__name__)
    if judged.closes and run.sent_by_connection:
        pile.put_first(written)
        _reopen(run)
    elif judged.of_server:
        OutgoingMail.objects.filter(pk=mail.pk).put_back()
        _pause(judged.trouble, error, run)
    elif judged.is_final:
        run.refused.append((mail, judged, text))
    else:
        mail.mark_delayed(judged.trouble, error=text, at=timezone.now())
        if judged.trouble == Trouble.BROKEN:
            run.broken += 1
            _reopen(run)


def _reopen(run: Run) -> None:
    _close(run.connection)
    _opened(run)


def _settle(run: Run) -> None:
    """Say of each refused mail whether it is the mail's fault or the server's."""
    if run.refuses_everybody or (run.refused and _refused_everybody_before()):
        for mail, judged, text in run.refused:
            if mail.attempts >= MOST_ATTEMPTS:
                mail.mark_failed(judged.trouble, error=text, at=dates.now())
            else:
                mail.mark_delayed(Trouble.NOBODY, error=text, at=timezone.now())
        _pause(Trouble.NOBODY, run.refused[-1][2], run)
        return
    for mail, judged, text in run.refused:
        mail.mark_failed(judged.trouble, error=text, at=dates.now())
    if run.is_hopeless:
        _pause(Trouble.BROKEN, "", run)


def _refused_everybody_before() -> bool:
    with transaction.atomic():
        return services.outbox().trouble == Trouble.NOBODY


def _pause(trouble: Trouble, error: Exception | str, run: Run) -> None:
    run.is_stopped = True
    with transaction.atomic():
        state = services.outbox()
        state.pause(trouble, server=_server(), error=_told(error), at=timezone.now())
    logger.error("mail is paused: %s, %s in a row", trouble, state.failures)


def _recovered() -> None:
    with transaction.atomic():
        state = services.outbox()
        if state.trouble:
            state.recover()
            logger.warning("mail goes again")


def _close(connection: Connection) -> None:
    """Whatever state a broken connection is in."""
    try:
        connection.close()
    except (OSError, SMTPException):
        logger.info("the connection to the mail server was closed already")


def _server() -> str:
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _told(error: Exception | str) -> str:
    return error if isinstance(error, str) else f"{type(error).__name__}: {error}"[:500]

"""The demo's post office: takes every mail over SMTP and keeps it in a table."""

import asyncio
import email
import email.policy
import logging
import signal
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, close_old_connections, transaction

from common import dates
from demo.models import DemoMail

logger = logging.getLogger(__name__)
HOST = "127.0.0.1"
TAKEN = "250 Taken"
TRY_LATER = "451 Requested action aborted: storage is not available"


class Mailboxes:
    """What aiosmtpd calls when a mail has come in."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        try:
            await asyncio.to_thread(keep, envelope)
        except DatabaseError as error:
            logger.warning("mail not kept: %s", type(error).__name__)
            return TRY_LATER  # the sender's outbox tries again
        return TAKEN


def keep(envelope: Envelope) -> None:
    """One row for each recipient. The connection may have gone since the last mail."""
    close_old_connections()
    try:
        _store(envelope)
    finally:
        close_old_connections()


@transaction.atomic
def _store(envelope: Envelope) -> None:
    message = email.message_from_bytes(
        envelope.original_content or b"", policy=email.policy.default
    )
    for recipient in envelope.rcpt_tos:
        DemoMail.objects.create(
            recipient=recipient.lower()[:254],
            sender=_header(message, "From", 320),
            subject=_header(message, "Subject", 300),
            text=text_of(message),
            message_id=_header(message, "Message-ID", 300),
            received_at=dates.now(),
        )


def text_of(message: EmailMessage) -> str:
    """The part meant for reading, as plain text."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = part.get_content()
    except LookupError:  # a character set that nobody knows
        text = bytes(part.get_payload(decode=True)).decode("utf-8", "replace")
    return _clean(text).replace("\r\n", "\n")


def _header(message: EmailMessage, name: str, length: int) -> str:
    return _clean(str(message.get(name, "")))[:length]


def _clean(text: str) -> str:
    """PostgreSQL holds neither NUL nor half a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


async def serve(port: int) -> None:
    """Listen until asked to stop."""
    loop, asked_to_stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop.set)
    server = await loop.create_server(_conversation, HOST, port)
    try:
        await asked_to_stop.wait()
    finally:
        server.close()


def _conversation() -> SMTP:
    return SMTP(Mailboxes(), hostname="localhost", enable_SMTPUTF8=True)

"""A connection to the mail server, with its waits handed out.

smtplib says a thing and waits for the answer. Here each mail has two places where the server works and we are free: at
its beginning, and while its text is taken. `sending` marks the last mail in the one and writes the next in the other,
so that a mail costs little more than the server's own time.
"""

from dataclasses import dataclass
from email.generator import BytesGenerator
from email.utils import parseaddr
from functools import cache
from io import BytesIO
from smtplib import (
    CRLF,
    SMTP,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Self

from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from mailing.models import OutgoingMail

# A line of a text that begins with a dot gets another; a dot alone ends the text.
DOT, END = b"\r\n.", b".\r\n"


@dataclass(frozen=True)
class WrittenMail:
    """A mail as it is said to the server."""

    mail: OutgoingMail
    sender: str
    recipient: str
    content: bytes

    @classmethod
    def of(cls, mail: OutgoingMail) -> Self:
        """Raises ValueError for an address that none can be sent to."""
        message = mail.as_message()
        content = BytesIO()
        BytesGenerator(content, mangle_from_=False).flatten(message.message(), linesep=CRLF)
        recipient = sanitize_address(mail.recipient, "utf-8")
        return cls(mail, _sender(message.from_email), recipient, content.getvalue())


class Connection:
    """For one mail after the other: `begin`, `hand_over`, `finish`. Raises what smtplib raises."""

    def __init__(self) -> None:
        self._backend = EmailBackend()

    def open(self) -> None:
        """Connection, greeting, TLS, sign-in and EHLO."""
        self._backend.open()
        self._smtp.ehlo_or_helo_if_needed()

    def close(self) -> None:
        self._backend.close()

    def begin(self, written: WrittenMail) -> None:
        size = f" size={len(written.content)}" if self._smtp.has_extn("size") else ""
        self._smtp.putcmd("mail", f"FROM:<{written.sender}>{size}")

    def hand_over(self, written: WrittenMail) -> None:
        code, words = self._smtp.getreply()
        if code != 250:
            self._start_over(code)
            raise SMTPSenderRefused(code, words, written.sender)
        code, words = self._smtp.rcpt(written.recipient)
        if code not in (250, 251):
            self._start_over(code)
            raise SMTPRecipientsRefused({written.recipient: (code, words)})
        code, words = self._smtp.docmd("data")
        if code != 354:
            self._start_over(code)
            raise SMTPDataError(code, words)
        self._smtp.send(_as_data(written.content))

    def finish(self) -> None:
        """The server has the mail."""
        code, words = self._smtp.getreply()
        if code != 250:
            self._start_over(code)
            raise SMTPDataError(code, words)

    @property
    def _smtp(self) -> SMTP:
        smtp = self._backend.connection
        if smtp is None:
            raise SMTPServerDisconnected("not connected")
        return smtp

    def _start_over(self, code: int) -> None:
        if code == 421:
            self._smtp.close()
        else:
            self._smtp.rset()


@cache
def _sender(address: str) -> str:
    return parseaddr(sanitize_address(address, "utf-8"))[1]


def _as_data(content: bytes) -> bytes:
    stuffed = (CRLF.encode() + content).replace(DOT, DOT + b".")[2:]
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + END

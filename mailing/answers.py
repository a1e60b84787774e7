"""What an answer of the mail server is about: one mail, one address, or all mail.

RFC 5321 gives each phase its answers. Connection, greeting, EHLO, AUTH and MAIL FROM are about the server and us, RCPT
about an address, the end of DATA about a mail. 421 closes the connection in every phase; RFC 3463's x.7.y is policy,
such as a server that has stopped relaying for us.
"""

import re
from dataclasses import dataclass
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from mailing.models import Trouble

CLOSING = 421
NEEDS_SIGN_IN = frozenset({530, 534, 535})
TOO_LARGE = 552
POLICY = re.compile(r"\b5\.7\.\d+\b")


@dataclass(frozen=True)
class Judgement:
    """What an error means for the mail in hand and for the rest."""

    trouble: Trouble
    # The server's trouble: all mail waits, and none is to blame.
    of_server: bool = False
    # The server will never take this mail, if it takes others.
    is_final: bool = False
    # The server has had enough of this connection.
    closes: bool = False


def at_opening(error: Exception) -> Trouble:
    """Nothing has been said of any mail yet."""
    refused = isinstance(error, SMTPAuthenticationError | SMTPNotSupportedError)
    return Trouble.SIGN_IN if refused else Trouble.UNREACHABLE


def at_sending(error: Exception) -> Judgement:
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return _of_recipient(code, _text(words))
    if isinstance(error, SMTPResponseException):
        return _of_phase(error)
    if isinstance(error, OSError) and not isinstance(error, SMTPNotSupportedError):
        return Judgement(Trouble.BROKEN)
    return Judgement(Trouble.ADDRESS, is_final=True)


def _of_phase(error: SMTPResponseException) -> Judgement:
    if isinstance(error, SMTPDataError):
        return _of_mail(error.smtp_code)
    if not isinstance(error, SMTPSenderRefused):
        return Judgement(Trouble.UNREACHABLE, of_server=True)
    if error.smtp_code == TOO_LARGE:  # by its SIZE, before its text is sent
        return Judgement(Trouble.REJECTED, is_final=True)
    return Judgement(_unwelcome(error.smtp_code), of_server=True, closes=error.smtp_code == CLOSING)


def _of_recipient(code: int, words: str) -> Judgement:
    if code == CLOSING:
        return Judgement(Trouble.UNREACHABLE, of_server=True, closes=True)
    if code in NEEDS_SIGN_IN or (code >= 500 and POLICY.search(words)):
        return Judgement(_unwelcome(code, Trouble.NOBODY), of_server=True)
    if code >= 500:
        full = code == TOO_LARGE
        return Judgement(Trouble.FULL if full else Trouble.UNKNOWN, is_final=True)
    return Judgement(Trouble.LATER)


def _of_mail(code: int) -> Judgement:
    if code == CLOSING:
        return Judgement(Trouble.UNREACHABLE, of_server=True, closes=True)
    return Judgement(Trouble.REJECTED, is_final=True) if code >= 500 else Judgement(Trouble.LATER)


def _unwelcome(code: int, otherwise: Trouble = Trouble.SENDER) -> Trouble:
    return Trouble.SIGN_IN if code in NEEDS_SIGN_IN else otherwise


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words

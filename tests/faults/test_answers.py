"""What the mail server may answer, in every phase, to one of ten mails or to all: nothing is lost, whatever it says.

An answer about the server stops all mail and fails none; one about a mail or an address fails that mail alone.
"""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import services
from mailing.models import Outbox, OutgoingMail
from mailing.models import Trouble as T
from mailing.sending import send_outgoing
from responses.answer_emails import RECEIPT
from tests.faults.server import HANG_UP, running
from tests.long import LONG

ONE, ALL = "1 of 10", "all"
# Before RCPT all is about the server. At RCPT and after it: (what is said to one, what to all), each as
# (the mail's state and trouble, the outbox's trouble).
WAITS, FAILED = "queued", "failed"
BEFORE = {
    ("CONNECT", "554 No service"): T.UNREACHABLE,
    ("CONNECT", "421 Busy"): T.UNREACHABLE,
    ("CONNECT", HANG_UP): T.UNREACHABLE,
    ("CONNECT", "HTTP/1.1 400 Bad"): T.UNREACHABLE,
    ("EHLO", "421 Closing"): T.UNREACHABLE,
    ("EHLO", HANG_UP): T.UNREACHABLE,
    ("AUTH", "535 5.7.8 Wrong password"): T.SIGN_IN,
    ("AUTH", "454 Later"): T.SIGN_IN,
    ("AUTH", HANG_UP): T.UNREACHABLE,
    ("MAIL", "550 5.7.1 Sender not allowed"): T.SENDER,
    ("MAIL", "530 5.7.0 Authentication required"): T.SIGN_IN,
    ("MAIL", "451 Later"): T.SENDER,
    ("MAIL", "421 4.3.2 Closing"): T.SENDER,
}
SINCE = {
    # Refused once it is greeted by HELO, which tells of no AUTH.
    ("EHLO", "550 Refused"): ((WAITS, "", T.SIGN_IN), (WAITS, "", T.UNREACHABLE)),
    ("MAIL", HANG_UP): ((WAITS, T.BROKEN, ""), (WAITS, T.BROKEN, T.BROKEN)),
    ("MAIL", "552 Too large"): ((FAILED, T.REJECTED, ""), (WAITS, T.NOBODY, T.NOBODY)),
    ("RCPT", "550 5.7.1 Relaying denied"): ((WAITS, "", T.NOBODY), (WAITS, "", T.NOBODY)),
    ("RCPT", "421 4.3.2 Closing"): ((WAITS, "", T.UNREACHABLE), (WAITS, "", T.UNREACHABLE)),
    ("RCPT", "550 No such user"): ((FAILED, T.UNKNOWN, ""), (WAITS, T.NOBODY, T.NOBODY)),
    ("RCPT", "553 5.1.3 Bad address"): ((FAILED, T.UNKNOWN, ""), (WAITS, T.NOBODY, T.NOBODY)),
    ("RCPT", "552 5.2.2 Full"): ((FAILED, T.FULL, ""), (WAITS, T.NOBODY, T.NOBODY)),
    ("RCPT", "450 Greylisted"): ((WAITS, T.LATER, ""), (WAITS, T.LATER, "")),
    ("RCPT", HANG_UP): ((WAITS, T.BROKEN, ""), (WAITS, T.BROKEN, T.BROKEN)),
    ("DATA", "554 No"): ((FAILED, T.REJECTED, ""), (WAITS, T.NOBODY, T.NOBODY)),
    ("DATA", "451 Later"): ((WAITS, T.LATER, ""), (WAITS, T.LATER, "")),
    ("DATA", HANG_UP): ((WAITS, T.BROKEN, ""), (WAITS, T.BROKEN, T.BROKEN)),
    ("TEXT", "550 Looks like spam"): ((FAILED, T.REJECTED, ""), (WAITS, T.NOBODY, T.NOBODY)),
    ("TEXT", "552 Too large"): ((FAILED, T.REJECTED, ""), (WAITS, T.NOBODY, T.NOBODY)),
    ("TEXT", "451 Later"): ((WAITS, T.LATER, ""), (WAITS, T.LATER, "")),
    ("TEXT", "421 Closing"): ((WAITS, "", T.UNREACHABLE), (WAITS, "", T.UNREACHABLE)),
    ("TEXT", HANG_UP): ((WAITS, T.BROKEN, ""), (WAITS, T.BROKEN, T.BROKEN)),
}
CASES = [
    *(
        (*case, share, (WAITS, "", trouble))
        for case, trouble in BEFORE.items()
        for share in (ONE, ALL)
    ),
    *(
        (*case, share, told)
        for case, both in SINCE.items()
        for share, told in zip((ONE, ALL), both, strict=True)
    ),
]


@pytest.fixture
def server(settings):
    with running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "spar"
        yield server


def enqueue(number):
    return services.enqueue(
        key=f"k{number}",
        kind=RECEIPT,
        recipient=f"p{number}@test.example",
        subject="Kvitto",
        text="Svaret är inlämnat.",
    )


def go_on():
    """The pause and the waits are over, as many times as anything waits."""
    for _ in range(4):
        earlier = timezone.now() - timedelta(hours=1)
        Outbox.objects.update(paused_until=earlier)
        OutgoingMail.objects.unsent().update(next_try_at=earlier, claimed_until=None)
        send_outgoing()


@pytest.mark.parametrize(("phase", "answer", "share", "expected"), CASES if LONG else CASES[::3])
def test_an_answer(db, server, figures, phase, answer, share, expected):
    mails = [enqueue(number) for number in range(10)]
    server.answer = lambda now, times: (
        answer if now == phase and (share == ALL or times == 1) else None
    )
    send_outgoing()
    first, outbox = OutgoingMail.objects.get(pk=mails[0].pk), Outbox.now()
    state = (first.state, first.trouble, outbox.trouble)
    failed = OutgoingMail.objects.failed().count()
    server.answer = lambda now, times: None
    go_on()

    gone = Counter(server.ids())
    figures(
        "SMTP answers",
        cases=1,
        lost=10 - failed - len(gone),
        doubled=sum(gone.values()) - len(gone),
    )
    assert state == expected
    assert failed == (expected[0] == FAILED)
    assert set(gone.values()) == {1}
    assert len(gone) == 10 - failed
    assert Outbox.now().trouble == ""

"""What a wrong answer of the mail server does to the mail that waits: nothing is lost, whatever it says and when."""

import socketserver
import threading
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.utils import timezone

from common import dates
from mailing import services
from mailing.models import MailKind, Outbox, OutgoingMail, Trouble
from mailing.sending import send_outgoing

ONE, ALL = "1 of 10", "all"
FIRST = "p0@test.example"
SUNDAY = dates.at_local(date(2023, 2, 19), 12)


def enqueue(number=0, kind=MailKind.RECEIPT, **more):
    return services.enqueue(
        key=f"k{number}",
        kind=kind,
        recipient=f"p{number}@test.example",
        subject="Kvitto",
        text="Svaret är inlämnat.",
        **more,
    )


@pytest.fixture
def ten(db):
    return [enqueue(number) for number in range(10)]


def go_on(hours=1):
    """The pause and the waits are over."""
    earlier = timezone.now() - timedelta(hours=hours)
    Outbox.objects.update(paused_until=earlier)
    OutgoingMail.objects.unsent().update(next_try_at=earlier, claimed_until=None)


def states():
    return sorted({mail.state for mail in OutgoingMail.objects.all()})


PHASES = {
    # what is refused, with what → (is it the server's, and the cause told)
    ("MAIL", "550 5.7.1 Sender not allowed"): Trouble.SENDER,
    ("MAIL", "530 5.7.0 Authentication required"): Trouble.SIGN_IN,
    ("MAIL", "421 4.3.2 Closing"): Trouble.SENDER,
    ("RCPT", "550 5.7.1 Relaying denied"): Trouble.NOBODY,
    ("RCPT", "421 4.3.2 Closing"): Trouble.UNREACHABLE,
}


@pytest.mark.parametrize("share", [ONE, ALL])
@pytest.mark.parametrize(("phase", "answer"), PHASES)
def test_what_is_about_the_server_fails_no_mail(ten, sink, phase, answer, share):
    asked = []

    def refuse(command, address):
        asked.append(command)
        first = len([each for each in asked if each == phase]) == 1
        return answer if command == phase and (share == ALL or first) else ""

    sink.refusals = refuse
    send_outgoing()
    trouble, waiting = Outbox.objects.get().trouble, states()
    sink.refusals = lambda command, address: ""
    go_on()
    send_outgoing()

    assert (trouble, waiting) == (PHASES[phase, answer], ["queued"])
    assert sorted(sink.recipients) == sorted(mail.recipient for mail in ten)
    assert Outbox.objects.get().trouble == ""


@pytest.mark.parametrize("code", ["550 No such user", "553 5.1.3 Bad address", "551 Not here"])
def test_an_unknown_address_fails_its_own_mail(ten, sink, code):
    sink.refusals = lambda command, address: code if address == FIRST else ""

    send_outgoing()

    failed = OutgoingMail.objects.get(key="k0")
    assert (failed.state, failed.trouble) == ("failed", Trouble.UNKNOWN)
    assert len(sink.received) == 9
    assert Outbox.objects.get().trouble == ""


def test_a_server_that_refuses_everybody_fails_nobody(ten, sink):
    """A plain 550 to all is not ten wrong addresses."""
    sink.refusals = lambda command, address: "550 Go away" if command == "RCPT" else ""
    send_outgoing()
    while_refused = (Outbox.objects.get().trouble, states())
    sink.refusals = lambda command, address: ""
    go_on()
    send_outgoing()

    assert while_refused == (Trouble.NOBODY, ["queued"])
    assert len(sink.received) == 10


def test_a_lone_refusal_after_everybodys_is_not_the_addresses_fault(ten, sink):
    sink.refusals = lambda command, address: "550 Go away" if command == "RCPT" else ""
    send_outgoing()
    Outbox.objects.update(paused_until=timezone.now())
    enqueue(11)

    send_outgoing()

    assert states() == ["queued"]


@pytest.mark.parametrize("share", [ONE, ALL])
def test_an_answer_after_the_text(ten, sink, share):
    """552 at the end of DATA is about the mail; to every mail it is about the server."""
    sink.answer = lambda e: "552 Too large" if share == ALL or e.rcpt_tos == [FIRST] else "250 OK"
    send_outgoing()

    failed = OutgoingMail.objects.failed().count()
    assert failed == (1 if share == ONE else 0)
    assert len(sink.received) == (9 if share == ONE else 0)


def test_a_full_mailbox_is_told_as_such(ten, sink):
    sink.refusals = lambda command, address: "552 5.2.2 Full" if address == FIRST else ""

    send_outgoing()

    assert OutgoingMail.objects.get(key="k0").trouble == Trouble.FULL


def test_greylisting_delays_one_mail(ten, sink):
    sink.refusals = lambda command, address: "450 Greylisted" if address == FIRST else ""

    send_outgoing()

    delayed = OutgoingMail.objects.get(key="k0")
    assert (delayed.state, delayed.trouble) == ("queued", Trouble.LATER)
    assert len(sink.received) == 9


@contextmanager
def rude(words):
    """A server that says its words at once, and hangs up."""

    class Rude(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.sendall(words)

    with socketserver.TCPServer(("127.0.0.1", 0), Rude) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize(
    "words",
    [
        b"554 No service for you\r\n",
        b"421 Busy\r\n",
        b"",
        b"HTTP/1.1 400 Bad\r\n\r\n",
        b"220 hej\r\n550 EHLO refused\r\n550 HELO refused\r\n",
    ],
)
def test_a_wrong_greeting_fails_no_mail(ten, settings, words):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with rude(words) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        send_outgoing()

    assert states() == ["queued"]
    assert Outbox.objects.get().trouble in {Trouble.UNREACHABLE, Trouble.BROKEN}


def test_a_changed_password_fails_no_mail(ten, sink, settings):
    """The sink knows no AUTH: Django's refusal is that of a server that does not take the sign-in."""
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "spar"

    send_outgoing()

    assert states() == ["queued"]
    assert Outbox.objects.get().trouble == Trouble.SIGN_IN


def test_the_pause_grows_and_another_server_ends_it(ten, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    send_outgoing()
    send_outgoing()
    paused = Outbox.objects.get()
    Outbox.objects.update(paused_until=timezone.now())
    send_outgoing()
    longer = Outbox.objects.get()
    settings.EMAIL_PORT = 2
    send_outgoing()

    assert (paused.failures, longer.failures, Outbox.objects.get().failures) == (1, 2, 1)
    assert paused.trouble_since == longer.trouble_since


def test_a_held_outbox_lets_nothing_go_until_released(ten, sink):
    services.hold("Återläst ur säkerhetskopia.")
    send_outgoing()
    while_held = len(sink.received)
    services.release(by="Administratör")
    send_outgoing()

    assert (while_held, len(sink.received)) == (0, 10)
    assert Outbox.objects.get().released_by == "Administratör"


# Office hours


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        (dates.at_local(date(2023, 2, 14), 6, 59), False),
        (dates.at_local(date(2023, 2, 14), 7), True),
        (dates.at_local(date(2023, 2, 14), 16, 59), True),
        (dates.at_local(date(2023, 2, 14), 17), False),
        (SUNDAY, False),
        (dates.at_local(date(2023, 6, 23), 12), False),  # Midsummer's Eve
        (dates.at_local(date(2023, 6, 22), 12), True),
        (dates.at_local(date(2022, 12, 27), 12), True),
        (dates.at_local(date(2023, 1, 6), 12), False),
    ],
)
def test_mail_to_people_keeps_office_hours(db, sink, moment, goes):
    enqueue(kind=MailKind.REMINDER)
    with dates.told_at(moment):
        send_outgoing()

    assert bool(sink.received) is goes


def test_a_receipt_goes_at_any_hour(db, sink):
    enqueue(kind=MailKind.RECEIPT)
    with dates.told_at(SUNDAY):
        send_outgoing()

    assert len(sink.received) == 1


# What is not true any more, and what is sent again


def test_a_mail_whose_words_have_passed_waits_for_new_ones(db, sink):
    mail = enqueue(kind=MailKind.REMINDER, valid_until=dates.now())
    send_outgoing()
    services.renew(mail, subject="Nytt", text="Nytt", valid_until=dates.end_of(dates.today()))
    before = len(sink.received)
    send_outgoing()

    assert (before, [each["Subject"] for each in sink.received]) == (0, ["Nytt"])


def test_what_failed_can_be_sent_again(ten, sink):
    sink.refusals = lambda command, address: "550 No such user" if address == FIRST else ""
    send_outgoing()
    sink.refusals = lambda command, address: ""

    assert services.send_again(OutgoingMail.objects.all()) == 1
    send_outgoing()
    assert FIRST in sink.recipients


def test_what_holds_a_link_to_an_account_is_not_sent_again(db):
    enqueue(kind=MailKind.INVITATION).mark_failed(Trouble.UNKNOWN, error="", at=dates.now())

    assert services.send_again(OutgoingMail.objects.all()) == 0


def test_a_corrected_address_gets_what_failed_for_the_wrong_one(ten, sink):
    sink.refusals = lambda command, address: "550 No such user" if address == FIRST else ""
    send_outgoing()

    services.readdress(old=FIRST.upper(), new="ratt@test.example")
    send_outgoing()

    mail = OutgoingMail.objects.get(key="k0")
    assert (mail.state, mail.first_recipient) == ("sent", FIRST)
    assert "ratt@test.example" in sink.recipients

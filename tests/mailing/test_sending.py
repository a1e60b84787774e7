"""When mail goes, waits and goes again. What the server may answer: tests/faults/test_answers.py."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.emails import INVITATION
from common import dates
from mailing import services
from mailing.models import Outbox, OutgoingMail, Trouble
from mailing.sending import send_outgoing
from responses.emails import RECEIPT, REMINDER

FIRST = "p0@test.example"
SUNDAY = dates.at_local(date(2023, 2, 19), 12)


def enqueue(number=0, kind=RECEIPT, **more):
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


def states():
    return sorted({mail.state for mail in OutgoingMail.objects.all()})


def test_a_lone_refusal_after_everybodys_is_not_the_addresses_fault(ten, sink):
    sink.refusals = lambda command, address: "550 Go away" if command == "RCPT" else ""
    send_outgoing()
    Outbox.objects.update(paused_until=timezone.now())
    enqueue(11)

    send_outgoing()

    assert states() == ["queued"]


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
    enqueue(kind=REMINDER)
    with dates.told_at(moment):
        send_outgoing()

    assert bool(sink.received) is goes


def test_a_receipt_goes_at_any_hour(db, sink):
    enqueue(kind=RECEIPT)
    with dates.told_at(SUNDAY):
        send_outgoing()

    assert len(sink.received) == 1


# What is not true any more, and what is sent again


def test_a_mail_whose_words_have_passed_waits_for_new_ones(db, sink):
    mail = enqueue(kind=REMINDER, valid_until=dates.now())
    send_outgoing()
    mail.subject, mail.text, mail.valid_until = "Nytt", "Nytt", dates.end_of(dates.today())
    mail.save()
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
    enqueue(kind=INVITATION).mark_failed(Trouble.UNKNOWN, error="", at=dates.now())

    assert services.send_again(OutgoingMail.objects.all()) == 0


def test_a_corrected_address_gets_what_failed_for_the_wrong_one(ten, sink):
    sink.refusals = lambda command, address: "550 No such user" if address == FIRST else ""
    send_outgoing()

    services.readdress(old=FIRST.upper(), new="ratt@test.example")
    send_outgoing()

    mail = OutgoingMail.objects.get(key="k0")
    assert (mail.state, mail.first_recipient) == ("sent", FIRST)
    assert "ratt@test.example" in sink.recipients

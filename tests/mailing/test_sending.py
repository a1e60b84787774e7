"""When mail goes, waits and goes again. What the server may answer: tests/faults/test_answers.py."""

import itertools
from datetime import date

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.emails import INVITATION
from common import dates
from mailing import sending, services
from mailing.connection import Connection
from mailing.models import Outbox, OutgoingMail, Trouble
from mailing.sending import send_outgoing
from responses.answer_emails import RECEIPT
from responses.emails import REMINDER

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


# Fifty at a time


def test_a_server_that_has_had_enough_of_a_connection_gets_another(ten, sink):
    taken = itertools.count(1)
    sink.answer = lambda envelope: "421 Enough" if next(taken) % 4 == 0 else "250 OK"

    assert send_outgoing() == 10
    assert len(set(sink.ids())) == 10
    assert Outbox.now().trouble == ""


def test_more_than_one_batch_goes_in_one_run(ten, sink, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 3)

    assert send_outgoing() == 10
    assert len(set(sink.ids())) == 10


def test_what_is_taken_back_or_rewritten_while_a_batch_goes_is_not_sent_as_it_was(
    ten, sink, monkeypatch
):
    monkeypatch.setattr(sending, "FRESH_SECONDS", 0)
    begin = Connection.begin

    def change(connection, written):
        OutgoingMail.objects.filter(key="k5").update(subject="Nytt")
        services.cancel(OutgoingMail.objects.filter(key="k9"))
        begin(connection, written)

    monkeypatch.setattr(Connection, "begin", change)
    send_outgoing()

    assert "p9@test.example" not in sink.recipients
    assert [each["Subject"] for each in sink.received if each["To"] == "p5@test.example"] == [
        "Nytt"
    ]


def test_what_was_not_tried_before_a_stop_is_as_before(ten, sink):
    sink.refusals = lambda command, address: "451 Closed" if command == "MAIL" else ""
    send_outgoing()

    assert {(mail.attempts, mail.claimed_until) for mail in OutgoingMail.objects.all()} == {
        (0, None)
    }


def test_a_mail_that_was_tried_before_is_claimed_alone(ten):
    OutgoingMail.objects.filter(key__in=["k0", "k4"]).update(attempts=1)
    at = timezone.now()
    batches = [[mail.key for mail in sending.claim(at=at)] for _ in range(5)]

    assert batches == [
        ["k0"],
        ["k1", "k2", "k3"],
        ["k4"],
        ["k5", "k6", "k7", "k8", "k9"],
        [],
    ]


def test_lines_that_begin_with_a_dot_come_as_they_are(db, sink):
    text = ".\n..två\n.slut"
    services.enqueue(key="k", kind=RECEIPT, recipient="a@test.example", subject="Kvitto", text=text)
    send_outgoing()

    received = sink.received[0].get_payload(decode=True).decode()
    assert received.replace("\r\n", "\n").strip("\n") == text


# When it begins


@pytest.fixture
def started(monkeypatch):
    names = []
    monkeypatch.setattr(
        services.current_app, "send_task", lambda name, **options: names.append(name)
    )
    return names


def test_a_sender_begins_once_at_the_commit(db, started, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(3):
            enqueue(number)
        assert started == []

    assert started == ["mailing.tasks.send_outgoing"]


def test_a_silent_broker_stops_no_deed(db, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(name, **options):
        raise OperationalError

    monkeypatch.setattr(services.current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        mail = enqueue()

    assert mail.state == "queued"


def test_a_run_that_is_out_of_time_lets_another_go_on(ten, sink, started, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", -1)

    assert send_outgoing() == 0
    assert started == ["mailing.tasks.send_outgoing"]
    assert states() == ["queued"]

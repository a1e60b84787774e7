"""One alarm when something has stood still, one word when it is over; whichever process notices."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts.roles import Role
from mailing.models import OutgoingMail, Trouble
from mailing.services import enqueue, hold, outbox
from operations import heartbeats, services
from operations.emails import ALARM
from operations.models import Alarm
from responses.answer_emails import RECEIPT
from tests import factories, smtp

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def processes(administrator):
    """All alive, and one function that makes one of them silent."""
    heartbeats.beat(*heartbeats.expected(), at=timezone.now())
    return lambda name, **time: heartbeats.beat(name, at=timezone.now() - timedelta(**time))


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = SMTP
    sink = smtp.Sink()
    with smtp.running(sink) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield sink


def watch(**later):
    services.watch(at=timezone.now() + timedelta(**later))


def alarms():
    return [(alarm.subject, alarm.ended_at is None) for alarm in Alarm.objects.order_by("pk")]


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", "recipient", "subject"))


def test_nothing_is_told_while_all_is_well(processes, server):
    processes("mail", minutes=14)

    watch()

    assert alarms() == []
    assert mails() == []


def test_one_alarm_when_it_begins_and_one_when_it_is_over(processes, server):
    processes("celery", minutes=16)
    for _ in range(3):
        watch()
    assert alarms() == [("process:celery", True)]
    assert [recipient for _, recipient, _ in mails()] == ["admin@test.example"]
    assert OutgoingMail.objects.filter(sent_at__isnull=False).count() == 1

    heartbeats.beat("celery", at=timezone.now())
    for _ in range(3):
        watch()

    assert alarms() == [("process:celery", False)]
    assert [subject.split(":")[0] for _, _, subject in mails()] == ["Larm", "Över"]

    processes("celery", minutes=16)
    watch()
    assert alarms() == [("process:celery", False), ("process:celery", True)]


def test_a_dead_senders_alarm_goes_without_it_and_from_a_held_outbox_too(processes, server):
    processes("mail", minutes=16)
    enqueue(key="a", kind=RECEIPT, recipient="a@test.example", subject="S", text="T")
    hold("Återställd.")

    watch()

    assert len(server.received) == 1
    assert OutgoingMail.objects.get(kind=ALARM).state == "sent"
    assert OutgoingMail.objects.get(kind=RECEIPT).state == "queued"


def test_what_was_over_before_the_mail_could_go_is_not_told(processes, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    processes("scheduler", minutes=16)
    watch()
    assert OutgoingMail.objects.get().state == "queued"

    heartbeats.beat("scheduler", at=timezone.now())
    watch()

    assert OutgoingMail.objects.get().state == "cancelled"


def test_every_administrator_is_told_and_nobody_else(processes, server, auditor):
    factories.person(Role.ADMINISTRATOR, name="Ännu en", email="another@test.example")
    processes("mail", minutes=16)

    watch()

    told = {recipient for _, recipient, _ in mails()}
    assert told == {"admin@test.example", "another@test.example"}


def test_trouble_with_the_mail_server_is_an_alarm_that_says_why(processes):
    outbox().pause(
        Trouble.SIGN_IN, server="a:25", error="535", at=timezone.now() - timedelta(minutes=16)
    )

    watch()

    assert alarms() == [("mail", True)]
    assert Trouble.SIGN_IN.label in Alarm.objects.get().text
    assert "535" not in OutgoingMail.objects.get().text


def test_a_queue_that_is_no_more_ends_its_alarm(processes, server):
    Alarm.objects.create(
        subject="process:old",
        title="T",
        text="T",
        began_at=timezone.now(),
        next_try_at=timezone.now(),
    )

    watch()

    assert alarms() == [("process:old", False)]


@pytest.mark.django_db(transaction=True)
def test_two_watchers_at_once_make_one_alarm(administrator, server):
    heartbeats.beat(*heartbeats.expected(), at=timezone.now() - timedelta(minutes=16))

    def run():
        watch()
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(alarms()) == len(heartbeats.expected()) == len(set(alarms()))
    assert len(server.received) == len(set(server.ids())) == len(alarms())
    connection.close()


@pytest.fixture
def hook(settings):
    """A webhook that keeps what it is told, and answers as the test says."""

    class Hook(BaseHTTPRequestHandler):
        told: list[dict] = []
        code = 200

        def do_POST(self):
            Hook.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(Hook.code)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.ALARM_WEBHOOK = f"http://127.0.0.1:{server.server_port}/larm"
        yield Hook
        server.shutdown()


def test_the_webhook_is_told_of_beginning_and_end_once(processes, server, hook):
    processes("mail", minutes=16)
    watch()
    watch(minutes=2)
    heartbeats.beat("mail", at=timezone.now())
    watch(minutes=3)
    watch(minutes=5)

    assert [told["event"] for told in hook.told] == ["began", "ended"]
    assert {told["subject"] for told in hook.told} == {"process:mail"}
    assert "E-postsändaren" in hook.told[0]["text"]


def test_a_webhook_that_refuses_is_tried_again_each_minute_and_stops_nothing(
    processes, server, hook
):
    processes("mail", minutes=16)
    hook.code = 500
    watch()
    watch(seconds=30)
    assert len(hook.told) == 1

    hook.code = 200
    watch(seconds=70)
    watch(seconds=140)

    assert [told["event"] for told in hook.told] == ["began", "began"]
    assert len(server.received) == 1

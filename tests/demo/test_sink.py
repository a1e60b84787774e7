"""The demo's post office, over real SMTP."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.db import connection

from demo.models import DemoMail
from demo.sink import text_of

pytestmark = pytest.mark.django_db(transaction=True)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def started():
    """A sink of its own process, on the test's database."""
    port = free_port()
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    url = f"{server}/{connection.settings_dict['NAME']}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo_mail_sink", "--port", str(port)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
    )
    try:
        wait_for(port)
        yield process, port
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def sink(django_db_setup):
    """One for all the tests, of which the last ends it."""
    yield from started()


def wait_for(port):
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the sink does not listen")


def send(port, *recipients):
    message = EmailMessage()
    message["Subject"] = "Påminnelse, svar önskas"
    message["From"] = "Lindvika kommuns revisorer <revisorerna@demo.example>"
    message["To"] = ", ".join(recipients)
    message["Message-ID"] = "<ett@demo.example>"
    message.set_content("Nämnden har inte svarat än.\n")
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.send_message(message)


def test_a_mail_becomes_a_row_for_each_recipient(sink):
    _, port = sink

    send(port, "KS@demo.example", "sn@demo.example")

    assert list(DemoMail.objects.order_by("recipient").values_list("recipient", "subject")) == [
        ("ks@demo.example", "Påminnelse, svar önskas"),
        ("sn@demo.example", "Påminnelse, svar önskas"),
    ]


def test_the_text_is_kept_in_swedish(sink):
    _, port = sink

    send(port, "ks@demo.example")

    assert DemoMail.objects.get().text.strip() == "Nämnden har inte svarat än."


def test_mail_goes_on_after_the_database_has_closed_the_connection(sink):
    _, port = sink
    send(port, "ks@demo.example")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    send(port, "ks@demo.example")

    assert DemoMail.objects.count() == 2


def test_it_ends_cleanly_when_told_to(sink):
    process, _ = sink

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=10) == 0


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-8"])
def test_odd_characters_are_survived(charset):
    message = EmailMessage()
    message["Content-Type"] = f'text/plain; charset="{charset}"'
    message.set_payload("a\0b")

    assert text_of(message) == "ab"

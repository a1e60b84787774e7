"""A real worker on a real broker: what is enqueued is done, and a killed worker loses nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.utils import timezone

from mailing import services
from mailing.models import OutgoingMail
from mailing.tasks import send_outgoing
from responses.answer_emails import RECEIPT
from tests import smtp


@contextmanager
def worker(
    port: int, *, queues: str = "celery,mail", app: str = "config", database: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    environment = smtp.environment(port)
    if database is not None:  # instead of the one that this process of pytest has
        environment["REDIS_URL"] = f"{environment['REDIS_URL'].partition('?')[0]}?db={database}"
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            app,
            "worker",
            "--concurrency",
            "1",
            "--queues",
            queues,
            "--loglevel",
            "ERROR",
        ],
        cwd=smtp.ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(happened, seconds=40):
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.1)
    assert happened()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_with_a_mail_in_its_hands_loses_nothing():
    mail = services.enqueue(
        key="a",
        kind=RECEIPT,
        recipient="sn@test.example",
        subject="Påminnelse",
        text="Text",
    )
    sink = smtp.Sink()
    killed: list[bool] = []
    with smtp.running(sink) as port:
        with worker(port) as first:

            def kill(envelope):
                os.killpg(first.pid, signal.SIGKILL)
                killed.append(True)
                return "451 gone"

            sink.answer = kill
            send_outgoing.delay()
            wait_for(lambda: killed)
        assert sink.received == []
        sink.answer = lambda envelope: "250 OK"
        OutgoingMail.objects.update(claimed_until=timezone.now())  # the lease runs out
        with worker(port):
            send_outgoing.delay()  # as the scheduler does every half minute
            wait_for(lambda: sink.received)

    assert set(sink.ids()) == {mail.message_id}
    mail.refresh_from_db()
    assert len(sink.received) == 1

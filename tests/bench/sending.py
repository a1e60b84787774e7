"""The outbox against raw smtplib on one connection, to the same sink in turns."""

import resource
import smtplib
from statistics import median

from django.conf import settings
from django.test import override_settings

from mailing.models import OutgoingMail
from mailing.sending import send_outgoing
from tests.bench import sink
from tests.bench.figures import Figures, timed

# A mail server that takes as many a second as one that stores what it takes, and one that only listens.
SINKS = {"": 1_000, " as fast as the sink can": 0}
ROUNDS = 3


def measured(figures: Figures) -> None:
    """What is in the outbox, again and again."""
    memory = []
    work: dict[str, list[float]] = {"mail": [], "raw mail": []}
    for words, per_second in SINKS.items():
        ours, raw = [], []
        with sink.running(per_second) as port, override_settings(**_server(port)):
            for _ in range(ROUNDS):
                OutgoingMail.objects.update(sent_at=None, attempts=0)
                messages = _messages()
                seconds, worked, sent = timed(_send)
                assert sent == len(messages), f"{sent} of {len(messages)} went"
                ours.append(sent / seconds)
                work["mail"].append(worked / sent)
                seconds, worked, _ = timed(lambda messages=messages: _send_raw(messages))
                raw.append(sent / seconds)
                work["raw mail"].append(worked / sent)
                memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        figures.tell(f"mails a second{words}", round(median(ours)))
        figures.tell(f"raw smtplib{words}", round(median(raw)))
        figures.compare(f"{figures.bench}{words}", round(median(ours) / median(raw), 2))
    for words, seconds_each in work.items():
        figures.tell(f"ms of our work for a {words}", round(median(seconds_each) * 1000, 2))
    figures.tell("MB at most, first round", memory[0])
    figures.tell("MB at most, last round", memory[-1])


def _send() -> int:
    """Until the outbox is empty, as one run lets the next go on."""
    return sum(iter(send_outgoing, 0))


def _server(port: int) -> dict[str, object]:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return {"EMAIL_BACKEND": backend, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}


def _messages() -> list[tuple[str, bytes]]:
    mails = OutgoingMail.objects.unsent()
    return [(mail.recipient, mail.as_message().message().as_bytes()) for mail in mails]


def _send_raw(messages: list[tuple[str, bytes]]) -> None:
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as smtp:
        for recipient, content in messages:
            smtp.sendmail("revisorerna@bench.example", [recipient], content)

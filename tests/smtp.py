"""A mail server of the tests' own, and the product's processes run against it."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


class Sink:
    """Keeps what it is given. `answer` may refuse, or do something worse, before the 250.

    `refusals` are answers to MAIL and RCPT, by the command and the address that it names.
    """

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.answer: Callable[[Envelope], str] = lambda envelope: "250 OK"
        self.refusals: Callable[[str, str], str] = lambda command, address: ""

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.refusals("MAIL", address):
            return refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self.refusals("RCPT", address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answer(envelope)
        if answer.startswith("250"):
            self.received.append(message_from_bytes(envelope.content or b""))
        return answer

    @property
    def recipients(self) -> list[str]:
        return [message["To"] for message in self.received]

    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.received]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def running(sink: Sink) -> Iterator[int]:
    """The sink on a free port of this machine."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def environment(port: int) -> dict[str, str]:
    """What a process of ours needs to work on the test's own database and mail server."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return {
        **os.environ,
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "REDIS_URL": settings.REDIS_URL,
    }


def manage(port: int, *arguments: str) -> subprocess.Popen[str]:
    """A command of ours, as a process."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(port),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )

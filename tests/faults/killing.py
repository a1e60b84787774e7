"""The product's worker, but a missiv makes its child die at once, as when the machine takes back its memory."""

import os
import signal
from unittest import mock

from celery.signals import worker_process_init

from config.celery import app as celery_app

__all__ = ["celery_app"]


@worker_process_init.connect
def die_of_a_missive(**_: object) -> None:
    mock.patch(
        "reports.papers.missive.paper", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
    ).start()

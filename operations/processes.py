"""Where the processes of Celery say that they live, and look after the others.

Each of them watches everything, a worker by a task in its own queue, the scheduler beside its turns: whichever has
died, another one tells.
"""

import logging
import time
from threading import Thread
from typing import Any

from celery import bootsteps
from celery.beat import PersistentScheduler
from celery.worker.consumer import Consumer, Tasks
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from operations import heartbeats, services, tasks

logger = logging.getLogger(__name__)
BEATS, WATCHES = 30, 60  # seconds between them
# Everybody starts at the same time, with old signs of life: nobody is judged before all have been heard.
GRACE = 180


class Heart(bootsteps.StartStopStep):
    """In a worker's main process, by its own timer: while it has lost its broker it takes no jobs, and is silent."""

    requires = (Tasks,)

    def __init__(self, consumer: Consumer, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.timers: list[Any] = []
        self.watches_from = time.monotonic() + GRACE

    def start(self, consumer: Consumer) -> None:
        queues = tuple(consumer.app.amqp.queues.consume_from)
        repeatedly = consumer.timer.call_repeatedly
        self.timers = [repeatedly(BEATS, beat, queues), repeatedly(WATCHES, self.watch, queues)]
        beat(*queues)

    def watch(self, *queues: str) -> None:
        if time.monotonic() < self.watches_from:
            return
        try:
            tasks.watch.apply_async(queue=queues[0], expires=WATCHES)
        except (OperationalError, OSError) as error:
            logger.warning("nobody was asked to watch: %s", type(error).__name__)

    def stop(self, consumer: Consumer) -> None:
        for timer in self.timers:
            timer.cancel()
        self.timers = []

    shutdown = stop


class Scheduler(PersistentScheduler):
    """Beat, whose heart beats with its turns."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        now = time.monotonic()
        self.next_beat, self.next_watch = now, now + GRACE
        self.watcher = Thread(target=watch, daemon=True)
        super().__init__(*arguments, **options)

    def tick(self, *arguments: Any, **options: Any) -> float:
        now = time.monotonic()
        if now >= self.next_beat:
            self.next_beat = now + BEATS
            beat(heartbeats.SCHEDULER)
        if now >= self.next_watch and not self.watcher.is_alive():
            self.next_watch = now + WATCHES
            self.watcher = Thread(target=watch, daemon=True)
            self.watcher.start()
        return min(super().tick(*arguments, **options), BEATS)


def beat(*names: str) -> None:
    heartbeats.beat(*names, at=timezone.now())


def watch() -> None:
    """Beside the scheduler's turns: a mail server or a webhook that hangs must not delay them."""
    try:
        services.watch(at=timezone.now())
    except Exception as error:
        logger.warning("could not watch: %s", type(error).__name__)
    finally:
        connection.close()

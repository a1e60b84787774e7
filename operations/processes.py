"""Where the processes of Celery say that they live."""

from typing import Any

from celery import bootsteps
from celery.beat import PersistentScheduler
from celery.worker.consumer import Consumer, Tasks
from django.utils import timezone

from operations import heartbeats

SECONDS = 30


class Heart(bootsteps.StartStopStep):
    """In a worker's main process, by its own timer: while it has lost its broker it takes no jobs, and is silent."""

    requires = (Tasks,)

    def __init__(self, consumer: Consumer, **options: Any) -> None:
        super().__init__(consumer, **options)
        self.timer = None

    def start(self, consumer: Consumer) -> None:
        queues = list(consumer.app.amqp.queues.consume_from)
        self.timer = consumer.timer.call_repeatedly(SECONDS, beat, tuple(queues))
        beat(*queues)

    def stop(self, consumer: Consumer) -> None:
        if self.timer:
            self.timer.cancel()
            self.timer = None

    shutdown = stop


class Scheduler(PersistentScheduler):
    """Beat, whose heart beats with its turns."""

    next_beat = 0.0

    def tick(self, *arguments: Any, **options: Any) -> float:
        now = timezone.now()
        if now.timestamp() >= self.next_beat:
            self.next_beat = now.timestamp() + SECONDS
            beat(heartbeats.SCHEDULER)
        return min(super().tick(*arguments, **options), SECONDS)


def beat(*names: str) -> None:
    heartbeats.beat(*names, at=timezone.now())

from typing import Any

from celery import shared_task
from celery.signals import task_failure, task_success
from django.utils import timezone

from operations import heartbeats, services


@shared_task
def watch() -> None:
    services.watch(at=timezone.now())


@task_success.connect
def succeeded(sender: Any, **_: Any) -> None:
    heartbeats.record_turn(sender.name, at=timezone.now())


@task_failure.connect
def failed(sender: Any, exception: BaseException, **_: Any) -> None:
    heartbeats.record_turn(sender.name, exception, at=timezone.now())

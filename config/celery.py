"""The task queue. Schedules live here; results and progress live in our own tables."""

import logging
import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from django.conf import settings
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("revisionsspar")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Each worker says that it lives; the scheduler does so by CELERY_BEAT_SCHEDULER.
app.steps["consumer"].add("operations.processes:Heart")


@setup_logging.connect
def log_as_we_do(loglevel: int | None = None, **_: Any) -> None:
    """Instead of Celery's own form of lines. What was received and done is told when asked for."""
    logging.config.dictConfig(settings.LOGGING)
    logging.getLogger("celery").setLevel(loglevel or logging.WARNING)


@before_task_publish.connect
def carry_request_id(headers: dict[str, Any], **_: Any) -> None:
    """A job that a request ordered is logged with the request's id."""
    if request_id := get_contextvars().get("request_id"):
        headers["request_id"] = request_id


@task_prerun.connect
def name_the_job(task_id: str, task: Any, **_: Any) -> None:
    clear_contextvars()
    bind_contextvars(task=task.name, task_id=task_id)
    if request_id := getattr(task.request, "request_id", None):
        bind_contextvars(request_id=request_id)


@task_postrun.connect
def forget_the_job(**_: Any) -> None:
    clear_contextvars()

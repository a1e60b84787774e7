"""The task queue. Schedules live here; results and progress live in our own tables."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("revisionsspar")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Each worker says that it lives; the scheduler does so by CELERY_BEAT_SCHEDULER.
app.steps["consumer"].add("operations.processes:Heart")

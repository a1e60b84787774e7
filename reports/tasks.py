from celery import shared_task
from django.utils import timezone

from reports import services

# The next turn enqueues anew what no worker has taken by then.
EXPIRES = 60


@shared_task
def make_report(pk: int) -> bool:
    return services.make_report(pk) is not None


@shared_task
def make_waiting_reports() -> int:
    """A task for each, so that no heavy paper takes the time of the others."""
    waiting = services.waiting_reports(at=timezone.now())
    for pk in waiting:
        make_report.apply_async((pk,), expires=EXPIRES)
    return len(waiting)

from celery import shared_task

from common import dates
from documents import scanning


@shared_task
def scan_held() -> int:
    return scanning.scan_held(at=dates.now())

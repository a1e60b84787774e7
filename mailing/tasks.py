from celery import shared_task

from mailing import sending


@shared_task
def send_outgoing() -> int:
    return sending.send_outgoing()

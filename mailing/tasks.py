from celery import shared_task

from mailing import services


@shared_task
def send_outgoing() -> int:
    return services.send_outgoing()

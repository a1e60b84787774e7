from celery import shared_task

from common import dates
from responses import services


@shared_task
def send_reminders() -> int:
    return len(services.send_reminders(on=dates.today()))


@shared_task
def tell_changes() -> int:
    return services.tell_changes()

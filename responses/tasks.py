from celery import shared_task

from common import dates
from responses import services


@shared_task
def send_reminders() -> int:
    """And the letters that a late answer brings, which a person sends."""
    on = dates.today()
    services.prepare_letters(on=on)
    return len(services.take_turns(on=on)) + len(services.remind_of_plans(on=on))


@shared_task
def tell_changes() -> int:
    return services.tell_changes()

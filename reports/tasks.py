from celery import shared_task

from reports import services


@shared_task
def make_report(pk: int) -> bool:
    return services.make_report(pk) is not None


@shared_task
def make_waiting_reports() -> int:
    return services.make_waiting_reports()

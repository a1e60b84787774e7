from celery import shared_task

from importer import services


@shared_task
def read_waiting(pk: int | None = None) -> int:
    return services.read_waiting(pk)

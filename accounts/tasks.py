from celery import shared_task

from accounts.models import FailedSignIn
from common import dates


@shared_task
def purge_failed_sign_ins() -> int:
    return FailedSignIn.objects.purge(at=dates.now())

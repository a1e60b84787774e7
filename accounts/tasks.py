from celery import shared_task

from accounts.models import FailedSignIn, SignIn
from common import dates


@shared_task
def purge_failed_sign_ins() -> int:
    """Those that went well too."""
    at = dates.now()
    return FailedSignIn.objects.purge(at=at) + SignIn.objects.purge(at=at)

"""Signs of life and turns of jobs: one short statement each, which holds no lock and breaks nothing when it fails."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from operations.models import Cause, Heartbeat, Turn

logger = logging.getLogger(__name__)
SCHEDULER = "scheduler"
# For this long a sign of life may wait for the database: its process has other things to do.
PATIENCE = "SET LOCAL statement_timeout = '2s'"


def expected() -> list[str]:
    """The scheduler, and each queue that there are jobs for."""
    routed = {str(route["queue"]) for route in settings.CELERY_TASK_ROUTES.values()}
    return [SCHEDULER, settings.CELERY_TASK_DEFAULT_QUEUE, *sorted(routed)]


def beat(*names: str, at: datetime) -> bool:
    """Write down that the process lives. False, and a line in the log, when the database does not take it.

    The connection is closed afterwards, so that a process that is forked from this one inherits none.
    """
    rows = [Heartbeat(name=name, expected_since=at, beat_at=at) for name in names]
    try:
        with transaction.atomic():
            _wait_shortly()
            Heartbeat.objects.bulk_create(
                rows, update_conflicts=True, unique_fields=["name"], update_fields=["beat_at"]
            )
    except (DatabaseError, InterfaceError) as error:
        logger.warning("no heartbeat written: %s", type(error).__name__)
        return False
    finally:
        if not connection.in_atomic_block:
            connection.close()
    return True


def await_first(*, at: datetime) -> None:
    """From now on somebody waits for those that have never been heard."""
    rows = [Heartbeat(name=name, expected_since=at) for name in expected()]
    Heartbeat.objects.bulk_create(rows, ignore_conflicts=True)


def record_turn(job: str, error: BaseException | None = None, *, at: datetime) -> None:
    """How a turn of a scheduled job went; of other jobs nothing."""
    if job not in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}:
        return
    try:
        with transaction.atomic():
            _wait_shortly()
            turn, _ = Turn.objects.select_for_update().get_or_create(job=job)
            if error is None:
                turn.succeeded_at, turn.failures_in_a_row = at, 0
            else:
                turn.failed_at, turn.cause = at, Cause.of(error)
                turn.failures_in_a_row += 1
            turn.save()
    except (DatabaseError, InterfaceError) as trouble:
        logger.warning("no turn of %s written: %s", job, type(trouble).__name__)


def _wait_shortly() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)

"""Making a paper that was ordered: by one worker at a time, within bounds, and given up when it cannot be made."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, models, transaction

from common import dates
from common.bounds import OutOfBounds, bounded
from common.causes import JobCause
from common.rules import RuleBroken
from reports.models import LEASE, MOST_ATTEMPTS, PaperJob, to_make

logger = logging.getLogger(__name__)
GAVE_UP = "Arbetet avbröts flera gånger. Beställ igen, eller kontakta administratören."
NOT_MADE = "Ett fel hindrade att papperet gjordes. Beställ igen, eller kontakta administratören."
TOO_HEAVY = (
    "Underlaget är för stort för ett papper. Korta de längsta texterna om de är utkast, "
    "eller kontakta administratören, som kan ge papperet mer tid."
)
Job = TypeVar("Job", bound=PaperJob)


@dataclass(frozen=True)
class Attempt:
    """What came of making a paper: its bytes, or why there are none."""

    data: bytes = b""
    cause: JobCause | None = None
    error: str = ""


def attempt(name: str, make: Callable[[], bytes]) -> Attempt:
    """Within the bounds of a paper. `name` is for the log. An error of the database is left to the lease."""
    try:
        with bounded(seconds=settings.PAPER_SECONDS, memory=settings.PAPER_MEMORY):
            return Attempt(make())
    except OutOfBounds as reason:
        logger.warning("%s too heavy: %s", name, reason)
        return Attempt(cause=reason.cause, error=TOO_HEAVY)
    except RuleBroken as refusal:
        return Attempt(cause=_cause_of(refusal), error=" ".join(refusal.messages))
    except DatabaseError:
        raise  # the lease runs out, and the sweeper tries again
    except Exception:
        logger.exception("%s not made", name)
        return Attempt(cause=JobCause.UNEXPECTED, error=NOT_MADE)


def _cause_of(refusal: RuleBroken) -> JobCause:
    """The check of papers names its causes; other rules are about how the audit stands."""
    code = getattr(refusal, "code", None)
    return code if isinstance(code, JobCause) else JobCause.RULE


@transaction.atomic
def claim(jobs: models.QuerySet[Job], *, at: datetime) -> Job | None:
    """Take one of the jobs, so that no other worker does until the lease runs out. Gives up what stopped too often."""
    waiting = jobs.filter(to_make(at=at)).select_for_update(skip_locked=True, of=("self",))
    for job in waiting.order_by("requested_at", "pk"):
        if job.attempts < MOST_ATTEMPTS:
            job.claim(until=at + LEASE)
            return job
        job.fail(JobCause.INTERRUPTED, GAVE_UP, at=dates.now())
    return None


def held(jobs: models.QuerySet[Job], pk: int, lease: datetime | None) -> Job | None:
    """The job, locked, unless the lease has run out and another worker has taken over."""
    job = jobs.select_for_update(of=("self",)).get(pk=pk)
    return job if job.is_pending and job.claimed_until == lease else None

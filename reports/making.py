"""Making a paper that was ordered: by one worker at a time, within bounds, and given up when it cannot be made."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from accounts.models import Body
from common import dates
from common.bounds import OutOfBounds, bounded
from common.causes import JobCause
from common.rules import RuleBroken
from documents.files import PDF
from documents.models import Document
from reports.models import LEASE, MOST_ATTEMPTS, FiledPaper, PaperJob, to_make

logger = logging.getLogger(__name__)
GAVE_UP = "Arbetet avbröts flera gånger. Beställ igen, eller kontakta administratören."
NOT_MADE = "Ett fel hindrade att papperet gjordes. Beställ igen, eller kontakta administratören."
TOO_HEAVY = (
    "Underlaget är för stort för ett papper. Korta de längsta texterna om de är utkast, "
    "eller kontakta administratören, som kan ge papperet mer tid."
)
Job = TypeVar("Job", bound=PaperJob)
Filed = TypeVar("Filed", bound=FiledPaper)


@dataclass(frozen=True)
class PaperMade:
    """The paper, what its file is called, the bodies that it tells of where it is released to them."""

    data: bytes
    name: str
    bodies: Collection[Body] = ()
    media_type: str = PDF
    # What it says, where that is kept to be read on a page and made again as it was.
    content: str = ""


@dataclass(frozen=True)
class Attempt:
    """What came of making a paper: the paper, or why there is none."""

    paper: PaperMade | None = None
    cause: JobCause = JobCause.UNEXPECTED
    error: str = ""


class CalledOff(Exception):
    """Somebody has called the paper off, or another worker has taken it over."""


def attempt(name: str, make: Callable[[], PaperMade], *, seconds: float) -> Attempt:
    """Within the bounds of a paper. `name` is for the log. An error of the database is left to the lease."""
    try:
        with bounded(seconds=seconds, memory=settings.PAPER_MEMORY):
            return Attempt(make())
    except OutOfBounds as reason:
        logger.warning("%s too heavy: %s", name, reason)
        return Attempt(cause=reason.cause, error=TOO_HEAVY)
    except RuleBroken as refusal:
        return Attempt(cause=_cause_of(refusal), error=" ".join(refusal.messages))
    except CalledOff:
        logger.info("%s called off", name)
        return Attempt(cause=JobCause.INTERRUPTED)
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


class PaperMaker(ABC, Generic[Job]):
    """Makes the papers of one kind: claimed, written within bounds, and settled unless another has taken over."""

    # In the log.
    called: str

    @abstractmethod
    def jobs(self) -> models.QuerySet[Job]:
        """With what `write` reads of each."""

    @abstractmethod
    def write(self, job: Job) -> PaperMade:
        """Raises RuleBroken when there is nothing to tell any more."""

    @abstractmethod
    def keep(self, job: Job, paper: PaperMade) -> None:
        """And say that the job is done."""

    def times_a_paper(self, job: Job) -> int:
        """How much more work it may be than an ordinary paper."""
        return 1

    def claim(self, pk: int | None, *, at: datetime) -> Job | None:
        """Take one that waits, that one or any. `at` is the machine's time."""
        jobs = self.jobs()
        return claim(jobs if pk is None else jobs.filter(pk=pk), at=at)

    def make(self, pk: int | None = None) -> Job | None:
        """One that waits, that one or any. None when there is nothing to do, so that it is safe to run twice."""
        job = self.claim(pk, at=timezone.now())
        if job is None:
            return None
        seconds = settings.PAPER_SECONDS * self.times_a_paper(job)
        attempted = attempt(f"{self.called} {job.pk}", lambda: self.write(job), seconds=seconds)
        return self.settle(job, attempted)

    @transaction.atomic
    def settle(self, job: Job, attempted: Attempt) -> Job | None:
        """Record what came of it. None when another worker has taken over."""
        locked = held(self.jobs(), job.pk, job.claimed_until)
        if locked is None:
            return None
        if attempted.paper:
            self.keep(locked, attempted.paper)
        else:
            locked.fail(attempted.cause, attempted.error, at=dates.now())
        return locked

    def waiting(self, *, at: datetime) -> list[int]:
        """What waits to be made, the oldest first. `at` is the machine's time."""
        jobs = self.jobs().filter(to_make(at=at)).order_by("requested_at", "pk")
        return list(jobs.values_list("pk", flat=True))

    def make_waiting(self) -> int:
        """Make all that waits, one after another. Returns how many."""
        count = 0
        while self.make() is not None:
            count += 1
        return count


class FiledPaperMaker(PaperMaker[Filed]):
    """Of papers that are kept as files."""

    def keep(self, job: Filed, paper: PaperMade) -> None:
        document = Document.objects.store(
            name=paper.name,
            data=paper.data,
            media_type=paper.media_type,
            at=dates.now(),
            by=job.requested_by,
            may_be_secret=self.may_be_secret(job),
        )
        job.finish(document, at=dates.now())

    def may_be_secret(self, job: Filed) -> bool:
        return False

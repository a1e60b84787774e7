"""Papers of a choice out of the register: ordered, made by the worker a page at a time, called off, released."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from audit.models import Sitting
from common import dates
from reports.making import CalledOff, FiledPaperMaker, PaperMade
from reports.models import LEASE, Compilation, CompilationKind, ReportState
from reports.papers import (
    accountability,
    compiled,
    hand_over,
    pack,
    register_list,
    register_table,
    year,
)

# Any number that no other advisory lock has.
LOCK = 730_002
PAGES_AT_A_TIME = 5
# What is left to do with each page when all are laid out, when nothing is noted any more: of 385 pages, two minutes on
# a busy machine.
AFTER_THE_LAST = timedelta(seconds=1)
# As many times an ordinary paper: hundreds of pages, or hundreds of thousands of rows.
PAPER_TIMES, TABLE_TIMES = 8, 50
PAPERS = {
    CompilationKind.ANSWERS: compiled.paper,
    CompilationKind.YEAR: year.paper,
    CompilationKind.FACTS: accountability.paper,
    CompilationKind.PACK: pack.paper,
    CompilationKind.LIST: register_list.paper,
    CompilationKind.HAND_OVER: hand_over.paper,
    CompilationKind.TABLE: register_table.table,
    CompilationKind.OFFICE: register_table.table,
}


@dataclass(frozen=True)
class PaperWanted:
    """What somebody asks for."""

    kind: CompilationKind
    query: str
    title: str
    on: date
    as_known: bool = False
    text: str = ""
    sitting: Sitting | None = None
    paragraph: str = ""


@transaction.atomic
def order(wanted: PaperWanted, *, at: datetime, by: User) -> Compilation:
    """Ask for a paper, or join one's own order of the same that waits."""
    content = {
        "kind": wanted.kind,
        "query": wanted.query,
        "title": wanted.title,
        "per": wanted.on,
        "as_known": wanted.as_known,
        "text": wanted.text,
        "sitting": wanted.sitting,
        "paragraph": wanted.paragraph,
    }
    waiting = Compilation.objects.filter(state=ReportState.WAITING, requested_by=by, **content)
    return waiting.first() or Compilation.objects.create(
        requested_at=at, requested_by=by, **content
    )


class PagesNoted:
    """Notes pages as they are laid out, or rows as they are written, and keeps the lease. Stops what is called off."""

    def __init__(self, job: Compilation) -> None:
        self.job = job
        # The pages are laid out anew when the numbers in the list of contents are known.
        self.most = 0

    def __call__(self, pages: int) -> None:
        self.most = max(self.most, pages)
        if not self.job.is_table and pages % PAGES_AT_A_TIME != 1:
            return
        job = self.job
        leased = Compilation.objects.filter(
            pk=job.pk, state=ReportState.RUNNING, claimed_until=job.claimed_until
        )
        unnoted = timedelta() if job.is_table else AFTER_THE_LAST * self.most
        lease = timezone.now() + LEASE + unnoted
        if not leased.update(pages=self.most, claimed_until=lease):
            raise CalledOff
        job.claimed_until = lease


class CompilationMaker(FiledPaperMaker[Compilation]):
    called = "compilation"

    def jobs(self) -> QuerySet[Compilation]:
        return Compilation.objects.select_related("requested_by", "sitting")

    def times_a_paper(self, job: Compilation) -> int:
        return TABLE_TIMES if job.is_table else PAPER_TIMES

    @transaction.atomic
    def claim(self, pk: int | None, *, at: datetime) -> Compilation | None:
        """One at a time, so that other papers have a worker left. None when another is being made."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            [is_alone] = cursor.fetchone()
        if not is_alone or Compilation.objects.being_made(at=at).exists():
            return None
        return super().claim(pk, at=at)

    def write(self, job: Compilation) -> PaperMade:
        paper = PAPERS[CompilationKind(job.kind)]
        return paper(job, made_at=dates.now(), progress=PagesNoted(job))

    def may_be_secret(self, job: Compilation) -> bool:
        return not job.is_releasable

    def keep(self, job: Compilation, paper: PaperMade) -> None:
        job.bodies.set(paper.bodies)
        job.content = paper.content
        job.save(update_fields=["content"])
        super().keep(job, paper)


maker = CompilationMaker()


@transaction.atomic
def cancel(job: Compilation, *, at: datetime) -> Compilation:
    """Raises RuleBroken once it is made."""
    locked = Compilation.objects.select_for_update().get(pk=job.pk)
    locked.cancel(at=at)
    return locked


@transaction.atomic
def release(job: Compilation, *, at: datetime, by: User) -> Compilation:
    """Let the presidium and the bodies told of read it. Raises RuleBroken unless it may be, or the second time."""
    locked = Compilation.objects.select_for_update(of=("self",)).get(pk=job.pk)
    locked.release(at=at, by=by)
    return locked

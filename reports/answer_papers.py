"""The papers of an answer: ordered by its body, made by the worker, and gone again an hour after.

What a body has handed in gives the same paper each time, so nothing is lost by not keeping it; a draft is nobody
else's (ADR 45).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common import dates
from reports import making
from reports.making import Attempt, attempt
from reports.models import AnswerPaper, ReportState
from reports.papers import answers
from responses.models import Answer

LIES_FOR = timedelta(hours=1)


@transaction.atomic
def order(answer: Answer, kind: str, *, at: datetime, by: User) -> AnswerPaper:
    """Ask for a paper, or join the order that waits: what it will say is what a new one would."""
    Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    ordered = AnswerPaper.objects.filter(answer=answer, kind=kind, state=ReportState.WAITING)
    return ordered.first() or AnswerPaper.objects.create(
        answer=answer, kind=kind, requested_at=at, requested_by=by
    )


def make(pk: int | None = None) -> AnswerPaper | None:
    """Make one that waits, that one or any. None when there is nothing to do."""
    papers = AnswerPaper.objects.select_related("answer")
    paper = making.claim(papers if pk is None else papers.filter(pk=pk), at=timezone.now())
    if paper is None:
        return None
    lease = paper.claimed_until
    made_at = dates.now()
    attempted = attempt(
        f"answer paper {paper.pk}",
        lambda: answers.paper(paper.answer, paper.kind, made_at=made_at),
    )
    return _settle(paper, lease, attempted)


@transaction.atomic
def _settle(paper: AnswerPaper, lease: datetime | None, attempted: Attempt) -> AnswerPaper | None:
    job = making.held(AnswerPaper.objects.all(), paper.pk, lease)
    if job is None:
        return None
    if attempted.cause:
        job.fail(attempted.cause, attempted.error, at=dates.now())
    else:
        job.finish(answers.file_name(paper.answer, paper.kind), attempted.data, at=dates.now())
    job.lie_until(timezone.now() + LIES_FOR)
    return job


def waiting(*, at: datetime) -> list[int]:
    """What waits to be made. `at` is the machine's time."""
    jobs = AnswerPaper.objects.to_make(at=at).order_by("requested_at", "pk")
    return list(jobs.values_list("pk", flat=True))


def make_waiting() -> int:
    """Make all that waits, one after another. Returns how many."""
    count = 0
    while make() is not None:
        count += 1
    return count


def take_away() -> None:
    """Those that have lain their time."""
    AnswerPaper.objects.past(at=timezone.now()).delete()

"""The papers of an answer: ordered by its body, made by the worker, and gone again an hour after.

What a body has handed in gives the same paper each time, so nothing is lost by not keeping it; a draft is nobody
else's (ADR 45).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from common import dates
from reports.making import Attempt, PaperMade, PaperMaker
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


class AnswerPaperMaker(PaperMaker[AnswerPaper]):
    called = "answer paper"

    def jobs(self) -> QuerySet[AnswerPaper]:
        return AnswerPaper.objects.select_related("answer")

    def write(self, job: AnswerPaper) -> PaperMade:
        data = answers.paper(job.answer, job.kind, made_at=dates.now())
        return PaperMade(data, answers.file_name(job.answer, job.kind))

    def keep(self, job: AnswerPaper, paper: PaperMade) -> None:
        job.finish(paper.name, paper.data, at=dates.now())

    @transaction.atomic
    def settle(self, job: AnswerPaper, attempted: Attempt) -> AnswerPaper | None:
        settled = super().settle(job, attempted)
        if settled:
            settled.lie_until(timezone.now() + LIES_FOR)
        return settled


maker = AnswerPaperMaker()


def take_away() -> None:
    """Those that have lain their time."""
    AnswerPaper.objects.past(at=timezone.now()).delete()

"""Papers of a meeting: ordered by a revisor, made by the worker, and kept as they were."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Body, User
from audit.models import Sitting
from common import dates
from common.rules import RuleBroken
from reports.making import FiledPaperMaker, PaperMade
from reports.models import ReportState, SittingPaper, SittingPaperKind
from reports.papers import sitting as papers


@transaction.atomic
def order(
    sitting: Sitting, kind: str, *, at: datetime, by: User, body: Body | None = None
) -> SittingPaper:
    """Ask for a paper, or join one's own order that waits. Raises RuleBroken for an extract of no body."""
    Sitting.objects.select_for_update().get(pk=sitting.pk)
    if (kind == SittingPaperKind.EXTRACT) != (body is not None):
        raise RuleBroken("Välj vilken nämnd utdraget gäller.")
    ordered = SittingPaper.objects.filter(
        sitting=sitting, kind=kind, body=body, state=ReportState.WAITING, requested_by=by
    )
    return ordered.first() or SittingPaper.objects.create(
        sitting=sitting, kind=kind, body=body, requested_at=at, requested_by=by
    )


class SittingPaperMaker(FiledPaperMaker[SittingPaper]):
    called = "meeting paper"

    def jobs(self) -> QuerySet[SittingPaper]:
        return SittingPaper.objects.select_related("sitting", "requested_by", "body")

    def write(self, job: SittingPaper) -> PaperMade:
        return PaperMade(papers.paper(job, made_at=dates.now()), papers.file_name(job))

    def may_be_secret(self, job: SittingPaper) -> bool:
        return True


maker = SittingPaperMaker()

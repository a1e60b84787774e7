"""The overview on paper: ordered by whoever reads it, made by the worker as that person may see it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from common import dates
from reports.making import FiledPaperMaker, PaperMade
from reports.models import OverviewPaper, ReportState
from reports.overview.scope import Scope
from reports.papers import overview as papers


@transaction.atomic
def order(scope: Scope, *, since: date | None, at: datetime) -> OverviewPaper:
    """Ask for the paper of what is shown, or join one's own order that waits."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=scope.user.pk)
    shown = {"per": scope.on, "year": scope.year, "since": since, "as_known": scope.as_known}
    ordered = OverviewPaper.objects.visible_to(scope.user).filter(
        state=ReportState.WAITING, claimed_until=None, **shown
    )
    return ordered.first() or OverviewPaper.objects.create(
        requested_at=at, requested_by=scope.user, **shown
    )


class OverviewPaperMaker(FiledPaperMaker[OverviewPaper]):
    called = "overview paper"

    def jobs(self) -> QuerySet[OverviewPaper]:
        return OverviewPaper.objects.select_related("requested_by")

    def write(self, job: OverviewPaper) -> PaperMade:
        return PaperMade(papers.paper(job, made_at=dates.now()), papers.file_name(job))


maker = OverviewPaperMaker()

"""The overview on paper: ordered by whoever reads it, made by the worker as that person may see it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common import dates
from documents.files import PDF
from documents.models import Document
from reports import making
from reports.making import Attempt, attempt
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


def make(pk: int | None = None) -> OverviewPaper | None:
    """Make one that waits, that one or any. None when there is nothing to do."""
    jobs = OverviewPaper.objects.select_related("requested_by")
    ordered = making.claim(jobs if pk is None else jobs.filter(pk=pk), at=timezone.now())
    if ordered is None:
        return None
    lease, made_at = ordered.claimed_until, dates.now()
    attempted = attempt(
        f"overview paper {ordered.pk}", lambda: papers.paper(ordered, made_at=made_at)
    )
    return _settle(ordered, lease, attempted)


@transaction.atomic
def _settle(
    ordered: OverviewPaper, lease: datetime | None, attempted: Attempt
) -> OverviewPaper | None:
    job = making.held(OverviewPaper.objects.all(), ordered.pk, lease)
    if job is None:
        return None
    if attempted.cause:
        job.fail(attempted.cause, attempted.error, at=dates.now())
        return job
    document = Document.objects.store(
        name=papers.file_name(ordered),
        data=attempted.data,
        media_type=PDF,
        at=dates.now(),
        by=ordered.requested_by,
    )
    job.finish(document, at=dates.now())
    return job


def waiting(*, at: datetime) -> list[int]:
    """What waits to be made. `at` is the machine's time."""
    jobs = OverviewPaper.objects.to_make(at=at).order_by("requested_at", "pk")
    return list(jobs.values_list("pk", flat=True))


def make_waiting() -> int:
    """Make all that waits, one after another. Returns how many."""
    count = 0
    while make() is not None:
        count += 1
    return count

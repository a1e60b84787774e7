"""Papers of a meeting: ordered by a revisor, made by the worker, and kept as they were."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Body, User
from audit.models import Sitting
from common import dates
from common.rules import RuleBroken
from documents.files import PDF
from documents.models import Document
from reports import making
from reports.making import Attempt, attempt
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


def make(pk: int | None = None) -> SittingPaper | None:
    """Make one that waits, that one or any. None when there is nothing to do."""
    jobs = SittingPaper.objects.select_related("sitting", "requested_by")
    ordered = making.claim(jobs if pk is None else jobs.filter(pk=pk), at=timezone.now())
    if ordered is None:
        return None
    lease = ordered.claimed_until
    made_at = dates.now()
    attempted = attempt(
        f"meeting paper {ordered.pk}", lambda: papers.paper(ordered, made_at=made_at)
    )
    return _settle(ordered, lease, attempted)


@transaction.atomic
def _settle(
    ordered: SittingPaper, lease: datetime | None, attempted: Attempt
) -> SittingPaper | None:
    job = making.held(SittingPaper.objects.all(), ordered.pk, lease)
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
        may_be_secret=True,
    )
    job.finish(document, at=dates.now())
    return job


def waiting(*, at: datetime) -> list[int]:
    """What waits to be made. `at` is the machine's time."""
    jobs = SittingPaper.objects.to_make(at=at).order_by("requested_at", "pk")
    return list(jobs.values_list("pk", flat=True))


def make_waiting() -> int:
    """Make all that waits, one after another. Returns how many."""
    count = 0
    while make() is not None:
        count += 1
    return count

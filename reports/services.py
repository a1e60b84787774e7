"""Papers are jobs: a row is asked for, claimed by a worker, made, and kept as a file."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import Audit, AuditDocument, DocumentPart
from common import dates
from common.rules import Denied, RuleBroken
from documents.files import PDF
from documents.models import Document
from reports import making
from reports.making import Attempt, attempt
from reports.models import Report, ReportKind, ReportState
from reports.papers import follow_up, missive
from reports.permissions import known_on
from responses.models import Answer, MissiveOrder
from responses.services import open_answers


@transaction.atomic
def order_report(
    audit: Audit, *, on: date, at: datetime, by: User, as_known: bool = False
) -> Report:
    """Ask for a follow-up report, or join the order that waits.

    Raises RuleBroken when the audit had not been handed over by the day, and when one as of another day waits.
    """
    as_known = as_known and on < dates.local_day(at)
    known = known_on(audit, on, as_known=as_known)
    if isinstance(known, Denied):
        raise RuleBroken({"per": known.reason})
    waiting = _waiting(audit, ReportKind.FOLLOW_UP)
    if waiting and (waiting.per, waiting.as_known) != (on, as_known):
        words = f"En rapport med läge per {dates.written(waiting.per)} är redan beställd och väntar"
        raise RuleBroken({"per": f"{words} på att göras. Beställ nästa när den är klar."})
    open_answers(Answer.objects.filter(request__audit=audit), at=at, by=by)
    return waiting or Report.objects.create(
        audit=audit, per=on, as_known=as_known, requested_at=at, requested_by=by
    )


def _waiting(audit: Audit, kind: ReportKind) -> Report | None:
    """The order of this kind that is not begun: one at a time. What it will say is what a new one would."""
    Audit.objects.select_for_update(of=("self",)).get(pk=audit.pk)
    ordered = Report.objects.filter(audit=audit, kind=kind, order=None)
    return ordered.filter(state=ReportState.WAITING, claimed_until=None).first()


@transaction.atomic
def order_missive(audit: Audit, *, at: datetime, by: User) -> Report:
    """Ask for the missiv as it stands now, or join the order that waits: a draft until the audit has been handed over.

    When the one that goes along with the hand-over could not be made, this is it.
    """
    failed = MissiveOrder.objects.waiting().filter(audit=audit, failed_at__isnull=False)
    order = failed.select_for_update(of=("self",)).first()
    if order:
        order.retry()
    waiting = None if order else _waiting(audit, ReportKind.MISSIVE)
    return waiting or _missive(audit, order, at=at, by=by)


@transaction.atomic
def order_missives_of_hand_overs() -> None:
    """Make a job of each missiv that goes along with a hand-over and has none."""
    waiting = MissiveOrder.objects.waiting().filter(reports=None).select_related("ordered_by")
    for order in waiting.select_for_update(of=("self",), skip_locked=True):
        _missive(order.audit, order, at=order.ordered_at, by=order.ordered_by)


def _missive(audit: Audit, order: MissiveOrder | None, *, at: datetime, by: User) -> Report:
    return Report.objects.create(
        audit=audit,
        kind=ReportKind.MISSIVE,
        order=order,
        per=dates.local_day(at),
        requested_at=at,
        requested_by=by,
    )


def _made(report: Report) -> bytes:
    if report.kind == ReportKind.MISSIVE:
        handed_over_at = report.audit.handed_over_at if report.order_id else None
        return missive.paper(report.audit, made_at=dates.now(), as_of=handed_over_at)
    return follow_up.paper(
        report.audit, on=report.per, made_at=dates.now(), as_known=report.as_known
    )


def _name_of(report: Report) -> str:
    if report.kind == ReportKind.MISSIVE:
        return missive.file_name(report.audit)
    return follow_up.file_name(report.audit, report.per)


def make_report(pk: int | None = None) -> Report | None:
    """Make one waiting report, that one or any. None when there is nothing to do, so that it is safe to run twice."""
    report = claim(pk, at=timezone.now())
    if report is None:
        return None
    lease = report.claimed_until
    return _settle(report, lease, attempt(f"report {report.pk}", lambda: _made(report)))


def waiting_reports(*, at: datetime) -> list[int]:
    """What waits to be made, and what a worker that died left behind, the oldest first. `at` is the machine's time."""
    order_missives_of_hand_overs()
    waiting = Report.objects.to_make(at=at).order_by("requested_at", "pk")
    return list(waiting.values_list("pk", flat=True))


def make_waiting_reports() -> int:
    """Make all that waits, one after another. Returns how many."""
    order_missives_of_hand_overs()
    count = 0
    while make_report() is not None:
        count += 1
    return count


def claim(pk: int | None, *, at: datetime) -> Report | None:
    """Take one report, that one or any."""
    reports = Report.objects.select_related("audit")
    return making.claim(reports if pk is None else reports.filter(pk=pk), at=at)


@transaction.atomic
def _settle(report: Report, lease: datetime | None, attempted: Attempt) -> Report | None:
    """Record what came of it, unless another worker has taken over."""
    job = making.held(Report.objects.all(), report.pk, lease)
    if job is None:
        return None
    if attempted.cause:
        job.fail(attempted.cause, attempted.error, at=dates.now())
        return job
    document = Document.objects.store(
        name=_name_of(report),
        data=attempted.data,
        media_type=PDF,
        at=dates.now(),
        by=report.requested_by,
    )
    job.finish(document, at=dates.now())
    if job.order:
        _send_along(job.order, document)
    return job


def _send_along(order: MissiveOrder, document: Document) -> None:
    """From here on all who see the audit read its missiv."""
    order.fulfil(
        AuditDocument.objects.create(
            audit=order.audit, document=document, part=DocumentPart.MISSIVE, sent_at=dates.now()
        )
    )


@transaction.atomic
def release(report: Report, *, at: datetime, by: User) -> Report:
    """Let the presidium and the bodies concerned read it. Raises RuleBroken unless made, or the second time."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.release(at=at, by=by)
    return report

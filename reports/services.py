"""Papers are jobs: a row is asked for, claimed by a worker, made, and kept as a file."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from audit.models import Audit, AuditDocument, DocumentPart
from common import dates
from common.rules import Denied, RuleBroken
from documents.models import Document
from reports.making import FiledPaperMaker, PaperMade
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


class ReportMaker(FiledPaperMaker[Report]):
    called = "report"

    def jobs(self) -> QuerySet[Report]:
        return Report.objects.select_related("audit", "order", "requested_by")

    def write(self, job: Report) -> PaperMade:
        if job.kind == ReportKind.MISSIVE:
            handed_over_at = job.audit.handed_over_at if job.order_id else None
            data = missive.paper(job.audit, made_at=dates.now(), as_of=handed_over_at)
            return PaperMade(data, missive.file_name(job.audit))
        data = follow_up.paper(job.audit, on=job.per, made_at=dates.now(), as_known=job.as_known)
        return PaperMade(data, follow_up.file_name(job.audit, job.per))

    def keep(self, job: Report, paper: PaperMade) -> None:
        super().keep(job, paper)
        if job.order and job.document:
            _send_along(job.order, job.document)

    def waiting(self, *, at: datetime) -> list[int]:
        order_missives_of_hand_overs()
        return super().waiting(at=at)

    def make_waiting(self) -> int:
        order_missives_of_hand_overs()
        return super().make_waiting()


maker = ReportMaker()


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

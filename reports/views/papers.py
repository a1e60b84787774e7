import logging
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from kombu.exceptions import OperationalError

from accounts.http import Request
from accounts.models import Body, Membership, User
from accounts.once import once
from audit.models import Audit, PartyPart
from common import dates, swedish
from common.keyset import keyset_page
from common.review import Review, ReviewPart
from common.rules import RuleBroken, require
from documents.files import as_download
from reports import permissions, services, tasks
from reports.forms import ReportForm
from reports.models import Report
from reports.shelves import shelves_of, years_of

if TYPE_CHECKING:
    from celery import Task

logger = logging.getLogger(__name__)


@require_safe
def reports(request: Request) -> HttpResponse:
    """The papers that the person may read, the newest first."""
    if not permissions.can_see_overview(request.user):
        raise Http404
    shelves = shelves_of(request.user)
    shelf = next((s for s in shelves if s.key == request.GET.get("slag", "")), shelves[0])
    context = {
        "shelves": shelves,
        "shelf": shelf,
        "page": keyset_page(shelf.papers, ("-requested_at", "-pk"), request.GET),
        "writes": permissions.can_compile(request.user),
        "decides": permissions.can_sum_up(request.user),
        "years": years_of(request.user),
    }
    return render(request, "reports/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def report_new(request: Request, pk: int) -> HttpResponse:
    """Choose the day, and let the worker make the paper. `?per=` offers another day than today."""
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    require(permissions.can_make_report(request.user, audit))
    initial = {"per": request.GET["per"]} if "per" in request.GET else None
    form = ReportForm(request.POST or None, audit=audit, today=dates.today(), initial=initial)
    if form.is_valid():
        at = dates.now()
        try:
            report = order(audit, form, at=at, by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, refusal)
        else:
            tell_when_joined(request, report, at=at)
            return redirect(report)
    return render(request, "reports/report_new.html", {"audit": audit, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def missive(request: Request, pk: int) -> HttpResponse:
    """Let the worker make the missiv as the audit stands."""
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    require(permissions.can_make_missive(request.user, audit))
    if request.method == "POST":
        at = dates.now()
        with transaction.atomic():
            report = services.order_missive(audit, at=at, by=request.user)
            transaction.on_commit(partial(enqueue, report.pk))
        tell_when_joined(request, report, at=at)
        return redirect(report)
    return render(request, "reports/missive.html", {"audit": audit})


@transaction.atomic
def order(audit: Audit, form: ReportForm, *, at: datetime, by: User) -> Report:
    """Enqueued once the row is there for the worker to find."""
    cleaned = form.cleaned_data
    as_known = cleaned.get("kant", False)
    report = services.order_report(audit, on=cleaned["per"], at=at, by=by, as_known=as_known)
    transaction.on_commit(partial(enqueue, report.pk))
    return report


def tell_when_joined(request: Request, report: Report, *, at: datetime) -> None:
    """Who presses a second time is told that the first order stands."""
    if report.requested_at != at:
        messages.info(
            request,
            f"Redan beställt av {report.requested_by.name} {swedish.moment(report.requested_at)}. "
            "Det står på tur och görs en gång.",
        )


def enqueue(pk: int, task: "Task[[int], bool]" = tasks.make_report) -> None:
    """A silent broker makes nobody wait: the sweeper finds the row."""
    try:
        task.apply_async((pk,), retry=False)
    except OperationalError as error:
        logger.warning("%s %s not enqueued: %s", task.name, pk, type(error).__name__)


@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    """How the job goes, and the paper when it is done."""
    report = get_object_or_404(seen(request), pk=pk)
    context = {
        "report": report,
        "may_release": permissions.can_release(request.user, report),
        "orders": permissions.can_make_report(request.user, report.audit),
    }
    template = "reports/_job.html" if request.headers.get("HX-Request") else "reports/report.html"
    return render(request, template, context)


def seen(request: Request) -> QuerySet[Report]:
    visible = Report.objects.visible_to(request.user)
    return visible.select_related("audit", "document", "requested_by", "released_by")


def readers(audit: Audit) -> QuerySet[Body]:
    """The bodies whose officials read a released paper."""
    now = Membership.objects.officials().filter(body=OuterRef("pk"))
    are_asked = Q(parties__audit=audit, parties__part=PartyPart.ASKED)
    return Body.objects.filter(are_asked | (Q(parties__audit=audit) & Exists(now))).distinct()


@require_safe
def report_file(request: Request, pk: int) -> HttpResponse:
    report = get_object_or_404(seen(request), pk=pk)
    if report.document is None:
        raise Http404
    return as_download(report.document)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def report_release(request: Request, pk: int) -> HttpResponse:
    """Review who will read it, then release."""
    report = get_object_or_404(seen(request).select_for_update(of=("self",)), pk=pk)
    require(permissions.can_release(request.user, report))
    bodies = readers(report.audit)
    review = Review(
        request,
        ReviewPart("paper", "rapporten", [report.pk, report.document]),
        ReviewPart("readers", "de som får läsa rapporten", bodies.values_list("pk", "name")),
        tick="Jag har läst rapporten och revisorerna lämnar ut den.",
    )
    if review.is_done(lambda: services.release(report, at=dates.now(), by=request.user)):
        messages.success(request, "Rapporten är utlämnad.")
        return redirect(report)
    context = {"report": report, "bodies": bodies, "review": review}
    return render(request, "reports/report_release.html", context, status=review.status)

from functools import partial

from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from common import dates
from documents.files import as_download
from reports import overview_papers, tasks
from reports.forms import OverviewForm
from reports.meeting.totals import waiting_totals
from reports.models import OverviewPaper
from reports.overview import figures
from reports.overview.content import OverviewContent
from reports.overview.scope import Scope
from reports.permissions import can_see_overview
from reports.views.papers import enqueue


@require_safe
def overview(request: Request) -> HttpResponse:
    """The register on a day, as much of it as the person sees."""
    form = _form(request, request.GET)
    scope = _scope(request, form)
    today = dates.today()
    context = {
        "form": form,
        "content": OverviewContent.of(scope, since=form.since, today=today),
        "on": scope.on,
        "year": scope.year,
        "query": scope.query,
        # What waits is told of today alone.
        "waiting": waiting_totals(request.user) if scope.on == today else [],
    }
    return render(request, "reports/overview.html", context)


def _form(request: Request, data: QueryDict) -> OverviewForm:
    if not can_see_overview(request.user):
        raise Http404
    today = dates.today()
    return OverviewForm(data, today=today, years=figures.years(Scope(request.user, today)))


def _scope(request: Request, form: OverviewForm) -> Scope:
    return Scope(request.user, form.day, form.year, as_known=form.as_known)


@require_POST
@transaction.atomic
def overview_paper_new(request: Request) -> HttpResponse:
    """What the page shows, as a PDF."""
    form = _form(request, request.POST)
    paper = overview_papers.order(_scope(request, form), since=form.since, at=dates.now())
    transaction.on_commit(partial(enqueue, paper.pk, tasks.make_overview_paper))
    return redirect(paper)


@require_safe
def overview_paper(request: Request, pk: int) -> HttpResponse:
    """How the making goes, and the paper when it is done; with the other ones that the person has ordered."""
    paper = _seen(request, pk)
    template = "_overview_job" if request.headers.get("HX-Request") else "overview_paper"
    others = OverviewPaper.objects.visible_to(request.user).exclude(pk=pk)
    context = {"paper": paper, "others": others.select_related("document")[:10]}
    return render(request, f"reports/{template}.html", context)


@require_safe
def overview_paper_file(request: Request, pk: int) -> HttpResponse:
    paper = _seen(request, pk)
    if paper.document is None:
        raise Http404
    return as_download(paper.document)


def _seen(request: Request, pk: int) -> OverviewPaper:
    if not can_see_overview(request.user):
        raise Http404
    visible = OverviewPaper.objects.visible_to(request.user).select_related("document")
    return get_object_or_404(visible, pk=pk)

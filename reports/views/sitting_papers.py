"""Papers of a meeting: ordered and read by revisorer."""

from functools import partial

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from common import dates
from common.forms import posted_key
from common.rules import require
from documents.files import as_download
from reports import permissions, sitting_papers, tasks
from reports.models import SittingPaper, SittingPaperKind
from reports.papers.sitting import bodies_of
from reports.views.papers import enqueue
from reports.views.sittings import visible_sitting


@require_POST
@transaction.atomic
def sitting_paper_new(request: Request, pk: int) -> HttpResponse:
    """The underlag, a draft of the protocol, or a body's extract."""
    sitting = visible_sitting(request, pk)
    require(permissions.can_decide_at_sitting(request.user))
    kind = request.POST.get("kind", SittingPaperKind.PACK.value)
    if kind not in SittingPaperKind.values:
        raise Http404
    body = None
    if kind == SittingPaperKind.EXTRACT:
        key = posted_key(request, "body")
        body = next((body for body in bodies_of(sitting) if body.pk == key), None)
        if body is None:
            raise Http404
    at = dates.now()
    paper = sitting_papers.order(sitting, kind, at=at, by=request.user, body=body)
    transaction.on_commit(partial(enqueue, paper.pk, tasks.make_sitting_paper))
    return redirect(paper)


@require_safe
def sitting_paper(request: Request, pk: int) -> HttpResponse:
    """How the making goes, and the paper when it is done."""
    paper = _seen(request, pk)
    template = "_sitting_job" if request.headers.get("HX-Request") else "sitting_paper"
    context = {"paper": paper, "sitting": paper.sitting}
    return render(request, f"reports/{template}.html", context)


@require_safe
def sitting_paper_file(request: Request, pk: int) -> HttpResponse:
    paper = _seen(request, pk)
    if paper.document is None:
        raise Http404
    return as_download(paper.document)


def _seen(request: Request, pk: int) -> SittingPaper:
    visible = SittingPaper.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("sitting", "document", "body"), pk=pk)

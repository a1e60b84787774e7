"""The papers of an answer, ordered and read by its own body."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from common import dates
from common.rules import require
from documents.files import PDF, as_download_of
from reports import answer_papers, tasks
from reports.models import AnswerPaper, AnswerPaperKind
from reports.views.papers import enqueue
from responses import permissions
from responses.models import Answer, AnswerRequest


@require_http_methods(["GET", "HEAD", "POST"])
def draft_paper(request: Request, pk: int) -> HttpResponse:
    """For who doesn't sign in: the draft as it is saved."""
    answer_request = _own(request, pk)
    require(permissions.can_answer(request.user, answer_request))
    draft = answer_request.answers.draft()
    if request.method == "POST":
        return redirect(_ordered(draft, AnswerPaperKind.DRAFT, request))
    secret = draft.items.filter(may_be_secret=True).exists()
    return render(request, "reports/draft_paper.html", {"asked": answer_request, "secret": secret})


@require_POST
def receipt_paper(request: Request, pk: int) -> HttpResponse:
    """The receipt, or the copy of the whole answer, as a paper for the diarium."""
    answer_request = _own(request, pk)
    answer = answer_request.answers.in_force().first()
    if answer is None:
        raise Http404
    is_copy = "kopia" in request.POST
    kind = AnswerPaperKind.COPY if is_copy else AnswerPaperKind.RECEIPT
    return redirect(_ordered(answer, kind, request))


def _own(request: Request, pk: int) -> AnswerRequest:
    of_own_body = AnswerRequest.objects.filter(body__in=request.user.served)
    return get_object_or_404(of_own_body.select_related("audit", "body"), pk=pk)


@transaction.atomic
def _ordered(answer: Answer, kind: str, request: Request) -> AnswerPaper:
    at: datetime = dates.now()
    paper = answer_papers.order(answer, kind, at=at, by=request.user)
    transaction.on_commit(partial(enqueue, paper.pk, tasks.make_answer_paper))
    return paper


@require_safe
def answer_paper(request: Request, pk: int) -> HttpResponse:
    """How the making goes, and the paper when it is done."""
    paper = _seen(request, pk)
    template = "_answer_job" if request.headers.get("HX-Request") else "answer_paper"
    context = {"paper": paper, "asked": paper.answer.request}
    return render(request, f"reports/{template}.html", context)


@require_safe
def answer_paper_file(request: Request, pk: int) -> HttpResponse:
    paper = _seen(request, pk)
    if paper.data is None:
        raise Http404
    return as_download_of(bytes(paper.data), name=paper.name, media_type=PDF)


def _seen(request: Request, pk: int) -> AnswerPaper:
    visible = AnswerPaper.objects.visible_to(request.user)
    about = visible.select_related("answer__request__audit", "answer__request__body")
    return get_object_or_404(about, pk=pk)

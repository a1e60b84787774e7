"""Bara filer: hand in the decision as it is, without writing anything over."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from common import dates
from common.forms import posted_key
from common.rules import require
from responses import permissions, readable, services
from responses.forms.only_files import DecisionFiles, OnlyFilesForm
from responses.meetings import Meetings
from responses.models import AnswerDocument, AnswerRequest
from responses.standing import RequestStanding
from responses.views.answering import keep_files, locked_request, own_request


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def only_files(request: Request, pk: int) -> HttpResponse:
    """The files, and the decision as it is read from them."""
    answer_request = own_request(request, pk)
    if request.method == "POST":
        return _kept(request, locked_request(request, pk))
    if not answer_request.is_awaited:
        return redirect(answer_request)
    require(permissions.can_answer(request.user, answer_request))
    form = OnlyFilesForm(answer_request.answers.draft())
    return _page(request, answer_request, form, DecisionFiles())


def _kept(request: Request, answer_request: AnswerRequest) -> HttpResponse:
    form = OnlyFilesForm(answer_request.answers.draft(), request.POST, is_saved_next=True)
    files = DecisionFiles(request.POST, request.FILES)
    files.full_clean()
    is_saved = form.save()
    if "remove" in request.POST:
        _remove(request, answer_request)
    keep_files(files, files.uploads(), form.answer, request)
    if not (is_saved and files.is_valid()):
        return _page(request, answer_request, form, files)
    if "review" in request.POST:
        return redirect("responses:review", answer_request.pk)
    messages.success(request, "Det ni har valt och fyllt i är sparat.")
    return redirect("responses:only_files", answer_request.pk)


def _remove(request: Request, answer_request: AnswerRequest) -> None:
    visible = AnswerDocument.objects.visible_to(request.user).filter(answer__request=answer_request)
    attached = get_object_or_404(visible, pk=posted_key(request, "remove"))
    services.detach(attached, at=dates.now())


def _page(
    request: Request, answer_request: AnswerRequest, form: OnlyFilesForm, files: DecisionFiles
) -> HttpResponse:
    today = dates.today()
    meetings = Meetings.about([answer_request]).of(answer_request.body_id)
    answer = form.answer
    attached = answer.documents.filter(removed_at=None).select_related("document")
    context = {
        "asked": answer_request,
        "form": form,
        "chosen": files,
        "files": files.beside(attached),
        "standing": RequestStanding.of(answer_request, on=today, meetings=meetings),
        "worded": sum(bool(stance.instance.text.strip()) for stance in form.items),
        "missing": readable.lacking(services.missing(answer)),
        "asking": readable.Asking.of(answer_request.audit, request.user),
    }
    return render(request, "responses/only_files.html", context, status=form.status)

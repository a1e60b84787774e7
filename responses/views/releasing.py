"""The audit side tests what a body has marked for secrecy."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.once import once
from audit.permissions import is_on_audit_side
from common import dates
from common.forms import posted
from common.rules import RuleBroken
from responses import permissions, services
from responses.forms.releasing import SecrecyForm, SecrecyOfFileForm, SecrecyOfItemForm
from responses.models import Answer, AnswerDocument, AnswerItem, AnswerRequest
from responses.secrecy import Marking, markings, tests_of, untested_words
from responses.views.answering import note_opened, visible_request


@require_safe
def secrecy(request: Request, pk: int) -> HttpResponse:
    """All that is marked in a request's answers, and what has been decided about it."""
    answer_request = _tested_request(request, pk)
    marked = markings(answer_request)
    untested = untested_words(sum(marking.waits for marking in marked))
    context = {"asked": answer_request, "markings": marked, "untested": untested}
    return render(request, "responses/secrecy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def secrecy_item(request: Request, pk: int, item_pk: int) -> HttpResponse:
    """The answer to one recommendation."""
    answer_request = _tested_request(request, pk)
    items = AnswerItem.objects.filter(answer__request=answer_request).marked()
    item = get_object_or_404(items.with_earlier().select_related("answer"), pk=item_pk)
    note_opened(request, Answer.objects.filter(pk=item.answer_id))
    marking = Marking.of_item(item, tests_of(answer_request))
    form = SecrecyOfItemForm(posted(request), latest=marking.latest, whole=item.text_in_force)
    context = {"item": item, "measures": item.planned.all()}
    return _tested(request, answer_request, marking, form, "responses/secrecy_item.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def secrecy_file(request: Request, pk: int, document_pk: int) -> HttpResponse:
    """A file."""
    answer_request = _tested_request(request, pk)
    files = AnswerDocument.objects.filter(answer__request=answer_request).marked()
    attached = get_object_or_404(files.select_related("answer", "document"), pk=document_pk)
    marking = Marking.of_file(attached, tests_of(answer_request))
    form = SecrecyOfFileForm(posted(request), request.FILES or None, latest=marking.latest)
    context = {"attached": attached}
    return _tested(request, answer_request, marking, form, "responses/secrecy_file.html", context)


def _tested_request(request: Request, pk: int) -> AnswerRequest:
    answer_request = visible_request(request, pk)
    if not is_on_audit_side(request.user, answer_request.audit):
        raise Http404
    return answer_request


def _tested(
    request: Request,
    answer_request: AnswerRequest,
    marking: Marking,
    form: SecrecyOfItemForm | SecrecyOfFileForm,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    decides = bool(permissions.can_decide_secrecy(request.user))
    is_stale = _is_stale(form, marking)
    if form.is_valid() and _is_settled(form, marking, request, decides=decides):
        messages.success(request, "Prövningen är sparad." if decides else "Förslaget är sparat.")
        return redirect("responses:secrecy", answer_request.pk)
    whole = context | {
        "asked": answer_request,
        "marking": marking,
        "form": form,
        "decides": decides,
    }
    return render(request, template, whole, status=409 if is_stale else 200)


def _is_stale(form: SecrecyForm, marking: Marking) -> bool:
    latest = marking.latest.pk if marking.latest else None
    return form.is_bound and form.is_valid() and form.after_test != latest


def _is_settled(
    form: SecrecyOfItemForm | SecrecyOfFileForm,
    marking: Marking,
    request: Request,
    *,
    decides: bool,
) -> bool:
    try:
        services.settle_secrecy(
            marking.marked,
            form.finding,
            after=form.after_test,
            decides=decides,
            at=dates.now(),
            by=request.user,
        )
    except RuleBroken as error:
        form.add_error(None, error)
        return False
    return True

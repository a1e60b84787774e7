"""Files of an answer."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from common import dates
from documents.files import given_to
from responses import services
from responses.forms.answering import AttachForm, DraftForm
from responses.models import Answer, AnswerDocument
from responses.views.answering import attached, draft_page, locked_request, note_opened


@require_POST
@transaction.atomic
def attach(request: Request, pk: int) -> HttpResponse:
    """Take files in, and save what else the page holds."""
    answer_request = locked_request(request, pk)
    draft = DraftForm(answer_request.answers.draft(), request.POST)
    is_saved = draft.save()
    upload = AttachForm(request.POST, request.FILES)
    is_attached = attached(upload, draft.answer, request)
    if is_saved and is_attached:
        return redirect(f"{answer_request.get_absolute_url()}#bilagor")
    return draft_page(request, answer_request, draft, None if is_attached else upload)


@require_POST
@transaction.atomic
def document_remove(request: Request, pk: int, document_pk: int) -> HttpResponse:
    """Take a file out of the draft, and save what else the page holds."""
    answer_request = locked_request(request, pk)
    visible = AnswerDocument.objects.visible_to(request.user).select_related("document", "answer")
    attached = get_object_or_404(visible, pk=document_pk, answer__request=answer_request)
    draft = DraftForm(answer_request.answers.draft(), request.POST)
    is_saved = draft.save()
    services.detach(attached, at=dates.now())
    messages.success(request, f"{attached.document.name} är borttagen.")
    if is_saved:
        return redirect(f"{answer_request.get_absolute_url()}#bilagor")
    return draft_page(request, answer_request, draft)


@require_safe
def document(request: Request, pk: int, document_pk: int) -> HttpResponse:
    """The file, for those who may read it."""
    readable = AnswerDocument.objects.readable_by(request.user).select_related("document")
    attached = get_object_or_404(readable, pk=document_pk, answer__request=pk)
    note_opened(request, Answer.objects.filter(pk=attached.answer_id))
    return given_to(request.user, attached.document, at=dates.now())

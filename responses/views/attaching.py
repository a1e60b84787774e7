"""Files of an answer."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from common import dates
from common.text import key_in
from documents.files import as_download, given_to
from documents.models import Document
from responses import readable, services
from responses.forms.answering import AttachForm, DraftForm
from responses.models import Answer, AnswerDocument, SecrecyTest
from responses.views.answering import attached, draft_page, locked_request, note_opened


@require_POST
@transaction.atomic
def attach(request: Request, pk: int) -> HttpResponse:
    """Take files in, and save what else the page holds."""
    answer_request = locked_request(request, pk)
    draft = DraftForm(answer_request.answers.draft(), request.POST, is_saved_next=True)
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
    draft = DraftForm(answer_request.answers.draft(), request.POST, is_saved_next=True)
    is_saved = draft.save()
    services.detach(attached, at=dates.now())
    messages.success(request, f"{attached.document.name} är borttagen.")
    if is_saved:
        return redirect(f"{answer_request.get_absolute_url()}#bilagor")
    return draft_page(request, answer_request, draft)


@require_safe
def document(request: Request, pk: int, document_pk: int) -> HttpResponse:
    """The file, for those who may read it; for others the masked version, when one has been released."""
    of_request = AnswerDocument.objects.filter(pk=document_pk, answer__request=pk)
    attached = of_request.readable_by(request.user).select_related("document").first()
    if attached is None:
        visible = of_request.visible_to(request.user).select_related("document")
        masked = readable.ShownFile.of(get_object_or_404(visible), on=dates.today()).masked
        if masked is None:
            raise Http404
        return as_download(masked)
    if key := request.GET.get("maskad", ""):
        return as_download(_masked(request, attached, key))
    note_opened(request, Answer.objects.filter(pk=attached.answer_id))
    return given_to(request.user, attached.document, at=dates.now())


def _masked(request: Request, attached: AnswerDocument, key: str) -> Document:
    """Of any of its tests, also one that is only prepared: for those who read the file itself."""
    seen = SecrecyTest.objects.visible_to(request.user).filter(attached=attached)
    test = get_object_or_404(seen.select_related("masked"), pk=key_in(key))
    masked: Document | None = test.masked
    if masked is None:
        raise Http404
    return masked

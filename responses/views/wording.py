"""Word and back: the answer form goes out with the draft in it, and comes in again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from common import dates
from common.forms import posted
from common.rules import RuleBroken, require
from documents.files import KINDS
from responses import permissions, services
from responses.forms.answering import DraftForm
from responses.forms.reading import WordForm
from responses.meetings import Meetings
from responses.models import AnswerRequest
from responses.standing import RequestStanding
from responses.views.answering import draft_page, locked_request, visible_request
from responses.word import comparing, reading, writing
from responses.word.fields import parts_of


@require_safe
def answer_form(request: Request, pk: int) -> HttpResponse:
    """The draft as a Word file, for whoever may write in it."""
    answer_request = visible_request(request, pk)
    require(permissions.can_answer(request.user, answer_request))
    meetings = Meetings.about([answer_request]).of(answer_request.body_id)
    standing = RequestStanding.of(answer_request, on=dates.today(), meetings=meetings)
    file = writing.written(answer_request, DraftForm(answer_request.answers.draft()), standing)
    response = HttpResponse(file, content_type=KINDS["docx"])
    name = writing.file_name(answer_request)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def read_form(request: Request, pk: int) -> HttpResponse:
    """Choose a file, see what differs from the draft, and take what is chosen."""
    if request.method != "POST":
        answer_request = visible_request(request, pk)
        require(permissions.can_answer(request.user, answer_request))
        return _page(request, answer_request, WordForm())
    answer_request = locked_request(request, pk)
    if comparing.CONTENT in request.POST:
        return _take(request, answer_request)
    upload = WordForm(posted(request), request.FILES)
    if upload.is_valid() and not reading.has_fields(upload.word):
        return _kept_as_file(request, answer_request, upload)
    differing = _differing(answer_request, upload)
    if upload.errors or differing:
        return _page(request, answer_request, upload, differing)
    messages.info(request, "Formuläret säger samma sak som utkastet. Inget är ändrat.")
    return redirect(answer_request)


def _differing(answer_request: AnswerRequest, upload: WordForm) -> list[comparing.ComparedPart]:
    """Nothing of a form that is refused: then the field says why."""
    if upload.errors:
        return []
    parts = list(parts_of(answer_request, DraftForm(answer_request.answers.draft())))
    try:
        return comparing.compared(reading.filled_in(upload.word, answer_request, parts))
    except RuleBroken as error:
        upload.add_error("file", error)
        return []


def _take(request: Request, answer_request: AnswerRequest) -> HttpResponse:
    """Saved as the page of the draft saves: what has been changed meanwhile is shown there with both texts."""
    chosen = comparing.taken(request.POST)
    if chosen is None:
        raise SuspiciousOperation("no page of ours sends this")
    parts = parts_of(answer_request, DraftForm(answer_request.answers.draft()))
    data = comparing.as_sent(parts, chosen, request.POST)
    draft = DraftForm(answer_request.answers.draft(), data)
    if not draft.save():
        return draft_page(request, answer_request, draft)
    messages.success(
        request, "Utkastet har fått det du valde." if chosen else "Inget valdes. Inget är ändrat."
    )
    return redirect(answer_request)


def _kept_as_file(
    request: Request, answer_request: AnswerRequest, upload: WordForm
) -> HttpResponse:
    """A yttrande without our fields goes along as it is; its text can be read beside the form."""
    try:
        attached = services.attach(
            answer_request.answers.draft(),
            upload.cleaned_data["file"],
            may_be_secret=upload.cleaned_data["file_may_be_secret"],
            at=dates.now(),
            by=request.user,
        )
    except RuleBroken as error:
        upload.add_error("file", error)
        return _page(request, answer_request, upload)
    messages.success(
        request,
        f"{attached.document.name} är bifogad. Den har inga fält från svarsformuläret, så inget har "
        "lästs in ur den.",
    )
    return redirect(f"{answer_request.get_absolute_url()}?bredvid={attached.pk}")


def _page(
    request: Request,
    answer_request: AnswerRequest,
    upload: WordForm,
    differing: list[comparing.ComparedPart] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "asked": answer_request,
        "upload": upload,
        "parts": differing,
        "content_name": comparing.CONTENT,
        "take_name": comparing.TAKE,
        "content": comparing.carried(differing or []),
    }
    return render(request, "responses/read_form.html", context)

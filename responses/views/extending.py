"""Response dates that move: a body asks for more time, revisorerna answer, or move a date of their own accord."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from accounts.models import BodyMeeting
from accounts.once import once
from audit.models import Audit
from common import dates, swedish
from common.forms import posted
from common.rules import RuleBroken, require
from responses import permissions, readable, services
from responses.forms.extending import (
    DueDateForm,
    ExtensionForm,
    RecordedExtensionForm,
    SettleForm,
    after_meeting,
    offered,
)
from responses.meetings import Meetings
from responses.models import AnswerRequest, Extension
from responses.standing import RequestStanding
from responses.views.answering import visible_request


@require_http_methods(["GET", "HEAD", "POST"])
@once
def extension(request: Request, pk: int) -> HttpResponse:
    """Ask for more time; on the audit side, write down that the body has."""
    answer_request = visible_request(request, pk)
    require(permissions.can_ask_extension(request.user, answer_request))
    waiting = answer_request.extensions.waiting().first()
    if waiting:
        return redirect("responses:extension_settle", waiting.pk)
    standing = _standing(answer_request)
    is_own = request.user.acts_for(answer_request.body_id)
    form = _extension_form(request, standing, is_own=is_own)
    if form.is_valid():
        try:
            new_extension = services.ask_extension(
                answer_request, form.more_time, at=dates.now(), by=request.user
            )
        except RuleBroken as error:
            form.add_error(None, error)
        else:
            messages.success(request, _asked_words(answer_request, is_own=is_own))
            return redirect(
                answer_request.get_absolute_url() if is_own else new_extension.get_absolute_url()
            )
    context = {
        "asked": answer_request,
        "form": form,
        "standing": standing,
        "is_own": is_own,
        "asking": readable.Asking.of(answer_request.audit, request.user),
    }
    return render(request, "responses/extension.html", context)


def _extension_form(request: Request, standing: RequestStanding, *, is_own: bool) -> ExtensionForm:
    meetings = _offered(standing)
    if is_own:
        first = {"meeting": after_meeting(meetings[0]).isoformat()} if meetings else {}
        chosen = first if standing.has_missed_its_meeting else {}
        return ExtensionForm(posted(request), meetings=meetings, initial=chosen)
    return RecordedExtensionForm(posted(request), meetings=meetings, opened_on=standing.opened_on)


def _asked_words(answer_request: AnswerRequest, *, is_own: bool) -> str:
    if is_own:
        return "Begäran om anstånd är skickad till revisorerna."
    return f"Begäran om anstånd från {answer_request.body.in_text} är antecknad."


@require_http_methods(["GET", "HEAD", "POST"])
def extension_settle(request: Request, pk: int) -> HttpResponse:
    """What was asked for and what revisorerna said; for them, the form of their answer."""
    visible = Extension.objects.visible_to(request.user)
    extension = get_object_or_404(visible.select_related("due_date", "settled_by"), pk=pk)
    answer_request = visible_request(request, extension.request_id)
    may_settle = permissions.can_set_due_date(request.user)
    standing = _standing(answer_request)
    form = None
    if request.method == "POST":
        require(may_settle)
    if may_settle and extension.is_waiting:
        form = SettleForm(posted(request), meetings=_offered(standing), extension=extension)
        if form.is_valid() and _settle(form, extension, request):
            return redirect(answer_request)
    context = {
        "asked": answer_request,
        "extension": extension,
        "form": form,
        "standing": standing,
        "can_take_back": permissions.can_take_back_extension(request.user, extension),
        "ladder": services.changed_ladder(standing, extension.wished_on),
        "earlier": answer_request.extensions.exclude(pk=pk).select_related("due_date"),
    }
    return render(request, "responses/extension_settle.html", context)


def _settle(form: SettleForm, extension: Extension, request: Request) -> bool:
    try:
        settled = services.settle_extension(extension, form.reply, at=dates.now(), by=request.user)
    except RuleBroken as error:
        form.add_error(None, error)
        return False
    messages.success(request, f"{settled.status.word}. Nämnden får besked med e-post.")
    return True


@require_POST
def extension_take_back(request: Request, pk: int) -> HttpResponse:
    """The body needs no more time after all."""
    visible = Extension.objects.visible_to(request.user).select_related("request__body")
    extension = get_object_or_404(visible, pk=pk)
    require(permissions.can_take_back_extension(request.user, extension))
    try:
        services.take_back_extension(extension, at=dates.now(), by=request.user)
    except RuleBroken as error:  # revisorerna answered in the same moment
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Begäran om anstånd är återtagen.")
    return redirect(extension.request)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def due_date(request: Request, pk: int) -> HttpResponse:
    """Move the date of one request."""
    answer_request = visible_request(request, pk)
    require(permissions.can_set_due_date(request.user))
    require(permissions.can_ask_extension(request.user, answer_request))
    return _moved(
        request, answer_request.audit, [answer_request], back=answer_request.get_absolute_url()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def due_dates(request: Request, pk: int) -> HttpResponse:
    """Move the date of every request of an audit that still waits."""
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    require(permissions.can_set_due_date(request.user))
    waiting = AnswerRequest.objects.filter(audit=audit).unanswered(on=dates.today())
    return _moved(
        request, audit, list(waiting.select_related("audit", "body")), back=audit.get_absolute_url()
    )


def _moved(
    request: Request, audit: Audit, requests: list[AnswerRequest], *, back: str
) -> HttpResponse:
    form = DueDateForm(posted(request))
    if form.is_valid():
        try:
            moved = services.move_due_dates(
                requests, **form.cleaned_data, at=dates.now(), by=request.user
            )
        except RuleBroken as error:
            form.add_error(None, error)
        else:
            messages.success(request, _moved_words(moved, form.cleaned_data["due_on"]))
            return redirect(back)
    context = {
        "audit": audit,
        "form": form,
        "standings": [
            RequestStanding.of(answer_request, on=dates.today()) for answer_request in requests
        ],
        "back": back,
    }
    return render(request, "responses/due_dates.html", context)


def _moved_words(moved: list[AnswerRequest], due_on: date) -> str:
    bodies = swedish.listing(answer_request.body.in_text for answer_request in moved)
    return f"Svarsdatum för {bodies} är nu {swedish.long_date(due_on)}. E-post är skickad."


def _standing(answer_request: AnswerRequest) -> RequestStanding:
    meetings = Meetings.about([answer_request]).of(answer_request.body_id)
    return RequestStanding.of(answer_request, on=dates.today(), meetings=meetings)


def _offered(standing: RequestStanding) -> list[BodyMeeting]:
    return offered(standing.meetings, due_on=standing.due or standing.on, today=standing.on)

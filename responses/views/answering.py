"""A body answers: the list of requests and the draft. Others read what has been handed in."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.models import Audit
from audit.permissions import is_on_audit_side
from common import dates, swedish
from common.rules import RuleBroken, require
from documents.fields import ChosenFiles
from documents.files import Upload
from responses import permissions, readable, services
from responses.forms.answering import AttachForm, DraftForm
from responses.forms.measures import SameForAllForm
from responses.grounds import all_questions
from responses.meetings import Meetings
from responses.models import Answer, AnswerRequest, DraftingOff, Extension, FilePart, Objection
from responses.secrecy import markings, untested_words
from responses.standing import RequestStanding


@require_http_methods(["GET", "HEAD", "POST"])
def request(request: Request, pk: int) -> HttpResponse:
    """The body's draft for the body itself; for everyone else what has been handed in."""
    if request.method == "POST":
        return _save(request, pk)
    answer_request = visible_request(request, pk)
    is_awaited = not answer_request.arrived_on and "version" not in request.GET
    if ("utkast" in request.GET or is_awaited) and permissions.can_answer(
        request.user, answer_request
    ):
        draft = DraftForm(answer_request.answers.draft())
        return draft_page(request, answer_request, draft)
    return _answer_page(request, answer_request)


@transaction.atomic
def _save(request: Request, pk: int) -> HttpResponse:
    answer_request = _locked(request, pk)
    may_answer = permissions.can_answer(request.user, answer_request)
    if not may_answer and answer_request.may_be_written_by(request.user):
        latest = answer_request.answers.order_by("pk").last()
        too_late = DraftForm(latest, request.POST) if latest else None
        return _answer_page(request, answer_request, too_late=too_late)
    require(may_answer)
    if "same" in request.POST and not request.htmx:
        return _same_for_all(request, answer_request)
    draft = DraftForm(answer_request.answers.draft(), request.POST, is_saved_next=True)
    is_saved = draft.save()
    if request.htmx:
        return _autosaved(request, answer_request, draft)
    # A file that was chosen goes along, whichever button was pressed.
    upload = AttachForm(request.POST, request.FILES) if request.FILES else None
    is_attached = upload is None or attached(upload, draft.answer, request)
    if not is_saved or not is_attached:
        return draft_page(request, answer_request, draft, None if is_attached else upload)
    if "review" in request.POST:
        return redirect("responses:review", pk)
    messages.success(request, f"Utkastet är sparat {swedish.clock(dates.now())}.")
    return redirect(_draft_url(answer_request))


def _same_for_all(request: Request, answer_request: AnswerRequest) -> HttpResponse:
    """The same responsible and date in every measure, in the fields to see and change, and not saved."""
    answer = answer_request.answers.draft()
    for_all = SameForAllForm(request.POST)
    posted_rows: QueryDict = request.POST
    if for_all.is_valid():
        posted_rows = for_all.filled_in(posted_rows, [f"m{item.pk}" for item in answer.items.all()])
    upload = AttachForm(request.POST, request.FILES) if request.FILES else None
    is_attached = upload is None or attached(upload, answer, request)
    return draft_page(
        request,
        answer_request,
        DraftForm(answer, posted_rows),
        None if is_attached else upload,
        for_all,
    )


def _draft_url(answer_request: AnswerRequest) -> str:
    """Where an answer has been registered the address itself shows that."""
    url = answer_request.get_absolute_url()
    return f"{url}?utkast=1" if answer_request.arrived_on else url


def attached(upload: AttachForm, answer: Answer, request: Request) -> bool:
    """Whether all the files are with the draft now; if not, the form says why."""
    upload.full_clean()
    is_secret = upload.cleaned_data["file_may_be_secret"]
    files = [("file", FilePart.OTHER, file, is_secret) for file in upload.chosen("file")]
    keep_files(upload, files, answer, request)
    return upload.is_valid()


def keep_files(
    form: ChosenFiles,
    files: Iterable[tuple[str, str, Upload, bool]],
    answer: Answer,
    request: Request,
) -> None:
    """Put the files with the draft: field, part of the answer, file, and whether it is marked."""
    for field, part, file, may_be_secret in files:
        try:
            kept_file = services.attach(
                answer,
                file,
                may_be_secret=may_be_secret,
                part=part,
                at=dates.now(),
                by=request.user,
            )
        except RuleBroken as error:
            form.add_error(field, error)
        else:
            messages.success(
                request, f"{kept_file.document.name} är bifogad och utkastet är sparat."
            )


def _autosaved(request: Request, answer_request: AnswerRequest, draft: DraftForm) -> HttpResponse:
    """Beside each changed part: saved and when, or why not. What is typed stays as it is on the page."""
    context = {
        "asked": answer_request,
        "answer": draft.answer,
        "draft": draft,
        "written": draft.written,
        "missing": readable.lacking(
            services.missing(draft.answer, [form.saved_item for form in draft.items])
        ),
        "at": dates.now(),
    }
    status = draft.status if draft.status != 200 else 422 if draft.unsaved else 200
    return render(request, "responses/_autosaved.html", context, status=status)


def visible_request(request: Request, pk: int) -> AnswerRequest:
    """The request with its state today. 404 for who may not see it."""
    visible = AnswerRequest.objects.readable_by(request.user).with_state(on=dates.today())
    about = visible.with_answer().with_answered().select_related("audit", "body", "follows")
    return get_object_or_404(about, pk=pk)


def _locked(request: Request, pk: int) -> AnswerRequest:
    """Read once nobody else can change the draft any more."""
    AnswerRequest.objects.select_for_update().filter(pk=pk).order_by().values_list("pk").first()
    return visible_request(request, pk)


def locked_request(request: Request, pk: int) -> AnswerRequest:
    """For a change of the draft. 403 with the reason for who may not."""
    answer_request = _locked(request, pk)
    require(permissions.can_answer(request.user, answer_request))
    return answer_request


def draft_page(
    request: Request,
    answer_request: AnswerRequest,
    draft: DraftForm,
    upload: AttachForm | None = None,
    for_all: SameForAllForm | None = None,
) -> HttpResponse:
    today = dates.today()
    draft.tell_authors()
    is_linked = draft.tell_grounds()
    draft.tell_last_time(on=today)
    meetings = Meetings.about([answer_request]).of(answer_request.body_id)
    standing = RequestStanding.of(answer_request, on=today, meetings=meetings)
    answer = draft.answer
    missing = services.missing(answer, [form.saved_item for form in draft.items])
    context = {
        "asked": answer_request,
        "answer": answer,
        "draft": draft,
        "written": draft.written,
        "files": answer.documents.filter(removed_at=None).select_related("document"),
        "taken_back": readable.shown_items(answer, request.user, on=today, taken_back=True),
        "questions": [] if is_linked else all_questions(answer_request.audit, answer_request.body),
        "upload": upload or AttachForm(),
        "same": for_all or SameForAllForm(),
        # What somebody has typed and could not be saved is shown all the same.
        "is_elsewhere": not draft.unsaved and DraftingOff.objects.holds_for(answer_request.body),
        "standing": standing,
        "missing": readable.lacking(missing),
        "saved_at": dates.now(),
        "beside": readable.text_beside(answer, request.user, request.GET.get("bredvid", "")),
        "own": True,
        "versions": _numbered(answer_request.handed_in),
        "hands_in": request.user.acts_for(answer_request.body_id),
        "can_assign": permissions.can_assign(request.user, answer_request),
        "trail": readable.trail_while_writing(standing, request.user),
        "asking": readable.Asking.of(answer_request.audit, request.user),
    } | _dates(request, answer_request)
    return render(request, "responses/request.html", context, status=draft.status)


def _answer_page(
    request: Request, answer_request: AnswerRequest, *, too_late: DraftForm | None = None
) -> HttpResponse:
    """What has been handed in; with what somebody typed after that, so that it can be copied.

    Of several versions the one that is in force, or the one asked for.
    """
    note_opened(request, answer_request.answers.all())
    audit = answer_request.audit
    audit_side = is_on_audit_side(request.user, audit)
    versions = answer_request.handed_in
    answer = _version_asked_for(request, versions)
    standing = RequestStanding.of(answer_request, on=dates.today())
    if answer:
        standing = replace(standing, answer=answer, arrived_on=answer.arrived_on)
    context: dict[str, Any] = {
        "asked": answer_request,
        "answer": answer,
        "standing": standing,
        "trail": readable.trail_of(standing, request.user),
        "hides_wish": readable.hides_wish(answer_request, request.user, on=standing.on),
        "followed_by": AnswerRequest.objects.visible_to(request.user).filter(
            follows=answer_request
        ),
        "audit_side": audit_side,
        "decides": permissions.can_send_letter(request.user),
        "own": request.user.acts_for(answer_request.body_id),
        "too_late": too_late,
        "asking": readable.Asking.of(audit, request.user),
    } | _dates(request, answer_request)
    if audit_side:
        marked = markings(answer_request)
        context["is_marked"] = bool(marked)
        context["untested"] = untested_words(sum(marking.waits for marking in marked))
    if answer_request.withdrawn_at:
        draft = answer_request.answers.draft()
        context["taken_back"] = readable.shown_items(
            draft, request.user, on=standing.on, taken_back=True
        )
    context["asked_items"] = readable.asked_items(answer_request, request.user, on=standing.on)
    context["versions"] = _numbered(versions)
    if answer:
        items = readable.shown_items(answer, request.user, on=standing.on)
        context |= {
            "draft_url": _draft_url(answer_request)
            if answer.is_in_force and permissions.can_answer(request.user, answer_request)
            else "",
            "can_object": permissions.can_object(request.user, answer),
            "objections": Objection.objects.visible_to(request.user).filter(answer=answer),
            "can_withdraw": permissions.can_withdraw(request.user, answer),
            "can_begin_version": answer.is_in_force
            and permissions.can_begin_version(request.user, answer_request, answer),
            "items": items,
            "stances": readable.stances(items),
            "files": readable.shown_files(answer, request.user, on=standing.on),
            "decision": readable.decision_of(answer, answer_request.body),
            "can_take_position": permissions.can_take_position(request.user, answer),
            "is_decided": all(shown.is_decided for shown in items),
        }
    return render(request, "responses/request.html", context, status=403 if too_late else 200)


def _numbered(versions: list[Answer]) -> list[tuple[int, Answer]]:
    """Each with its number in the order that they came; nothing where there is no choice between several."""
    is_plain = len(versions) == 1 and versions[0].is_in_force
    return [] if is_plain else list(enumerate(versions, start=1))


def _version_asked_for(request: Request, versions: list[Answer]) -> Answer | None:
    chosen = request.GET.get("version", "")
    if chosen:
        version = next((answer for answer in versions if str(answer.pk) == chosen), None)
        if version is None:
            raise Http404
        return version
    return next((answer for answer in versions if answer.is_in_force), None)


def _dates(request: Request, answer_request: AnswerRequest) -> dict[str, object]:
    """What was asked and said about more time, and what the person can do about it."""
    user = request.user
    is_of_either = user.acts_for(answer_request.body_id) or is_on_audit_side(
        user, answer_request.audit
    )
    seen = Extension.objects.visible_to(user).filter(request=answer_request)
    extensions = (
        answer_request.wishes_for_time if is_of_either else list(seen.select_related("due_date"))
    )
    return {
        "extensions": extensions,
        "waiting_extension": next(
            (extension for extension in extensions if extension.is_waiting), None
        ),
        "can_write_message": permissions.can_write_message(user, answer_request),
        "message_count": answer_request.messages.count(),
        "can_ask": permissions.can_ask_extension(user, answer_request),
        "can_set_due_date": permissions.can_set_due_date(user),
        "sees_audit": is_of_either
        or Audit.objects.visible_to(user).filter(pk=answer_request.audit_id).exists(),
        "can_register": answer_request.arrived_on is None
        and permissions.can_register(user, answer_request),
    }


def note_opened(request: Request, answers: QuerySet[Answer]) -> None:
    """Of a page that shows what they say: somebody reads it, unless a browser only fetches it beforehand."""
    is_ahead = (
        "prefetch" in f"{request.headers.get('Sec-Purpose')} {request.headers.get('Purpose')}"
    )
    if request.method == "GET" and not is_ahead:
        services.open_answers(answers, at=dates.now(), by=request.user)


def own_request(request: Request, pk: int) -> AnswerRequest:
    """Review and receipt are pages of the body alone."""
    answer_request = visible_request(request, pk)
    if not request.user.acts_for(answer_request.body_id):
        raise Http404
    return answer_request

"""Brev om en begäran: an own reminder, a summons, and what is drafted when an answer is late."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from common import dates
from common.forms import posted
from common.review import Review
from common.rules import RuleBroken, require
from responses import permissions, services
from responses.forms.lettering import DeclineForm, LetterForm
from responses.meetings import Meetings
from responses.models import AnswerRequest, LetterKind, PreparedLetter
from responses.services import LetterContent
from responses.standing import RequestStanding
from responses.views.answering import visible_request


@require_http_methods(["GET", "HEAD", "POST"])
@once
def own_reminder(request: Request, pk: int) -> HttpResponse:
    """With revisorernas own words, beside what goes by itself."""
    return _begun(request, pk, LetterKind.REMINDER, heading="Skicka egen påminnelse")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def summons(request: Request, pk: int) -> HttpResponse:
    """Call the body to a meeting of revisorerna."""
    return _begun(request, pk, LetterKind.SUMMONS, heading="Kalla till revisorernas sammanträde")


def _begun(request: Request, pk: int, kind: LetterKind, *, heading: str) -> HttpResponse:
    """A prepared text, looked at as it goes, and sent."""
    answer_request = visible_request(request, pk)
    require(permissions.can_begin_letter(request.user, answer_request, kind))
    prepared = services.draft_letter(_standing(answer_request), kind)
    form = LetterForm(posted(request), kind=kind, initial=_initial(prepared))
    review = Review(request, entries=form)

    def send() -> None:
        services.send_new_letter(
            answer_request, kind, _whole(form), at=dates.now(), by=request.user
        )

    if review.is_done(send):
        return _sent(request, answer_request)
    return _page(request, answer_request, form, review, heading=heading)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def letter(request: Request, pk: int) -> HttpResponse:
    """What was sent or declined; what is prepared a revisor edits and sends, or declines."""
    visible = PreparedLetter.objects.visible_to(request.user)
    letters = visible.select_related("request__body", "request__audit", "sent_by", "declined_by")
    one_letter = get_object_or_404(letters, pk=pk)
    may_send = permissions.can_send_letter(request.user)
    if request.method == "POST":
        require(may_send)
    if not one_letter.is_prepared or not may_send:
        return render(request, "responses/letter.html", {"letter": one_letter})
    kind = LetterKind(one_letter.kind)
    declines = request.POST.get("do") == "decline"
    prepared = LetterContent(one_letter.subject, one_letter.text, one_letter.addresses)
    form = LetterForm(None if declines else posted(request), kind=kind, initial=_initial(prepared))
    decline_form = DeclineForm(request.POST if declines else None)
    if declines and decline_form.is_valid() and _declined(request, one_letter, decline_form):
        return redirect(one_letter.request)
    review = Review(request, entries=form)

    def send() -> None:
        services.send_letter(one_letter, _whole(form), at=dates.now(), by=request.user)

    if review.is_done(send):
        return _sent(request, one_letter.request)
    return _page(
        request, one_letter.request, form, review, heading=kind.label, decline_form=decline_form
    )


def _page(
    request: Request,
    answer_request: AnswerRequest,
    form: LetterForm,
    review: Review,
    **context: Any,
) -> HttpResponse:
    context |= {"asked": answer_request, "form": form, "review": review}
    if review.is_ready:
        context["preview"] = _whole(form)
    return render(request, "responses/letter_edit.html", context, status=review.status)


def _whole(form: LetterForm) -> LetterContent:
    """With time and place in the text, as it goes."""
    return services.whole_letter(form.content)


def _initial(prepared: LetterContent) -> dict[str, str]:
    return {
        "subject": prepared.subject,
        "text": prepared.text,
        "recipients": "\n".join(prepared.recipients),
    }


def _standing(answer_request: AnswerRequest) -> RequestStanding:
    meetings = Meetings.about([answer_request]).of(answer_request.body_id)
    return RequestStanding.of(answer_request, on=dates.today(), meetings=meetings)


def _sent(request: Request, answer_request: AnswerRequest) -> HttpResponse:
    messages.success(request, "Brevet är skickat och står i ärendets tidslinje.")
    return redirect(answer_request)


def _declined(request: Request, one_letter: PreparedLetter, form: DeclineForm) -> bool:
    try:
        services.decline_letter(
            one_letter, form.cleaned_data["note"], at=dates.now(), by=request.user
        )
    except RuleBroken as error:
        form.add_error(None, error)
        return False
    messages.success(request, "Brevet skickas inte.")
    return True

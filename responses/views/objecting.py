"""What a body says against a registered answer, and what revisorerna reply."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.descriptions import Names
from accounts.http import Request
from accounts.once import once
from common import dates
from common.forms import posted
from common.rules import RuleBroken, require
from responses import permissions, services
from responses.forms.objecting import ObjectionForm, ObjectionReplyForm
from responses.models import Answer, AnswerRequest, Objection
from responses.views.answering import visible_request


@require_http_methods(["GET", "HEAD", "POST"])
@once
def objection(request: Request, pk: int) -> HttpResponse:
    """All objections to the answer of a request, and what the person can do about them."""
    answer_request = visible_request(request, pk)
    if not permissions.can_write_message(request.user, answer_request):
        raise Http404
    seen = Objection.objects.visible_to(request.user).filter(answer__request=answer_request)
    objections = list(seen.select_related("objected_by", "settled_by", "answer"))
    answer = answer_request.answers.in_force().first()
    if answer is None or not (objections or answer.is_registered):
        raise Http404
    is_own = request.user.acts_for(answer_request.body_id)
    waiting = next((entry for entry in objections if entry.is_waiting), None)
    allowed = (
        permissions.can_object(request.user, answer)
        if is_own
        else permissions.can_settle_objection(request.user)
    )
    if request.method == "POST":
        require(allowed)
    form = ObjectionForm(posted(request)) if is_own else ObjectionReplyForm(posted(request))
    if form.is_valid() and _is_done(form, answer, waiting, request):
        messages.success(request, _sent(answer_request, is_own=is_own))
        return redirect("responses:objection", pk)
    names = Names()
    context = {
        "asked": answer_request,
        "answer": answer,
        "is_own": is_own,
        "form": form if allowed and (is_own or waiting) else None,
        "objections": [
            (
                entry,
                names.person(entry.objected_by, at=entry.objected_at),
                names.person(entry.settled_by, at=entry.settled_at)
                if entry.settled_by and entry.settled_at
                else "",
            )
            for entry in objections
        ],
    }
    return render(request, "responses/objection.html", context)


def _sent(answer_request: AnswerRequest, *, is_own: bool) -> str:
    other_side = "revisorerna" if is_own else answer_request.body.in_text
    return f"Skickat till {other_side}."


def _is_done(
    form: ObjectionForm | ObjectionReplyForm,
    answer: Answer,
    waiting: Objection | None,
    request: Request,
) -> bool:
    cleaned, at, by = form.cleaned_data, dates.now(), request.user
    try:
        if isinstance(form, ObjectionForm):
            services.make_objection(answer, cleaned["text"], at=at, by=by)
        elif waiting is None:
            raise RuleBroken("Det finns ingen invändning att svara på.")
        else:
            services.settle_objection(waiting, cleaned["outcome"], cleaned["note"], at=at, by=by)
    except RuleBroken as error:
        form.add_error(None, error)
        return False
    return True

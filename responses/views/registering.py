"""The audit side registers an answer that came another way."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit.permissions import is_on_audit_side
from common import dates
from common.forms import posted, posted_key
from common.review import Review, ReviewPart
from common.rules import RuleBroken, require
from responses import permissions, readable, services
from responses.forms.only_files import DecisionFiles
from responses.forms.registering import ReceivedForm
from responses.models import Answer, AnswerRequest, ReceivedFile
from responses.models.items import said_status
from responses.standing import RequestStanding
from responses.views.answering import visible_request

CONFIRMS = "Jag har läst igenom det som registreras mot handlingarna."


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def register(request: Request, pk: int) -> HttpResponse:
    """Write down what came, look at it as it will stand, and register it. Nothing of the body's own draft is shown.

    A file is kept as soon as it is chosen, whatever else is lacking.
    """
    answer_request = visible_request(request, pk)
    if not is_on_audit_side(request.user, answer_request.audit):
        raise Http404
    require(permissions.can_register(request.user, answer_request))
    files = DecisionFiles(posted(request), request.FILES or None)
    if request.method == "POST":
        _choose(request, answer_request, files)
    chosen = list(ReceivedFile.objects.chosen_by(request.user, answer_request))
    items = answer_request.items.filter(withdrawn_at=None)
    asked_items = items.select_related("addressee__recommendation", "request")
    form = ReceivedForm(posted(request), asked_items=asked_items)
    answer = _preview(form, answer_request, request) if form.is_valid() else None
    if form.is_bound and not files.is_valid():
        form.add_error(None, "Rätta det som står vid filerna.")
    shown = ReviewPart("files", "filerna", [_as_shown(file) for file in chosen])
    review = Review(request, shown, entries=form, tick=CONFIRMS)

    def deed() -> None:
        services.register(
            answer_request,
            form.received(chosen),
            arrived_on=form.cleaned_data["arrived_on"],
            at=dates.now(),
            by=request.user,
        )

    if review.is_done(deed):
        messages.success(request, "Svaret är registrerat. Kvitto går till nämnden.")
        return redirect(answer_request)
    standing = RequestStanding.of(answer_request, on=dates.today())
    context = {
        "asked": answer_request,
        "form": form,
        "chosen": files,
        "files": files.beside(chosen),
        "standing": standing,
        "review": review,
        "preview": _previewed(form, answer, standing, chosen) if answer and review.is_ready else {},
    }
    return render(request, "responses/register.html", context, status=review.status)


def _as_shown(file: ReceivedFile) -> list[Any]:
    return [file.part, file.document.sha256, file.document.may_be_secret]


def _choose(request: Request, answer_request: AnswerRequest, files: DecisionFiles) -> None:
    files.full_clean()
    own_choice = ReceivedFile.objects.chosen_by(request.user, answer_request)
    if "remove" in request.POST:
        get_object_or_404(own_choice, pk=posted_key(request, "remove")).remove(at=dates.now())
    for field, part, file, may_be_secret in files.uploads():
        try:
            services.choose_received_file(
                answer_request,
                file,
                part=part,
                may_be_secret=may_be_secret,
                at=dates.now(),
                by=request.user,
            )
        except RuleBroken as error:
            files.add_error(field, error)


def _preview(form: ReceivedForm, answer_request: AnswerRequest, request: Request) -> Answer | None:
    """The answer that it would be; what it cannot be is said at its field."""
    try:
        return services.as_received(
            answer_request,
            form.received(()),
            arrived_on=form.cleaned_data["arrived_on"],
            at=dates.now(),
            by=request.user,
        )
    except RuleBroken as error:
        form.add_error(None, error)
        return None


def _previewed(
    form: ReceivedForm, answer: Answer, standing: RequestStanding, files: list[ReceivedFile]
) -> dict[str, Any]:
    received = form.received(files)
    return {
        "decision": readable.decision_of(answer, answer.request.body),
        "standing": replace(standing, answer=answer, arrived_on=answer.arrived_on),
        "answer": answer,
        "items": [
            (item, read, said_status(read.stance).word)
            for item in form.asked
            if (read := received.stances[item.pk])
        ],
        "files": files,
    }

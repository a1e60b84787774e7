"""A body takes back what it handed in, or begins a new version of it."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from common import dates, swedish
from common.rules import RuleBroken, require
from responses import permissions, services
from responses.models import Answer, AnswerRequest
from responses.standing import RequestStanding
from responses.views.answering import own_request


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """What taking it back means, and the deed."""
    answer_request = own_request(request, pk)
    answer = _in_force(answer_request)
    require(permissions.can_withdraw(request.user, answer))
    if request.method == "POST":
        try:
            services.withdraw(answer, at=dates.now(), by=request.user)
        except RuleBroken as error:
            messages.error(request, " ".join(error.messages))
        else:
            at = swedish.clock(dates.now())
            messages.success(request, f"Svaret är återtaget {at} och är ett utkast igen.")
        return redirect(answer_request)
    return _page(request, answer_request, answer, "responses/withdraw.html")


@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: Request, pk: int) -> HttpResponse:
    """What a new version means, and a draft of it."""
    answer_request = own_request(request, pk)
    answer = _in_force(answer_request)
    require(permissions.can_begin_version(request.user, answer_request, answer))
    if request.method == "POST":
        try:
            services.begin_version(answer_request, at=dates.now())
        except RuleBroken as error:
            messages.error(request, " ".join(error.messages))
            return redirect(answer_request)
        return redirect(f"{answer_request.get_absolute_url()}?utkast=1")
    return _page(request, answer_request, answer, "responses/new_version.html")


def _in_force(answer_request: AnswerRequest) -> Answer:
    """404 where nothing is in force: then there is a draft to write in."""
    answer = answer_request.answers.in_force().select_related("opening").first()
    if answer is None:
        raise Http404
    return answer


def _page(
    request: Request, answer_request: AnswerRequest, answer: Answer, template: str
) -> HttpResponse:
    standing = RequestStanding.of(answer_request, on=dates.today())
    context = {
        "asked": answer_request,
        "answer": answer,
        "standing": standing,
        "awaited": replace(standing, answer=None, arrived_on=None),
    }
    return render(request, template, context)

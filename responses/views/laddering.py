"""Påminnelser: the ladder that is in force, another put forward, and who would get what when."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.once import once
from common import dates
from common.forms import posted
from common.review import Review, ReviewPart
from common.rules import RuleBroken, require
from responses import permissions, services
from responses.forms.laddering import LadderForm
from responses.models import AnswerRequest, Ladder, LadderContent, Ladders
from responses.services import ForeseenStep
from responses.views.answering import visible_request

# How many reminders a page tells of; the rest is counted.
MOST_SHOWN = 300


@require_safe
def ladder(request: Request) -> HttpResponse:
    _require_reader(request)
    today = dates.today()
    context = {
        "content": Ladders([], on=today).common,
        "waiting": Ladder.objects.common().waiting().select_related("proposed_by").first(),
        "earlier": Ladder.objects.common()
        .in_force(on=today)
        .filter(approved_by__isnull=False)
        .select_related("proposed_by", "approved_by")
        .reverse(),
        "proposes": permissions.can_propose_ladder(request.user),
    }
    return render(request, "responses/ladder.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def ladder_new(request: Request) -> HttpResponse:
    """An administrator puts another one forward."""
    _require_reader(request)
    require(permissions.can_propose_ladder(request.user))
    if waiting := Ladder.objects.common().waiting().first():
        return redirect("responses:ladder_settle", waiting.pk)
    content = Ladders([], on=dates.today()).common
    form = LadderForm(posted(request), content=content)
    steps = _foreseen(form, {None: None}, requests=None)
    review = Review(request, _part(steps), entries=form)
    if review.is_done(lambda: _propose(request, form)):
        messages.success(request, "Förslaget väntar på revisorernas godkännande.")
        return redirect("responses:ladder")
    context = {"form": form, "review": review, **_shown(steps)}
    return render(request, "responses/ladder_new.html", context, status=review.status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def ladder_settle(request: Request, pk: int) -> HttpResponse:
    """What is put forward, and who would get what; a revisor approves or declines."""
    _require_reader(request)
    proposed = get_object_or_404(Ladder.objects.common().prefetch_related("steps"), pk=pk)
    may_settle = permissions.can_settle_ladder(request.user)
    if request.method == "POST":
        require(may_settle)
        if request.POST.get("do") == "decline":
            return _settled(request, proposed, approves=False)
    if not proposed.is_waiting:
        return redirect("responses:ladder")
    content = proposed.content
    steps = services.foreseen(on=dates.today(), instead={None: content})
    review = Review(
        request, ReviewPart("ladder", "förslaget", [str(s) for s in content.steps]), _part(steps)
    )
    if review.is_valid():
        return _settled(request, proposed, approves=True)
    context = {
        "proposed": proposed,
        "content": content,
        "review": review,
        "may_settle": may_settle,
        "shows_audits": bool(may_settle),
        **_shown(steps),
    }
    return render(request, "responses/ladder_settle.html", context, status=review.status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def request_ladder(request: Request, pk: int) -> HttpResponse:
    """A revisor gives one request other reminders, or the common ones again."""
    answer_request = visible_request(request, pk)
    require(permissions.can_set_ladder(request.user, answer_request))
    ladders = Ladders([pk], on=dates.today())
    if request.method == "POST" and request.POST.get("do") == "end":
        services.end_request_ladder(answer_request, at=dates.now())
        messages.success(request, "De gemensamma påminnelserna gäller åter.")
        return redirect(answer_request)
    form = LadderForm(posted(request), content=ladders.of(pk))
    steps = _foreseen(form, {pk: None}, requests=[pk])
    review = Review(request, _part(steps), entries=form)
    if review.is_done(lambda: _set(request, answer_request, form)):
        messages.success(request, "Påminnelserna om begäran är ändrade.")
        return redirect(answer_request)
    context = {
        "asked": answer_request,
        "form": form,
        "review": review,
        "has_own": ladders.has_own(pk),
        "shows_audits": True,
        **_shown(steps),
    }
    return render(request, "responses/request_ladder.html", context, status=review.status)


def _require_reader(request: Request) -> None:
    if not permissions.can_read_ladder(request.user):
        raise Http404


def _foreseen(
    form: LadderForm, instead: dict[int | None, LadderContent | None], requests: list[int] | None
) -> list[ForeseenStep]:
    """Nothing before the form is filled in well."""
    if not (form.is_bound and form.is_valid()):
        return []
    changed: dict[int | None, LadderContent | None] = dict.fromkeys(instead, form.content)
    return services.foreseen(on=dates.today(), instead=changed, requests=requests)


def _part(steps: list[ForeseenStep]) -> ReviewPart:
    return ReviewPart("foreseen", "vem som får vad", [step.as_plain() for step in steps])


def _shown(steps: list[ForeseenStep]) -> dict[str, Any]:
    changed = [step for step in steps if step.is_changed]
    return {
        "steps": (changed or steps)[:MOST_SHOWN],
        "is_changed": bool(changed),
        "more": max(len(changed or steps) - MOST_SHOWN, 0),
        "unchanged": len(steps) - len(changed),
    }


def _propose(request: Request, form: LadderForm) -> None:
    reason = form.cleaned_data["reason"]
    services.propose_ladder(form.content, reason=reason, at=dates.now(), by=request.user)


def _set(request: Request, answer_request: AnswerRequest, form: LadderForm) -> None:
    services.set_request_ladder(
        answer_request,
        form.content,
        reason=form.cleaned_data["reason"],
        at=dates.now(),
        by=request.user,
    )


def _settled(request: Request, proposed: Ladder, *, approves: bool) -> HttpResponse:
    try:
        services.settle_ladder(proposed, approves=approves, at=dates.now(), by=request.user)
    except RuleBroken as error:  # a colleague was first
        messages.error(request, " ".join(error.messages))
    else:
        words = "De nya påminnelserna gäller." if approves else "Förslaget är avböjt."
        messages.success(request, words)
    return redirect("responses:ladder")

"""Rounds of follow-up: choosing what to ask about, sending the question, and following who has answered."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.once import once
from common import dates, swedish
from common.forms import posted
from common.keyset import keyset_page
from common.review import Review
from recommendations.models import Addressee
from responses import permissions, rounds, services
from responses.forms.rounding import RoundForm, WholeChoice, units_offered
from responses.models import FollowUpRound
from responses.wishes import wish_by


@require_safe
def follow_up(request: Request) -> HttpResponse:
    """All rounds, the latest first."""
    if not permissions.can_follow_up(request.user):
        raise Http404
    visible = FollowUpRound.objects.visible_to(request.user)
    page = keyset_page(visible, ("-opened_at", "-pk"), request.GET)
    return render(
        request,
        "responses/follow_up.html",
        {"page": page, "decides": permissions.can_decide(request.user)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def follow_up_new(request: Request, whole: WholeChoice | None = None) -> HttpResponse:
    """Choose among the open ones, or take those that another list sends along, and ask."""
    if not permissions.can_follow_up(request.user):
        raise Http404
    open_ones = services.askable(request.user, on=dates.today())
    offered = units_offered(open_ones, request, most=services.MOST_UNITS, whole=whole)
    form = RoundForm(posted(request), units=open_ones)
    review = Review(request, entries=form)
    opened: list[FollowUpRound] = []
    if review.is_done(lambda: opened.append(_open(form, request))):
        messages.success(request, "Frågan är skickad till nämnderna.")
        return redirect(opened[0])
    context = {
        "form": form,
        "review": review,
        "offered": offered,
        "asked": _asked_words(form) if review.is_ready else "",
        "wish": wish_by("Läge", form.content.due_on) if review.is_ready else "",
    }
    return render(request, "responses/follow_up_new.html", context, status=review.status)


def _open(form: RoundForm, request: Request) -> FollowUpRound:
    return services.open_round(form.content, form.chosen, at=dates.now(), by=request.user)


def _asked_words(form: RoundForm) -> str:
    """60 rekommendationer hos fem nämnder"""
    units: list[Addressee] = list(form.cleaned_data["unit"])
    count = swedish.counted(len(units), "rekommendation", "rekommendationer")
    bodies = swedish.counted(len({unit.body_id for unit in units}), "nämnd", "nämnder")
    return f"{count} hos {bodies}"


@require_safe
def follow_up_round(request: Request, pk: int) -> HttpResponse:
    """Who has answered, and what was claimed against what was judged."""
    visible = FollowUpRound.objects.visible_to(request.user)
    opened = get_object_or_404(visible.select_related("opened_by"), pk=pk)
    page = rounds.page_of(opened, request.user, on=dates.today())
    context = {
        "round": opened,
        "page": page,
        "today": dates.today(),
        "decides": permissions.can_decide(request.user),
    }
    return render(request, "responses/follow_up_round.html", context)

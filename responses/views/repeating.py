from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.models import works_on
from common import dates
from common.forms import posted, posted_key
from common.keyset import keyset_page
from common.rules import require
from recommendations.models import Addressee, Recommendation, Repetition, RepetitionQuerySet
from recommendations.permissions import can_note_repetition
from responses import services
from responses.forms.repeating import RepeatForm
from responses.repeatable import (
    ORDER,
    RepeatableFilter,
    open_to_repeat,
    suggested,
    with_texts,
)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def repeats(request: Request, pk: int) -> HttpResponse:
    """Which earlier recommendations this one repeats: suggestions by likeness, or by search, confirmed by a person."""
    writable = Recommendation.objects.filter(works_on(request.user, "audit"))
    recommendation = get_object_or_404(writable.select_related("audit"), pk=pk)
    require(can_note_repetition(request.user, recommendation.audit))
    if request.method == "POST" and "withdraw" in request.POST:
        return _withdrawn(request, recommendation)
    offered = open_to_repeat(recommendation, user=request.user, on=dates.today())
    form = RepeatForm(posted(request), offered=offered)
    if form.is_valid():
        chosen = form.cleaned_data["earlier"]
        services.note_repetition(recommendation, chosen, at=dates.now(), by=request.user)
        messages.success(request, f"Upprepningen av {chosen} är noterad.")
        return redirect("responses:repeats", pk)
    chosen = RepeatableFilter(offered, request.GET)
    context = {
        "audit": recommendation.audit,
        "recommendation": recommendation,
        "form": form,
        "standing": _standing(recommendation, request),
        "suggested": suggested(recommendation, offered),
        "filter": chosen,
        "page": keyset_page(with_texts(chosen.qs), ORDER, request.GET),
    }
    return render(request, "responses/repeats.html", context)


def _standing(recommendation: Recommendation, request: Request) -> QuerySet[Repetition]:
    standing = _seen(recommendation, request).standing()
    return standing.select_related("earlier__body", "earlier__recommendation__audit")


def _seen(recommendation: Recommendation, request: Request) -> RepetitionQuerySet:
    """Only of what this user sees: a sakkunnig is told nothing of another's audit, and changes nothing there."""
    return recommendation.repetitions.filter(earlier__in=Addressee.objects.visible_to(request.user))


def _withdrawn(request: Request, recommendation: Recommendation) -> HttpResponse:
    seen = _seen(recommendation, request).select_for_update(of=("self",))
    repetition = get_object_or_404(seen, pk=posted_key(request, "withdraw"))
    if repetition.withdrawn_at is None:  # the button pressed twice withdraws once
        services.withdraw_repetition(repetition, at=dates.now(), by=request.user)
        messages.success(
            request, "Kopplingen är borttagen. Den tidigare rekommendationen räknas igen."
        )
    return redirect("responses:repeats", recommendation.pk)

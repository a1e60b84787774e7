from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from accounts.once import once
from audit.models import Audit
from audit.permissions import can_edit
from audit.views import visible_audit
from common.autosave import autosaved
from common.forms import PasteForm, posted
from common.lists import place_asked
from common.rules import require
from recommendations import services
from recommendations.forms import (
    AddresseesForm,
    RecommendationForm,
    RemoveRecommendationForm,
)
from recommendations.models import (
    Addressee,
    Recommendation,
)

MOST_PASTED = 100


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def new(request: Request, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    require(can_edit(request.user, audit))
    form = RecommendationForm(posted(request), instance=services.next_recommendation(audit))
    if form.is_valid():
        recommendation = form.save()
        services.put_to(recommendation, form.cleaned_data["bodies"])
        services.divide(recommendation, form.cleaned_data["points"])
        messages.success(request, f"Rekommendation {recommendation.number} är tillagd.")
        return redirect(after(request, audit))
    context = {"audit": audit, "form": form}
    return render(request, "recommendations/new.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: Request, pk: int) -> HttpResponse:
    recommendation = visible_recommendation(request, pk)
    audit = recommendation.audit
    require(can_edit(request.user, audit))
    form = RecommendationForm(posted(request), instance=recommendation)
    if form.is_valid():
        services.put_to(form.save(), form.cleaned_data["bodies"])
        services.divide(recommendation, form.cleaned_data["points"])
        if request.htmx:
            return autosaved(request, form)
        messages.success(request, f"Rekommendation {recommendation.number} är sparad.")
        return redirect(after(request, audit))
    if request.htmx:
        return autosaved(request, form)
    context = {"audit": audit, "recommendation": recommendation, "form": form}
    return render(request, "recommendations/edit.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def remove(request: Request, pk: int) -> HttpResponse:
    recommendation = visible_recommendation(request, pk)
    audit = recommendation.audit
    require(can_edit(request.user, audit))
    form = RemoveRecommendationForm(posted(request), instance=recommendation)
    if form.is_valid():
        services.remove(recommendation)
        messages.success(request, "Rekommendationen är borttagen. De som följde är omnumrerade.")
        return redirect(after(request, audit))
    context = {"audit": audit, "recommendation": recommendation, "form": form}
    return render(request, "recommendations/remove.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def paste(request: Request, pk: int) -> HttpResponse:
    """A pasted list becomes rows to correct, and then recommendations to the chosen bodies."""
    audit = visible_audit(request, pk)
    require(can_edit(request.user, audit))
    form = PasteForm(posted(request), most=MOST_PASTED)
    addressees = AddresseesForm(posted(request))
    if form.is_valid() and addressees.is_valid() and form.is_shown:
        for group in form.groups:
            bodies = addressees.named_in(group.heading) or addressees.cleaned_data["bodies"]
            services.add_all(audit, group.rows, bodies)
        messages.success(request, "Rekommendationerna är tillagda.")
        return redirect(audit.get_absolute_url() + "#rekommendationer")
    named = [(group.heading, addressees.named_in(group.heading)) for group in form.groups]
    context = {
        "audit": audit,
        "form": form,
        "addressees": addressees,
        "put_to": [(heading, bodies) for heading, bodies in named if bodies],
    }
    return render(request, "recommendations/paste.html", context)


@require_POST
@transaction.atomic
def move(request: Request, pk: int) -> HttpResponse:
    """Among the recommendations to the same body."""
    visible = Addressee.objects.visible_to(request.user)
    addressee = get_object_or_404(visible.select_related("recommendation"), pk=pk)
    recommendation = visible_recommendation(request, addressee.recommendation_id)
    require(can_edit(request.user, recommendation.audit))
    addressee.recommendation = recommendation
    wanted = place_asked(
        request.POST.get("way", ""), request.POST.get("place", ""), addressee.number
    )
    services.move(addressee, to=wanted)
    messages.success(request, "Rekommendationen är flyttad.")
    return redirect(f"{recommendation.audit.get_absolute_url()}#rekommendationer")


def visible_recommendation(request: Request, pk: int) -> Recommendation:
    """The recommendation, read after its audit has been locked. An official sees only those put to the own body."""
    seen = Recommendation.objects.visible_to(request.user)
    unlocked = get_object_or_404(seen, pk=pk)
    audit = visible_audit(request, unlocked.audit_id)
    recommendation = get_object_or_404(audit.recommendations, pk=pk)
    recommendation.audit = audit
    return recommendation


def after(request: Request, audit: Audit) -> str:
    """Where to go from a saved recommendation: to another new one, or back to the audit."""
    if request.POST.get("then") == "another":
        return reverse("recommendations:new", args=[audit.pk])
    return audit.get_absolute_url() + "#rekommendationer"

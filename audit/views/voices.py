"""The sakkunnigas delivery, revisorernas stances, a single revisor's dissent, and the scales."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit import permissions, services
from audit.forms import DissentForm, ReturnForm, ScaleForm, StancesForm
from audit.history import of_scales
from audit.models import Audit, Dissent, Scale
from audit.views.audits import visible_audit
from common import dates, swedish
from common.autosave import autosaved
from common.forms import posted
from common.review import Review
from common.rules import require


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def delivery(request: Request, pk: int) -> HttpResponse:
    """The sakkunniga hand in the report; revisorerna may give it back with a reason."""
    get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    audit = visible_audit(request, pk)
    standing = services.delivery_of(audit)
    deed = permissions.can_take_stance if standing else permissions.can_deliver
    allowed = deed(request.user, audit)
    if request.method == "POST":
        require(allowed)
    form = ReturnForm(posted(request)) if standing else None
    if form and form.is_valid():
        reason = form.cleaned_data["reason"]
        services.return_report(audit, reason=reason, at=dates.now(), by=request.user)
        messages.success(request, "Rapporten är lämnad tillbaka.")
        return redirect(audit)
    review = None if standing else Review(request, services.text_shown(audit))
    if review and review.is_done(lambda: _deliver(audit, request)):
        return redirect(audit)
    context = {
        "audit": audit,
        "standing": standing,
        "form": form,
        "allowed": allowed,
        "review": review,
        "remarks": services.before_delivery(audit, by=request.user) if review else [],
        "deliveries": audit.deliveries.select_related("delivered_by", "returned_by"),
    }
    status = review.status if review else 200
    return render(request, "audit/delivery.html", context, status=status)


def _deliver(audit: Audit, request: Request) -> None:
    services.deliver_report(audit, at=dates.now(), by=request.user)
    messages.success(request, "Rapporten är levererad till revisorerna.")


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def stances(request: Request, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    require(permissions.can_take_stance(request.user, audit))
    form = StancesForm(posted(request), instance=audit)
    if form.is_valid():
        services.propose_stances(form.save(), form.chosen(), at=dates.now(), by=request.user)
        if request.htmx:
            return autosaved(request, form)
        if "back_the_rest" in request.POST:
            return _backed(request, audit)
        messages.success(
            request, "Förslagen är sparade. De blir revisorernas när granskningen beslutas."
        )
        return redirect(f"{audit.get_absolute_url()}#fragor")
    if request.htmx:
        return autosaved(request, form)
    return render(request, "audit/stances.html", {"audit": audit, "form": form}, status=form.status)


def _backed(request: Request, audit: Audit) -> HttpResponse:
    """Shown again on the same page, to read through before the meeting."""
    backed = services.back_the_rest(audit, at=dates.now(), by=request.user)
    numbers = swedish.listing(question.number for question in backed)
    messages.success(
        request,
        f"Förslag om fråga {numbers}: ställer sig bakom. Läs igenom innan granskningen beslutas."
        if backed
        else "Alla frågor hade redan ett förslag. Inget är ändrat.",
    )
    return redirect("audit:stances", audit.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def dissent_new(request: Request, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    require(permissions.can_take_stance(request.user, audit))
    blank = Dissent(audit=audit, author=request.user, recorded_at=dates.now())
    form = DissentForm(posted(request), instance=blank)
    if form.is_valid():
        form.save()
        messages.success(request, "Din avvikande mening är antecknad.")
        return redirect(f"{audit.get_absolute_url()}#fragor")
    return render(request, "audit/dissent_new.html", {"audit": audit, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def dissent(request: Request, pk: int) -> HttpResponse:
    """Changed by its author alone, until the audit is decided."""
    unlocked = get_object_or_404(Dissent, pk=pk)
    audit = visible_audit(request, unlocked.audit_id)
    require(permissions.can_take_stance(request.user, audit))
    dissent = get_object_or_404(audit.dissents.filter(author=request.user), pk=pk)
    form = DissentForm(posted(request), instance=dissent)
    if form.is_valid():
        form.save()
        if request.htmx:
            return autosaved(request, form)
        messages.success(request, "Din avvikande mening är sparad.")
        return redirect(f"{audit.get_absolute_url()}#fragor")
    if request.htmx:
        return autosaved(request, form)
    context = {"audit": audit, "dissent": dissent, "form": form}
    return render(request, "audit/dissent.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def scales(request: Request) -> HttpResponse:
    if not permissions.can_write(request.user):
        raise Http404
    form = ScaleForm(posted(request), instance=Scale())
    if form.is_valid():
        added = form.save()
        messages.success(request, f"Skalan {added} är tillagd.")
        return redirect("audit:scales")
    context = {"scales": Scale.objects.all(), "form": form, "entries": of_scales()}
    return render(request, "audit/scales.html", context)

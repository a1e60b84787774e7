"""Överlämna: the review page, the deed, and what it led to."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.once import once
from audit.models import Audit
from common import dates
from common.forms import posted
from common.review import Review
from common.rules import require
from responses import emails, permissions, services
from responses.forms.deciding import HandOverForm, ReceiptForm
from responses.models import Delivery, MissiveOrder
from responses.repeatable import likely_repetitions


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def hand_over(request: Request, pk: int) -> HttpResponse:
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    require(permissions.can_hand_over(request.user, audit))
    audit = Audit.objects.select_for_update().get(pk=pk)
    if audit.is_handed_over:  # a colleague was first
        return redirect("responses:handed_over", pk)
    form = HandOverForm(posted(request), audit=audit)
    review = Review(
        request,
        *services.shown_at_hand_over(audit, at=dates.now()),
        entries=form,
        tick="Jag har läst igenom granskningen och överlämnar den på revisorernas vägnar.",
    )
    if review.is_done(lambda: _dispatch(form, audit, request)):
        return redirect("responses:handed_over", pk)
    context = {
        "audit": audit,
        "form": form,
        "review": review,
        "asked": services.recipients(audit, at=dates.now()),
        "wished": services.wished(services.wishes(audit)),
        "informed": audit.parties.exclude(part="asked").select_related("body"),
        "obstacles": services.obstacles(audit),
        "remarks": services.before_hand_over(audit, today=dates.today(), by=request.user),
        "likely": likely_repetitions(audit, user=request.user, on=dates.today()),
    }
    return render(request, "responses/hand_over.html", context, status=review.status)


@transaction.atomic
def _dispatch(form: HandOverForm, audit: Audit, request: Request) -> None:
    at, by = dates.now(), request.user
    if form.cleaned_data["missive"]:
        services.order_missive(audit, at=at, by=by)
    services.dispatch(
        audit,
        at=at,
        by=by,
        decided_on=form.cleaned_data.get("sitting") or form.cleaned_data.get("decided_on"),
        paragraph=form.cleaned_data.get("paragraph", ""),
        files=form.cleaned_data.get("sent_files", ()),
    )


@require_safe
def handed_over(request: Request, pk: int) -> HttpResponse:
    """The receipt, with the text that a person may send to politicians."""
    audit = get_object_or_404(
        Audit.objects.written_by(request.user).filter(
            handed_over_at__isnull=False, entered_afterwards_at=None
        ),
        pk=pk,
    )
    requests = audit.requests.filter(occasion="missive").select_related("body")
    context = {
        "audit": audit,
        "requests": requests.with_state(on=dates.today()),
        "mails": emails.sent_at_hand_over(audit),
        "deliveries": audit.sent_to.select_related("body", "noted_by"),
        "missive": MissiveOrder.objects.filter(audit=audit)
        .select_related("document__document")
        .first(),
        "prepared": emails.prepared_for_presidium(audit),
    }
    return render(request, "responses/handed_over.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: Request, pk: int) -> HttpResponse:
    """Say that a body has what it was sent: the body itself, or the revision side by post or telephone."""
    visible = Delivery.objects.visible_to(request.user).select_related("audit", "body")
    get_object_or_404(visible, pk=pk)
    with transaction.atomic():
        delivery = get_object_or_404(visible.select_for_update(of=("self",)), pk=pk)
        if delivery.received_on:
            return redirect(delivery.audit)
        form = ReceiptForm(request.POST or None, sent_on=dates.local_day(delivery.sent_at))
        if form.is_valid():
            day, note = form.cleaned_data["received_on"], form.cleaned_data["note"]
            delivery.receive(on=day, note=note, at=dates.now(), by=request.user)
            messages.success(request, "Mottagandet är bekräftat.")
            return redirect(delivery.audit)
    context = {"audit": delivery.audit, "delivery": delivery, "form": form}
    return render(request, "responses/receive.html", context)

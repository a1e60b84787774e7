"""Beslutet om en granskning: what is missing, what is decided, and the deed that locks it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit.models import Audit, AuditStep, QuestionStance, Stage
from audit.permissions import can_take_step
from audit.services import take_step
from common import dates
from common.forms import posted
from common.review import Review
from common.rules import require
from responses import services
from responses.forms.deciding import DecideAuditForm


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def decide_audit(request: Request, pk: int) -> HttpResponse:
    writable = Audit.objects.written_by(request.user).select_for_update(of=("self",))
    audit = get_object_or_404(writable, pk=pk)
    require(can_take_step(request.user, audit, Stage.DECIDED))
    if audit.is_decided:  # a colleague was first
        return redirect(audit)
    form = DecideAuditForm(posted(request))
    review = Review(
        request,
        *services.shown_at_decision(audit),
        entries=form,
        tick="Revisorerna har beslutat granskningen så som den står.",
    )
    if review.is_done(lambda: _decide(form, audit, request)):
        return redirect(audit)
    on = form.cleaned_data["decided_on"] if review.is_ready else None
    stances = QuestionStance.objects.proposed().filter(question__audit=audit)
    context = {
        "audit": audit,
        "form": form,
        "review": review,
        "remarks": services.before_decision(audit, on=on, by=request.user),
        "stances": stances.select_related("question").order_by("question__number"),
        "dissents": audit.dissents.select_related("author", "question"),
    }
    return render(request, "responses/decide_audit.html", context, status=review.status)


def _decide(form: DecideAuditForm, audit: Audit, request: Request) -> None:
    step = AuditStep(audit=audit, stage=Stage.DECIDED, **form.cleaned_data)
    take_step(step, at=dates.now(), by=request.user)
    messages.success(request, "Granskningen är beslutad och lydelsen låst. Nu kan den överlämnas.")

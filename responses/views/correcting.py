"""Rättelse: the decided texts to put right, a review of what differs, and the deed."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit.models import Audit
from common import dates
from common.forms import posted
from common.review import Review
from common.rules import require
from responses import permissions, services
from responses.forms.correcting import CorrectionForm


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def correction(request: Request, pk: int) -> HttpResponse:
    writable = Audit.objects.written_by(request.user)
    if request.method == "POST":
        writable = writable.select_for_update(of=("self",))
    audit = get_object_or_404(writable, pk=pk)
    require(permissions.can_correct(request.user, audit))
    form = CorrectionForm(posted(request), request.FILES or None, instance=audit)
    review = Review(
        request,
        *services.shown_at_correction(audit),
        entries=form,
        tick="Jag har läst igenom rättelsen och för in den på revisorernas vägnar.",
    )
    if review.is_done(lambda: _make(form, request)):
        return redirect(f"{audit.get_absolute_url()}#rattelser")
    context = {
        "audit": audit,
        "form": form,
        "review": review,
        "changed": form.changed() if review.is_ready else [],
        "file": form.cleaned_data.get("file") if review.is_ready else None,
        "told": audit.sent_to.select_related("body"),
    }
    status = max(form.status, review.status)
    return render(request, "responses/correction.html", context, status=status)


def _make(form: CorrectionForm, request: Request) -> None:
    # The form's instance carries what was typed; the deed starts from the row.
    audit = Audit.objects.get(pk=form.instance.pk)
    correction = services.correct(
        audit, form.new(), form.ordered(), at=dates.now(), by=request.user
    )
    messages.success(request, f"{correction} är införd. De som fick granskningen har meddelats.")

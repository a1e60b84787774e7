"""Rättelse: the decided texts to put right, a review of what differs, and the deed."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.models import Audit
from common import dates
from common.forms import posted
from common.rules import RuleBroken, require
from responses import permissions, services
from responses.forms.correcting import CorrectionForm


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def correction(request: Request, pk: int) -> HttpResponse:
    mine = Audit.objects.written_by(request.user)
    if request.method == "POST":
        mine = mine.select_for_update(of=("self",))
    audit = get_object_or_404(mine, pk=pk)
    require(permissions.can_correct(request.user, audit))
    form = CorrectionForm(posted(request), request.FILES or None, instance=audit)
    is_ready = form.is_valid()
    if is_ready and form.cleaned_data["confirm"] and _made(form, audit, request):
        return redirect(f"{audit.get_absolute_url()}#rattelser")
    context = {
        "audit": audit,
        "form": form,
        "changed": form.changed() if is_ready and form.is_valid() else [],
        "file": form.cleaned_data.get("file") if is_ready else None,
        "told": audit.sent_to.select_related("body"),
    }
    return render(request, "responses/correction.html", context, status=form.status)


def _made(form: CorrectionForm, audit: Audit, request: Request) -> bool:
    try:
        with transaction.atomic():
            made = services.correct(
                Audit.objects.get(pk=audit.pk),
                form.new(),
                form.ordered(),
                at=dates.now(),
                by=request.user,
            )
    except RuleBroken as error:
        form.add_error(None, error)
        return False
    messages.success(request, f"{made} är införd. De som fick granskningen har meddelats.")
    return True

"""Rensning of the audit side's working material."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit.models import Audit, Purged
from common import dates, swedish
from common.forms import posted
from common.review import Review
from common.rules import require
from responses import permissions, services
from responses.forms.purging import PurgeForm

WORDS = {
    Purged.NOTES: ("arbetsanteckning", "arbetsanteckningar", "en"),
    Purged.EVIDENCE: ("underlag", "underlag", "ett"),
    Purged.VERSIONS: ("tidigare lydelse", "tidigare lydelser", "en"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def purge(request: Request, pk: int) -> HttpResponse:
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    require(permissions.can_purge(request.user, audit))
    may_purge_versions = permissions.can_purge_versions(request.user)
    versions = services.count_versions(audit) if may_purge_versions else 0
    form = PurgeForm(posted(request), audit=audit, user=request.user, versions=versions)
    review = Review(
        request,
        *services.shown_at_purge(audit, request.user, versions=versions),
        entries=form,
        tick="Jag har gått igenom listan. Det som är ikryssat tas bort för gott.",
    )
    if review.is_done(lambda: _purge(form, audit, request)):
        return redirect("audit:notes", pk)
    context = {"audit": audit, "form": form, "review": review, "versions": versions}
    return render(request, "responses/purge.html", context, status=review.status)


def _purge(form: PurgeForm, audit: Audit, request: Request) -> None:
    counts = services.purge(
        audit,
        notes=list(form.cleaned_data["notes"]),
        evidence=list(form.cleaned_data["evidence"]),
        versions=form.cleaned_data.get("versions", False),
        at=dates.now(),
        by=request.user,
    )
    purged = swedish.listing(
        swedish.counted(count, *WORDS[kind]) for kind, count in counts.items() if count
    )
    messages.success(request, f"Du har rensat {purged}." if purged else "Inget fanns att rensa.")

"""Audits that were handed over before they came here."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit.models import Audit
from common import dates, swedish
from common.forms import posted
from common.keyset import keyset_page
from common.review import Review
from common.rules import require
from responses import permissions, services
from responses.forms.entering import EnterForm, EnterRow


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def enter(request: Request, pk: int) -> HttpResponse:
    """One audit, with the anstånd of then and a choice of files."""
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    require(permissions.can_hand_over(request.user, audit))
    audit = Audit.objects.select_for_update().get(pk=pk)
    form = EnterForm(posted(request), audit=audit)
    review = Review(
        request,
        *services.shown_at_hand_over(audit, at=dates.now()),
        entries=form,
        tick="Granskningen är redan överlämnad, och uppgifterna stämmer med handlingarna.",
    )
    if review.is_done(
        lambda: services.enter_handed_over(
            audit,
            form.then,
            at=dates.now(),
            by=request.user,
            files=form.cleaned_data.get("sent_files", ()),
        )
    ):
        messages.success(request, "Granskningen är inskriven som överlämnad. Inget har skickats.")
        return redirect(audit)
    context = {
        "audit": audit,
        "form": form,
        "review": review,
        "wished": services.wished(services.wishes(audit)),
        "obstacles": services.obstacles(audit),
    }
    return render(request, "responses/enter.html", context, status=review.status)


def _are_valid(rows: list[EnterRow]) -> bool:
    """Each is looked at, so that all that is wrong is said at once."""
    wrong = [row for row in rows if not row.is_valid()]
    return not wrong


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def enter_many(request: Request) -> HttpResponse:
    """Those of one's drafts that were handed over long ago, several at once: all of the ticked ones or none."""
    if not permissions.can_decide(request.user):
        raise Http404
    drafts = Audit.objects.written_by(request.user).filter(handed_over_at=None)
    if request.method == "POST":
        drafts = drafts.select_for_update(of=("self",))
    drafts = drafts.prefetch_related("members")
    page = keyset_page(drafts, ("audit_year", "pk"), request.GET)
    rows = [EnterRow(posted(request), audit=audit) for audit in page]
    if request.method == "POST" and _are_valid(rows):
        chosen = [row for row in rows if row.is_chosen]
        for row in chosen:
            services.enter_handed_over(row.audit, row.then, at=dates.now(), by=request.user)
        if chosen:
            subject = swedish.counted(len(chosen), "granskning", "granskningar", "en")
            text = f"{swedish.capitalized(subject)} inskrivna som överlämnade. Inget har skickats."
            messages.success(request, text)
            return redirect("reports:audits")
    return render(request, "responses/enter_many.html", {"rows": rows, "page": page})

"""A rättelse put forward for a meeting: written, read, and taken back or declined."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit.models import Audit
from common import dates
from common.forms import posted
from common.rules import RuleBroken, require
from common.text import key_in
from responses import permissions, services
from responses.forms.correcting import ProposeCorrectionForm, TakeBackCorrectionForm
from responses.models import ProposedCorrection


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def propose_correction(request: Request, pk: int) -> HttpResponse:
    """The texts as they stand, or as another proposal would have them, whose place the new one takes."""
    writable = Audit.objects.written_by(request.user)
    if request.method == "POST":
        writable = writable.select_for_update(of=("self",))
    audit = get_object_or_404(writable, pk=pk)
    require(permissions.can_propose_correction(request.user, audit))
    waiting = ProposedCorrection.objects.visible_to(request.user).waiting().filter(audit=audit)
    earlier = _instead_of(request, audit)
    form = ProposeCorrectionForm(posted(request), instance=audit, instead_of=earlier)
    if form.is_valid():
        try:
            proposal = services.propose_correction(
                Audit.objects.get(pk=pk),
                form.new(),
                form.cleaned_data["reason"],
                instead_of=earlier,
                at=dates.now(),
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Förslaget står på dagordningen för nästa sammanträde.")
            return redirect(proposal)
    context = {
        "audit": audit,
        "form": form,
        "earlier": earlier,
        "waiting": waiting.with_texts(),
    }
    return render(request, "responses/propose_correction.html", context, status=form.status)


def _instead_of(request: Request, audit: Audit) -> ProposedCorrection | None:
    """The one that the address names, of those that the person may take back."""
    if "i-stallet-for" not in request.GET:
        return None
    key = key_in(request.GET["i-stallet-for"])
    if key is None:
        raise Http404
    visible = ProposedCorrection.objects.visible_to(request.user).filter(audit=audit)
    earlier = get_object_or_404(visible.with_texts(), pk=key)
    require(permissions.can_take_back_correction(request.user, earlier))
    return earlier


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def proposed_correction(request: Request, pk: int) -> HttpResponse:
    """Both wordings beside each other, and what has become of it."""
    visible = ProposedCorrection.objects.visible_to(request.user)
    if request.method == "POST":
        visible = visible.select_for_update(of=("self",))
    proposal = get_object_or_404(visible.with_texts(), pk=pk)
    may_take_back = permissions.can_take_back_correction(request.user, proposal)
    if request.method == "POST":
        require(may_take_back)
    form = TakeBackCorrectionForm(posted(request))
    if form.is_valid():
        services.take_back_correction(
            proposal, form.cleaned_data["reason"], at=dates.now(), by=request.user
        )
        messages.success(request, "Förslaget är återtaget. Texterna står som de stod.")
        return redirect(proposal)
    context = {
        "proposal": proposal,
        "audit": proposal.audit,
        "form": form,
        "may_take_back": may_take_back,
        "is_proposers": proposal.proposed_by_id == request.user.pk,
        "not_current": "" if proposal.is_current else services.NOT_CURRENT,
    }
    return render(request, "responses/proposed_correction.html", context)

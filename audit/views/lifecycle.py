"""Where an audit stands, which revisorer decide for its year, and the bodies' own diarienummer."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from audit import permissions, services
from audit.forms import ReferenceForm, StepForm, WishForm, YearForm
from audit.history import of_year
from audit.models import Audit, AuditParty, AuditYear, PartyPart, Stage, works_on
from audit.views.audits import visible_audit
from common import dates
from common.forms import EARLIEST, LATEST, posted
from common.rules import RuleBroken, require


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Request, pk: int) -> HttpResponse:
    with transaction.atomic():
        audit = visible_audit(request, pk)
        require(permissions.can_take_step(request.user, audit, Stage(audit.stage)))
        form = StepForm(posted(request), audit=audit)
        if form.is_valid() and _moved(request, form):
            return redirect(audit)
    may_decide = permissions.can_take_step(request.user, audit, Stage.DECIDED)
    context = {
        "audit": audit,
        "form": form,
        "may_decide": may_decide and not audit.is_decided,
        "steps": audit.steps.select_related("by"),
    }
    return render(request, "audit/step.html", context)


def _moved(request: Request, form: StepForm) -> bool:
    wanted = form.save(commit=False)
    require(permissions.can_take_step(request.user, wanted.audit, Stage(wanted.stage)))
    try:
        services.take_step(wanted, at=dates.now(), by=request.user)
    except RuleBroken as error:
        form.add_error(None, error)
        return False
    messages.success(request, f"Granskningen står nu som {wanted.get_stage_display().lower()}.")
    return True


@require_safe
def years(request: Request) -> HttpResponse:
    if not permissions.can_write(request.user):
        raise Http404
    arranged = {year.year: year for year in AuditYear.objects.prefetch_related("members__user")}
    seen = Audit.objects.visible_to(request.user).values_list("audit_year", flat=True).distinct()
    all_years = sorted({*arranged, *seen, dates.today().year}, reverse=True)
    context = {
        "years": [(year, arranged.get(year)) for year in all_years],
        "arrange": permissions.can_arrange_years(request.user),
    }
    return render(request, "audit/years.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def year(request: Request, number: int) -> HttpResponse:
    if not permissions.can_write(request.user) or not EARLIEST.year <= number <= LATEST.year:
        raise Http404
    require(permissions.can_arrange_years(request.user))
    years = AuditYear.objects.select_for_update()
    audit_year = years.filter(year=number).first() or AuditYear(year=number)
    form = YearForm(posted(request), instance=audit_year)
    if form.is_valid():
        services.arrange_year(form.save(), form.cleaned_data["revisorer"])
        messages.success(request, "Revisionsåret är sparat.")
        return redirect("audit:years")
    entries = of_year(audit_year) if audit_year.pk else []
    context = {"year": audit_year, "form": form, "entries": entries}
    return render(request, "audit/year.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def wish(request: Request, pk: int) -> HttpResponse:
    """Whether, by when and about what one body is asked to answer, where that is its own."""
    asked_parties = AuditParty.objects.filter(works_on(request.user, "audit"), part=PartyPart.ASKED)
    party = get_object_or_404(asked_parties.select_related("audit", "body"), pk=pk)
    audit = visible_audit(request, party.audit_id)
    require(permissions.can_edit(request.user, audit))
    form = WishForm(posted(request), instance=party)
    if form.is_valid():
        form.save()
        messages.success(request, f"Önskemålet till {party.body.in_text} är sparat.")
        return redirect(audit)
    return render(request, "audit/wish.html", {"audit": audit, "party": party, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def reference(request: Request, pk: int) -> HttpResponse:
    party = get_object_or_404(AuditParty.objects.select_related("audit", "body"), pk=pk)
    audit = visible_audit(request, party.audit_id)
    if not permissions.sees_party(request.user, party):
        raise Http404
    require(permissions.can_write_reference(request.user, party))
    form = ReferenceForm(posted(request), instance=party)
    if form.is_valid():
        form.save()
        messages.success(request, "Diarienumret är sparat.")
        return redirect(audit)
    context = {"audit": audit, "party": party, "form": form}
    return render(request, "audit/reference.html", context)

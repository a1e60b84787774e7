"""An audit that follows up chosen recommendations: begun from them, and what it says of each."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.models import Installation
from accounts.once import once
from audit.models import Audit
from common import dates
from common.forms import posted, posted_key
from common.rules import RuleBroken, require
from recommendations.models import Addressee, FollowedUnit, FollowedUnitQuerySet, Recommendation
from recommendations.permissions import can_note_repetition
from recommendations.services import may_put_again
from responses import permissions, services
from responses.forms.following import (
    FollowedUnitForm,
    FollowMoreForm,
    FollowUpAuditForm,
    ForwardForm,
)
from responses.forms.rounding import WholeChoice, units_offered


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def follow_up_audit_new(request: Request, whole: WholeChoice | None = None) -> HttpResponse:
    """A draft that follows up the rows that the register sends along, or others that are open."""
    if not permissions.can_follow_up(request.user):
        raise Http404
    open_ones = services.open_to_follow(request.user, on=dates.today())
    offered = units_offered(open_ones, request, most=services.MOST_FOLLOWED, whole=whole)
    form = FollowUpAuditForm(
        posted(request), units=open_ones, initial={"audit_year": dates.today().year}
    )
    if form.is_valid():
        blank = Audit(
            title=form.cleaned_data["title"],
            audit_year=form.cleaned_data["audit_year"],
            municipality=Installation.now().municipality,
        )
        try:
            audit = services.start_follow_up(blank, form.chosen, at=dates.now(), by=request.user)
        except RuleBroken as refusal:
            form.add_error("unit", refusal)
        else:
            messages.success(request, "Granskningen är skapad som utkast.")
            return redirect("responses:followed_up", audit.pk)
    context = {"form": form, "offered": offered}
    return render(request, "responses/follow_up_audit_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def followed_up(request: Request, pk: int) -> HttpResponse:
    """What the audit follows up, what it says of each, and what revisorer put forward of it."""
    audits = Audit.objects.written_by(request.user)
    if request.method == "POST":
        audits = audits.select_for_update(of=("self",))
    audit = get_object_or_404(audits, pk=pk)
    units = _seen(request).filter(audit=audit).with_repetition()
    adds = request.POST.get("do") == "add" or "more" in request.POST
    addition = FollowMoreForm(posted(request) if adds else None, units=_more(request, audit))
    if addition.is_valid():
        services.follow(audit, addition.cleaned_data["more"], at=dates.now(), by=request.user)
        return redirect("responses:followed_up", pk)
    form = ForwardForm(None if adds else posted(request), units=_of_ready(units))
    if form.is_bound:
        require(permissions.can_put_forward(request.user, audit))
    if form.is_valid():
        try:
            services.put_forward(audit, form.cleaned_data["unit"], at=dates.now(), by=request.user)
        except RuleBroken as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "Bedömningarna är framlagda för beslut.")
            return redirect("responses:followed_up", pk)
    context = {
        "audit": audit,
        "form": form,
        "more": addition,
        "units": units.select_related(
            "addressee__body", "addressee__recommendation__audit", "verdict"
        ),
        "may_put_forward": permissions.can_put_forward(request.user, audit),
    }
    return render(request, "responses/followed_up.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def followed_unit(request: Request, pk: int) -> HttpResponse:
    """What the audit says of one of them: a judgement of its own words, or that it puts it again."""
    units = _seen(request).with_repetition().select_related("audit", "addressee__recommendation")
    if request.method == "POST":
        units = units.select_for_update(of=("self",))
    unit = get_object_or_404(units, pk=pk)
    if request.method == "POST":
        require(permissions.can_say_of_followed(unit))
    if request.method == "POST" and "again" in request.POST:
        return _put_again(request, unit)
    form = FollowedUnitForm(posted(request), instance=unit)
    if form.is_valid():
        form.save()
        messages.success(request, "Bedömningen är sparad.")
        return redirect(_after(request, unit))
    context = {
        "unit": unit,
        "audit": unit.audit,
        "form": form,
        "again": _that_may_repeat(request, unit),
        "may_say": permissions.can_say_of_followed(unit),
    }
    return render(request, "responses/followed_unit.html", context, status=form.status)


def _seen(request: Request) -> FollowedUnitQuerySet:
    return FollowedUnit.objects.visible_to(request.user)


def _more(request: Request, audit: Audit) -> QuerySet[Addressee]:
    """Open ones of the audits that it follows up, not followed up yet."""
    open_ones = services.open_to_follow(request.user, on=dates.today())
    linked = open_ones.filter(recommendation__audit__in=audit.follows_up.all())
    offered = linked.exclude(followed_in__audit=audit).select_related("recommendation", "body")
    return offered.order_by("recommendation__audit", "body__position", "number", "pk")


def _of_ready(units: FollowedUnitQuerySet) -> QuerySet[FollowedUnit]:
    return FollowedUnit.objects.filter(pk__in=[unit.pk for unit in units if unit.is_ready])


def _after(request: Request, unit: FollowedUnit) -> str:
    """To the next that nothing is said of, or back to the list."""
    if request.POST.get("then") == "next":
        unsaid = _seen(request).filter(audit=unit.audit).left().filter(value="")
        if next_unit := unsaid.first():
            return next_unit.get_absolute_url()
    return unit.list_url


def _that_may_repeat(request: Request, unit: FollowedUnit) -> list[Recommendation]:
    """Recommendations of the audit that are put to the body that has it, where the person may say so."""
    if not can_note_repetition(request.user, unit.audit):
        return []
    return list(may_put_again(unit.addressee, unit.audit, on=dates.today()))


def _put_again(request: Request, unit: FollowedUnit) -> HttpResponse:
    require(can_note_repetition(request.user, unit.audit))
    recommendation = get_object_or_404(unit.audit.recommendations, pk=posted_key(request, "again"))
    try:
        services.note_repetition(recommendation, unit.addressee, at=dates.now(), by=request.user)
    except RuleBroken as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{recommendation} upprepar {unit.addressee}.")
    return redirect(unit.list_url)

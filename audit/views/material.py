"""What an audit builds on: criteria, observations, minutes, sources, and the grids of its stickprov."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import once
from audit import permissions, services
from audit.forms import MaterialForm, NewSampleForm, SampleForm, material_tables, save_tables
from audit.models import Sample
from audit.views.audits import visible_audit
from common.autosave import autosaved
from common.forms import posted
from common.rules import require


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def material(request: Request, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    require(permissions.can_edit(request.user, audit))
    form = MaterialForm(posted(request), instance=audit)
    tables = material_tables(audit, posted(request))
    valid = [form.is_valid(), *(table.is_valid() for table in tables.values())]
    if request.method == "POST" and all(valid):
        save_tables(form.save(), tables)
        messages.success(request, "Materialet är sparat.")
        return redirect(audit)
    saved = material_tables(audit, None) if form.is_bound and form.is_stale else {}
    context = {"audit": audit, "form": form, "tables": tables, "saved": saved}
    return render(request, "audit/material.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def sample_new(request: Request, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    require(permissions.can_edit(request.user, audit))
    form = NewSampleForm(posted(request), instance=Sample(audit=audit))
    if form.is_valid():
        services.keep_sample(form.save(commit=False), form.cleaned_data["grid"])
        messages.success(request, "Stickprovet är sparat.")
        return redirect(f"{audit.get_absolute_url()}#stickprov")
    return render(request, "audit/sample_new.html", {"audit": audit, "form": form})


def _sample(request: Request, pk: int) -> Sample:
    """Read after its audit has been locked."""
    unlocked = get_object_or_404(Sample, pk=pk)
    audit = visible_audit(request, unlocked.audit_id)
    require(permissions.can_edit(request.user, audit))
    sample = get_object_or_404(audit.samples, pk=pk)
    sample.audit = audit
    return sample


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def sample(request: Request, pk: int) -> HttpResponse:
    sample = _sample(request, pk)
    form = SampleForm(posted(request), instance=sample)
    if form.is_valid():
        services.keep_sample(form.save(commit=False), form.cleaned_data["grid"])
        if request.htmx:
            return autosaved(request, form)
        messages.success(request, "Stickprovet är sparat.")
        if "more" in request.POST:
            return redirect("audit:sample", pk)
        return redirect(f"{sample.audit.get_absolute_url()}#stickprov")
    if request.htmx:
        return autosaved(request, form)
    context = {"audit": sample.audit, "sample": sample, "form": form}
    return render(request, "audit/sample.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def sample_remove(request: Request, pk: int) -> HttpResponse:
    sample = _sample(request, pk)
    if request.method == "POST":
        sample.delete()
        messages.success(request, f"{sample.title} är borttaget. Historiken har det kvar.")
        return redirect(sample.audit)
    return render(request, "audit/sample_remove.html", {"audit": sample.audit, "sample": sample})

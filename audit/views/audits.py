from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.models import Installation
from accounts.once import once
from audit import permissions, services
from audit.forms import (
    AuditForm,
    ExpertsForm,
    MembersForm,
    PartiesForm,
    contacts_table,
    members_table,
    save_members,
)
from audit.models import Audit, AuditDocument
from common import dates
from common.autosave import autosaved
from common.forms import posted
from common.rules import require
from documents.files import given_to


def visible_audit(request: Request, pk: int) -> Audit:
    """The audit, locked while something is saved, so that wording cannot change as it is decided."""
    audits = Audit.objects.visible_to(request.user)
    if request.method == "POST":
        audits = audits.select_for_update(of=("self",))
    return get_object_or_404(audits, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def new(request: Request) -> HttpResponse:
    if not permissions.can_write(request.user):
        raise Http404
    blank = Audit(audit_year=dates.today().year, municipality=Installation.now().municipality)
    form = AuditForm(posted(request), instance=blank, user=request.user)
    if form.is_valid():
        audit = services.start(form.save(commit=False), by=request.user)
        messages.success(request, "Granskningen är skapad som utkast.")
        return redirect(audit)
    return render(request, "audit/new.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request: Request, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    require(permissions.can_edit(request.user, audit))
    form = AuditForm(posted(request), instance=audit, user=request.user)
    if form.is_valid():
        form.save()
        if request.htmx:
            return autosaved(request, form)
        messages.success(request, "Uppgifterna är sparade.")
        return redirect(audit)
    if request.htmx:
        return autosaved(request, form)
    return render(request, "audit/edit.html", {"audit": audit, "form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def experts(request: Request, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    require(permissions.can_assign(request.user, audit))
    form = ExpertsForm(posted(request), instance=audit)
    if form.is_valid():
        services.assign_exactly(form.save(), form.cleaned_data["experts"])
        messages.success(request, "De sakkunniga är sparade.")
        return redirect(audit)
    return render(request, "audit/experts.html", {"audit": audit, "form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def members(request: Request, pk: int) -> HttpResponse:
    """Kontaktrevisor, författare och undertecknare, in order."""
    audit = visible_audit(request, pk)
    require(permissions.can_edit_members(request.user, audit))
    form = MembersForm(posted(request), instance=audit)
    table = members_table(audit, posted(request))
    if all([form.is_valid(), table.is_valid()]):
        save_members(form.save(), table)
        messages.success(request, "De medverkande är sparade.")
        return redirect(audit)
    saved = members_table(audit, None) if form.is_bound and form.is_stale else None
    context = {"audit": audit, "form": form, "table": table, "saved": saved}
    return render(request, "audit/members.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def contacts(request: Request, pk: int) -> HttpResponse:
    """How kontaktrevisor and sakkunniga are reached, before and after the hand-over."""
    audit = visible_audit(request, pk)
    require(permissions.can_edit_contacts(request.user, audit))
    table = contacts_table(audit, posted(request))
    if table.is_valid():
        table.save()
        messages.success(request, "Kontaktuppgifterna är sparade.")
        return redirect(audit)
    return render(request, "audit/contacts.html", {"audit": audit, "table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def parties(request: Request, pk: int) -> HttpResponse:
    audit = visible_audit(request, pk)
    require(permissions.can_edit(request.user, audit))
    form = PartiesForm(posted(request), instance=audit)
    if form.is_valid():
        services.send_to(form.save(), form.chosen())
        messages.success(request, "Mottagarna är sparade.")
        return redirect(audit)
    return render(request, "audit/parties.html", {"audit": audit, "form": form}, status=form.status)


@require_GET
def document(request: Request, pk: int, document_pk: int) -> HttpResponse:
    visible = AuditDocument.objects.visible_to(request.user).select_related("document")
    audit_document = get_object_or_404(visible, audit=pk, pk=document_pk)
    return given_to(request.user, audit_document.document, at=dates.now())

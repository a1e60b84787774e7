"""The audit side's own notes and evidence."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.once import once
from audit import permissions, services
from audit.forms import EvidenceForm, NoteForm
from audit.models import Audit, Evidence, WorkingNote, works_on
from common import dates
from common.autosave import autosaved
from common.forms import posted
from common.rules import require
from documents.files import given_to


@require_safe
def notes(request: Request, pk: int) -> HttpResponse:
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    evidence = audit.evidence.select_related("document__stored_by", "question")
    context = {
        "audit": audit,
        "notes": audit.notes.select_related("author", "question"),
        "evidence": evidence.prefetch_related("document__reads__reader"),
        "purges": audit.purges.select_related("purged_by"),
    }
    return render(request, "audit/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def note_new(request: Request, pk: int) -> HttpResponse:
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    blank = WorkingNote(audit=audit, author=request.user, written_at=dates.now())
    form = NoteForm(posted(request), instance=blank)
    if form.is_valid():
        form.save()
        messages.success(request, "Anteckningen är sparad.")
        return redirect("audit:notes", pk)
    return render(request, "audit/note_new.html", {"audit": audit, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def note(request: Request, pk: int) -> HttpResponse:
    note = get_object_or_404(_notes(request), pk=pk)
    require(permissions.can_change_note(request.user, note))
    form = NoteForm(posted(request), instance=note)
    if form.is_valid():
        form.save()
        if request.htmx:
            return autosaved(request, form)
        messages.success(request, "Anteckningen är sparad.")
        return redirect("audit:notes", note.audit_id)
    if request.htmx:
        return autosaved(request, form)
    context = {"audit": note.audit, "note": note, "form": form}
    return render(request, "audit/note.html", context, status=form.status)


def _notes(request: Request) -> QuerySet[WorkingNote]:
    notes = WorkingNote.objects.filter(works_on(request.user, "audit"))
    return notes.select_for_update(of=("self",)) if request.method == "POST" else notes


@require_http_methods(["GET", "HEAD", "POST"])
@once
def evidence_new(request: Request, pk: int) -> HttpResponse:
    audit = get_object_or_404(Audit.objects.written_by(request.user), pk=pk)
    form = EvidenceForm(posted(request), request.FILES or None, instance=Evidence(audit=audit))
    if form.is_valid():
        services.keep_evidence(
            form.save(commit=False),
            form.cleaned_data["file"],
            may_be_secret=form.cleaned_data["may_be_secret"],
            at=dates.now(),
            by=request.user,
        )
        messages.success(request, "Underlaget är sparat.")
        return redirect("audit:notes", pk)
    return render(request, "audit/evidence_new.html", {"audit": audit, "form": form})


@require_safe
def evidence_file(request: Request, pk: int) -> HttpResponse:
    writable = Evidence.objects.filter(works_on(request.user, "audit"))
    evidence = get_object_or_404(writable.select_related("document"), pk=pk)
    return given_to(request.user, evidence.document, at=dates.now())

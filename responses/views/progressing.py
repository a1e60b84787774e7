"""A body's own page of one recommendation: its plan, how far it has come, and what it has told."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.once import once
from audit.models import works_on
from common import dates, swedish
from common.autosave import autosaved
from common.forms import posted, posted_key
from common.rules import RuleBroken, require
from documents.files import given_to
from recommendations.models import Addressee, Measure, ProgressFile, ProgressReport
from responses import permissions, services
from responses.forms.progressing import PlanForm, ProgressFilesForm, ProgressForm


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def progress(request: Request, pk: int) -> HttpResponse:
    """For the body its plan and its draft; for the audit side what has been told."""
    addressee = _seen(request, pk)
    may_report = permissions.can_report_progress(request.user, addressee)
    if request.method == "POST":
        require(may_report)
        Addressee.objects.select_for_update(of=("self",)).get(pk=pk)
    draft = ProgressReport.objects.visible_to(request.user).filter(
        addressee=addressee, reported_at=None
    ).first() or ProgressReport(addressee=addressee, created_at=dates.now())
    plan = list(addressee.measures.stated(on=dates.today()).with_claim(on=dates.today()))
    form = ProgressForm(posted(request), instance=draft, measures=plan)
    files = ProgressFilesForm(request.POST, request.FILES) if request.FILES else None
    if request.method == "POST" and form.is_valid():
        form.save()
        if done := _saved(draft, files, request):
            return done
        form = form if request.htmx else _saved_form(draft, plan, request)
    if request.htmx:
        return autosaved(request, form)
    context = _page(request, addressee, draft, plan)
    context |= {"form": form, "upload": files or ProgressFilesForm(), "own": bool(may_report)}
    return render(request, "responses/progress.html", context, status=form.status)


def addressee_url(addressee: Addressee) -> str:
    return reverse("responses:progress", args=[addressee.pk])


def _address(addressee: Addressee) -> str:
    return f"{addressee_url(addressee)}#lage"


def _seen(request: Request, pk: int) -> Addressee:
    """The body's own officials, and the audit side: others read of it where they read the answer."""
    visible = Addressee.objects.visible_to(request.user).put(on=dates.today())
    readers = visible.filter(body__in=request.user.served) | visible.filter(
        works_on(request.user, "recommendation__audit")
    )
    return get_object_or_404(readers.select_related("recommendation__audit", "body"), pk=pk)


def _saved_form(draft: ProgressReport, plan: list[Measure], request: Request) -> ProgressForm:
    """The draft as it was saved just now, with what it lacks said at its fields."""
    sent = request.POST.copy()
    sent["version"] = str(draft.version)
    form = ProgressForm(sent, instance=draft, measures=plan)
    if form.is_valid() and "report" in request.POST and (lacking := draft.lacking()):
        form.add_error(None, RuleBroken(lacking))
    return form


def _attached(files: ProgressFilesForm, draft: ProgressReport, request: Request) -> bool:
    files.full_clean()
    cleaned = files.cleaned_data
    for upload in files.chosen("file"):
        try:
            services.attach_to_progress(
                draft,
                upload,
                dated_on=cleaned.get("dated_on"),
                may_be_secret=cleaned["file_may_be_secret"],
                at=dates.now(),
                by=request.user,
            )
        except RuleBroken as error:
            files.add_error("file", error)
    return files.is_valid()


def _saved(
    draft: ProgressReport, files: ProgressFilesForm | None, request: Request
) -> HttpResponse | None:
    """Where to go once the draft is saved; nothing when the page is to be shown again."""
    if request.htmx:
        return None
    if "detach" in request.POST:
        return _detached(draft, request)
    if files is not None and not _attached(files, draft, request):
        return None
    if "report" in request.POST:
        return redirect(addressee_url(draft.addressee)) if _reported(draft, request) else None
    messages.success(request, f"Utkastet är sparat {swedish.clock(dates.now())}.")
    return redirect(_address(draft.addressee))


def _detached(draft: ProgressReport, request: Request) -> HttpResponse:
    attached = get_object_or_404(draft.attached, pk=posted_key(request, "detach"))
    services.detach_from_progress(attached, at=dates.now())
    messages.success(request, f"{attached.document.name} är borttagen.")
    return redirect(_address(draft.addressee))


def _reported(draft: ProgressReport, request: Request) -> bool:
    if draft.lacking():
        return False
    services.report_progress(draft, at=dates.now(), by=request.user)
    messages.success(request, "Läget är rapporterat. Revisorerna läser det nu.")
    return True


def _page(
    request: Request, addressee: Addressee, draft: ProgressReport, plan: list[Measure]
) -> dict[str, Any]:
    today = dates.today()
    of_addressee = ProgressReport.objects.reported(on=today).filter(addressee=addressee)
    reports = list(
        of_addressee.select_related("reported_by").prefetch_related(
            "claims__measure", "files__document"
        )
    )
    return {
        "addressee": addressee,
        "audit": addressee.recommendation.audit,
        "plan": plan,
        "today": today,
        "reports": reports,
        "latest": reports[0] if reports else None,
        "attached": draft.attached if draft.pk else [],
        "verdict": addressee.verdicts.decided(on=today).first(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def measure_new(request: Request, pk: int) -> HttpResponse:
    """One more measure of the body's plan."""
    addressee = _seen(request, pk)
    require(permissions.can_report_progress(request.user, addressee))
    form = PlanForm(posted(request))
    if form.is_valid():
        services.plan_measure(addressee, form.content, at=dates.now())
        messages.success(request, "Åtgärden är tillagd. Revisorerna läser den nu.")
        return redirect(addressee_url(addressee))
    context = {"addressee": addressee, "form": form, "address": addressee_url(addressee)}
    return render(request, "responses/measure_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def measure(request: Request, pk: int) -> HttpResponse:
    """Change a measure of the plan, or let it lapse: the days before keep what was planned then."""
    planned = get_object_or_404(Measure, pk=pk)
    addressee = _seen(request, planned.addressee_id)
    require(permissions.can_report_progress(request.user, addressee))
    initial = {name: getattr(planned, name) for name in PlanForm.base_fields}
    form = PlanForm(posted(request), initial=initial)
    if "drop" in request.POST:
        services.drop_measure(planned, at=dates.now())
        messages.success(request, "Åtgärden ingår inte längre i planen.")
        return redirect(addressee_url(addressee))
    if form.is_valid():
        services.change_measure(planned, form.content, at=dates.now())
        messages.success(
            request, "Åtgärden är ändrad. Det som gällde förut finns kvar i historiken."
        )
        return redirect(addressee_url(addressee))
    context = {
        "addressee": addressee,
        "form": form,
        "measure": planned,
        "address": addressee_url(addressee),
    }
    return render(request, "responses/measure.html", context)


@require_safe
def progress_file(request: Request, pk: int, file_pk: int) -> HttpResponse:
    attached = get_object_or_404(_files(request, pk), pk=file_pk)
    return given_to(request.user, attached.document, at=dates.now())


def _files(request: Request, report: int) -> Any:
    seen = ProgressReport.objects.visible_to(request.user).filter(pk=report)
    of_report = ProgressFile.objects.filter(report__in=seen, removed_at=None)
    return of_report.select_related("document", "report")

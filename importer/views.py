"""Läs in rapport: upload the documents, follow the reading, check what was found, create the granskning."""

import logging
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe
from kombu.exceptions import OperationalError

from accounts.http import Request
from accounts.models import Body
from accounts.once import once
from common import dates, swedish
from common.forms import posted
from common.keyset import keyset_page
from common.review import Review, ReviewPart
from common.rules import RuleBroken
from documents.files import KINDS
from importer import permissions, services, tasks
from importer.earlier import open_units
from importer.file_forms import RegisterForm, shown_faults
from importer.finds import Finds
from importer.forms import CheckForm, UploadForm
from importer.models import Reading, RegisterLoad
from importer.reader import Unreadable
from importer.register_review import RegisterReview
from importer.register_template import NAME, template
from importer.sheet import Sheet, counts

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def read_in(request: Request) -> HttpResponse:
    if not permissions.can_read_in(request.user):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (reading := _taken_in(form, request)):
            return redirect(reading)
    unfinished = Reading.objects.visible_to(request.user).unfinished().select_related("read_by")
    page = keyset_page(unfinished, ("-read_at", "-pk"), request.GET)
    context = {
        "form": form,
        "may_load_register": permissions.can_load_register(request.user),
        "page": page,
        "readings": [(reading, counts(reading)) for reading in page],
    }
    return render(request, "importer/read_in.html", context)


def _taken_in(form: UploadForm, request: Request) -> Reading | None:
    """Enqueued once the row is there for the worker to find."""
    try:
        with transaction.atomic():
            reading = services.take_in(form.read(), at=dates.now(), by=request.user)
            transaction.on_commit(partial(enqueue, reading.pk))
    except Unreadable as refusal:
        form.add_error("documents", str(refusal))
        return None
    return reading


def enqueue(pk: int) -> None:
    """A silent broker makes nobody wait: the sweeper finds the row."""
    try:
        tasks.read_waiting.apply_async((pk,), retry=False)
    except OperationalError as error:
        logger.warning("reading %s not enqueued: %s", pk, type(error).__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: Request, pk: int) -> HttpResponse:
    """How the worker comes along, and why when it could not; then the files can be opened as they are."""
    visible_reading = get_object_or_404(Reading.objects.visible_to(request.user).kept(), pk=pk)
    if request.method == "POST" and not visible_reading.is_pending:
        try:
            return redirect(services.open_unread(visible_reading))
        except (Unreadable, RuleBroken) as refusal:
            messages.error(request, str(refusal))
    if request.headers.get("HX-Request"):
        return render(request, "importer/_reading.html", {"reading": visible_reading})
    if visible_reading.is_read:
        return redirect(visible_reading)
    return render(request, "importer/reading.html", {"reading": visible_reading})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, pk: int) -> HttpResponse:
    visible = Reading.objects.visible_to(request.user).kept()
    get_object_or_404(visible, pk=pk)
    with transaction.atomic():
        reading = visible.select_for_update(of=("self",)).get(pk=pk)
        if reading.audit or not reading.is_read:
            return redirect(reading.audit or reading)
        form = CheckForm(
            request.POST if request.method == "POST" else None,
            reading=reading,
            bodies=list(Body.objects.all()),
            finds=Finds(reading.found),
            offer=partial(open_units, request.user, on=dates.today()),
        )
        if form.is_bound and (response := _done(form, reading, request)):
            return response
    context = {"reading": reading, "form": form, "sheet": Sheet(reading, form)}
    return render(request, "importer/check.html", context, status=form.status)


def _done(form: CheckForm, reading: Reading, request: Request) -> HttpResponse | None:
    """Creates, or saves for later. None when something has to be said first."""
    if request.POST.get("do") == "create":
        return _created(form, reading, request) if form.is_valid() else None
    form.is_valid()
    if not form.is_storable:
        return None
    reading.save_choices(form.choices())
    messages.success(request, "Inläsningen är sparad. Inget är skapat än.")
    return redirect(f"{reading.get_absolute_url()}{form.searched}")


def _created(form: CheckForm, reading: Reading, request: Request) -> HttpResponse | None:
    chosen = form.chosen()
    try:
        with transaction.atomic():
            reading.save_choices(form.choices())
            audit = services.create_audit(reading, chosen, at=dates.now(), by=request.user)
    except RuleBroken as error:
        form.add_error(None, error)
        return None
    words = "Granskningen är skapad. Den syns bara för revisionen."
    if chosen.followed:
        words += " Vad den säger om tidigare rekommendationer står under Mer, Uppföljda rekommendationer."
    messages.success(request, words)
    return redirect(audit)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: Request, pk: int) -> HttpResponse:
    visible = Reading.objects.visible_to(request.user).unfinished()
    get_object_or_404(visible, pk=pk)
    with transaction.atomic():
        reading = get_object_or_404(visible.select_for_update(of=("self",)), pk=pk)
        if request.method == "POST":
            services.discard(reading, at=dates.now(), by=request.user)
            messages.success(request, f"Inläsningen av {reading} är kastad.")
            return redirect("importer:read_in")
    return render(request, "importer/discard.html", {"reading": reading})


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request) -> HttpResponse:
    """Upload a register of earlier years. Nothing is stored when any cell is wrong."""
    if not permissions.can_load_register(request.user):
        raise Http404
    form = RegisterForm(
        posted(request), request.FILES if request.method == "POST" else None, today=dates.today()
    )
    if form.is_valid():
        name, data = form.cleaned_data["file"]
        return redirect(
            services.take_register(name, data, form.parsed.rows, at=dates.now(), by=request.user)
        )
    loads = RegisterLoad.objects.visible_to(request.user).kept().counted()
    context = {
        "form": form,
        **shown_faults(form.parsed.faults),
        "loads": loads.select_related("document", "uploaded_by", "confirmed_by")[:50],
    }
    return render(request, "importer/register.html", context)


@require_safe
def register_template(request: Request) -> HttpResponse:
    if not permissions.can_load_register(request.user):
        raise Http404
    names = Body.objects.values_list("name", flat=True)
    response = HttpResponse(template(names), content_type=KINDS["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, NAME)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def register_check(request: Request, pk: int) -> HttpResponse:
    """Every row as it will be created, and who will see it; then enter it."""
    visible = RegisterLoad.objects.visible_to(request.user).kept()
    load = get_object_or_404(
        visible.select_related("document", "uploaded_by", "confirmed_by"), pk=pk
    )
    register = RegisterReview.of(load, today=dates.today())
    review = Review(
        request,
        ReviewPart("rows", "registrets rader", register),
        tick="Jag har läst igenom raderna och vill läsa in dem",
    )
    if review.is_done(lambda: _enter(load, request)):
        return redirect("reports:audits")
    context = {
        "load": load,
        "review": review,
        "register": register,
        "audits": load.audits.all() if load.confirmed_at else (),
    }
    return render(request, "importer/register_check.html", context, status=review.status)


def _enter(load: RegisterLoad, request: Request) -> None:
    audits = services.load_register(load, at=dates.now(), by=request.user)
    audit_count = swedish.counted(len(audits), "granskning", "granskningar")
    messages.success(request, f"Registret är inläst: {audit_count}.")


@require_http_methods(["GET", "HEAD", "POST"])
def register_discard(request: Request, pk: int) -> HttpResponse:
    visible = RegisterLoad.objects.visible_to(request.user).unfinished()
    get_object_or_404(visible, pk=pk)
    with transaction.atomic():
        load = get_object_or_404(visible.select_for_update(of=("self",)), pk=pk)
        if request.method == "POST":
            load.discard(at=dates.now(), by=request.user)
            messages.success(request, f"Inläsningen av {load} är kastad.")
            return redirect("importer:register")
    return render(request, "importer/register_discard.html", {"load": load})

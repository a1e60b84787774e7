"""Papers of a choice out of the register: ordered, followed, called off, read and released."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import Request
from accounts.once import once
from common import dates
from common.forms import posted
from common.review import Review, ReviewPart
from common.rules import RuleBroken, require
from documents.files import as_download
from reports import compilations, permissions, tasks
from reports.compilations import PaperWanted
from reports.forms import CompilationForm
from reports.models import TABLES, Compilation, CompilationKind
from reports.papers import compiled, pack, register_list
from reports.papers import register_table as tables
from reports.register.filters import choices_in
from reports.register.query import RegisterQuery, register_query
from reports.views.papers import enqueue


@require_http_methods(["GET", "HEAD", "POST"])
@once
def compilation_new(request: Request) -> HttpResponse:
    """Sammanställning av svar och uppföljning of what the address of the register chooses."""
    if not permissions.can_see_overview(request.user):
        raise Http404
    require(permissions.can_compile(request.user))
    listing = register_query(request.GET, user=request.user)
    form = CompilationForm(
        posted(request), today=dates.today(), initial={"per": listing.form.day.isoformat()}
    )
    if form.is_valid():
        try:
            return redirect(_ordered(request, form, CompilationKind.ANSWERS))
        except RuleBroken as refusal:
            form.add_error("per", refusal)
    context = {"form": form, "listing": listing, "count": listing.filter.qs.count()}
    return render(request, "reports/compilation_new.html", context)


@transaction.atomic
def _ordered(request: Request, form: CompilationForm, kind: CompilationKind) -> Compilation:
    """Raises RuleBroken when the choice gives nothing that day, or too much."""
    cleaned = form.cleaned_data
    query = choices_in(request.GET)
    listing = compiled.chosen(
        register_query(QueryDict(f"{query}&per={cleaned['per'].isoformat()}"), user=request.user)
    )
    wanted = PaperWanted(
        kind,
        query,
        listing.title,
        cleaned["per"],
        text=cleaned["text"],
        sitting=cleaned["sitting"],
        paragraph=cleaned["paragraph"],
    )
    return order(request, wanted)


def order(request: Request, wanted: PaperWanted) -> Compilation:
    paper = compilations.order(wanted, at=dates.now(), by=request.user)
    transaction.on_commit(partial(enqueue, paper.pk, tasks.make_compiled_paper))
    return paper


@require_POST
def register_pdf(request: Request) -> HttpResponse:
    """A list of exactly the rows that are shown, for the person alone."""
    if not permissions.can_see_overview(request.user):
        raise Http404
    return _taken_along(request, CompilationKind.LIST, most=register_list.MOST_ROWS)


@require_POST
def register_table(request: Request) -> HttpResponse:
    """The same as an Excel file, for what is too much to send at once."""
    if not permissions.can_see_overview(request.user):
        raise Http404
    kind = request.POST.get("form")
    if kind not in TABLES:
        raise BadRequest("no such form of a table")
    if kind == CompilationKind.OFFICE and not permissions.can_read_whole_register(request.user):
        raise Http404
    return _taken_along(request, CompilationKind(kind), most=tables.MOST_ROWS)


def _taken_along(request: Request, kind: CompilationKind, *, most: int) -> HttpResponse:
    listing = register_query(request.GET, user=request.user)
    try:
        compiled.chosen(listing, most)
    except RuleBroken as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect(f"{reverse('reports:register')}?{request.GET.urlencode()}")
    return redirect(_listed(request, listing, kind))


@transaction.atomic
def _listed(request: Request, listing: RegisterQuery, kind: CompilationKind) -> Compilation:
    wanted = PaperWanted(
        kind,
        choices_in(request.GET),
        listing.title,
        listing.form.day,
        as_known=listing.form.as_known,
    )
    return order(request, wanted)


def seen(request: Request) -> QuerySet[Compilation]:
    visible = Compilation.objects.visible_to(request.user)
    return visible.select_related("document", "requested_by", "released_by", "sitting")


@require_safe
def compilation(request: Request, pk: int) -> HttpResponse:
    """How far the making has come, and the paper when it is done."""
    paper = get_object_or_404(seen(request), pk=pk)
    context = {
        "paper": paper,
        "may_release": permissions.can_release_compilation(request.user, paper),
        "may_cancel": permissions.can_cancel(request.user, paper),
        "pack": pack.shown(paper),
    }
    template = "_compilation_job" if request.headers.get("HX-Request") else "compilation"
    return render(request, f"reports/{template}.html", context)


@require_safe
def compilation_file(request: Request, pk: int) -> HttpResponse:
    paper = get_object_or_404(seen(request), pk=pk)
    if paper.document is None:
        raise Http404
    return as_download(paper.document)


@require_POST
def compilation_cancel(request: Request, pk: int) -> HttpResponse:
    """Called off; one that is made meanwhile is made."""
    paper = get_object_or_404(seen(request), pk=pk)
    require(permissions.can_cancel(request.user, paper))
    try:
        compilations.cancel(paper, at=dates.now())
    except RuleBroken as refusal:
        messages.info(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"{paper.called} görs inte.")
    return redirect(paper)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@transaction.atomic
def compilation_release(request: Request, pk: int) -> HttpResponse:
    """Review who will read it, then release."""
    paper = get_object_or_404(seen(request).select_for_update(of=("self",)), pk=pk)
    require(permissions.can_release_compilation(request.user, paper))
    bodies = paper.bodies.all()
    review = Review(
        request,
        ReviewPart("paper", "papperet", [paper.pk, paper.document]),
        ReviewPart("readers", "de som får läsa papperet", bodies.values_list("pk", "name")),
        tick="Jag har läst papperet och revisorerna lämnar ut det.",
    )
    if review.is_done(lambda: compilations.release(paper, at=dates.now(), by=request.user)):
        messages.success(request, "Papperet är utlämnat.")
        return redirect(paper)
    context = {"paper": paper, "bodies": bodies, "review": review}
    return render(request, "reports/compilation_release.html", context, status=review.status)

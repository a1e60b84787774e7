from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from accounts.models import User
from audit.permissions import is_on_audit_side
from common import dates, swedish
from common.keyset import beside, keyset_page
from documents.files import KINDS
from recommendations.permissions import can_judge
from reports.forms import SavedViewForm
from reports.models import SavedView
from reports.permissions import (
    can_compile,
    can_read_whole_register,
    can_see_overview,
    can_share_views,
)
from reports.register.filters import ORDERS
from reports.register.office import HEADINGS, office_rows
from reports.register.query import RegisterQuery, register_query
from reports.register.rows import UnitRow, rows_of
from reports.register.sheet import COLUMNS, MOST_IN_EXCEL, CellValue, as_csv, as_excel, rows
from reports.register.unit import unit_page
from responses.models import UnitState
from responses.permissions import can_follow_up


@require_safe
def register(request: Request) -> HttpResponse:
    """Every recommendation × body over all years, as much of it as the person sees, on a day."""
    if not can_see_overview(request.user):
        raise Http404
    listing = register_query(request.GET, user=request.user)
    page = keyset_page(listing.filter.qs, listing.order, request.GET)
    on, as_known = listing.form.day, listing.form.as_known
    context = {
        "form": listing.form,
        "on": on,
        "filter": listing.filter,
        "order": listing.order_name,
        "orders": [(name, words) for name, (words, _) in ORDERS.items()],
        "page": page,
        "rows": rows_of(page, user=request.user, on=on, as_known=as_known),
        "query": request.GET.urlencode(),
        "follows_up": can_follow_up(request.user),
        # Too much to send at once: ordered, and made by the worker.
        "is_ordered": page.total > MOST_IN_EXCEL,
        "reads_whole_register": can_read_whole_register(request.user),
        "compiles": can_compile(request.user),
        "saved_views": SavedView.objects.visible_to(request.user).select_related("owner"),
        "view_form": _view_form(request, query=request.GET.urlencode()),
    }
    return render(request, "reports/register.html", context)


@require_POST
def view_save(request: Request) -> HttpResponse:
    """Keep what is shown under a name, and go back to it."""
    if not can_see_overview(request.user):
        raise Http404
    form = _view_form(request, request.POST)
    if form.is_valid():
        form.instance.owner, form.instance.saved_at = request.user, dates.now()
        messages.success(request, f"Vyn {form.save()} är sparad.")
        return redirect(f"{reverse('reports:register')}?{form.instance.query}")
    messages.error(request, "Ange ett namn på vyn, högst 60 tecken.")
    return redirect("reports:register")


@require_POST
def view_remove(request: Request, pk: int) -> HttpResponse:
    """The own ones only."""
    visible = SavedView.objects.visible_to(request.user).filter(owner=request.user)
    saved = get_object_or_404(visible, pk=pk)
    saved.remove(at=dates.now())
    messages.success(request, f"Vyn {saved} är borttagen.")
    return redirect("reports:register")


def _view_form(
    request: Request, data: QueryDict | None = None, *, query: str = ""
) -> SavedViewForm:
    return SavedViewForm(data, may_share=bool(can_share_views(request.user)), query=query)


@require_safe
def unit(request: Request, pk: int) -> HttpResponse:
    """One recommendation × body, with the one before and after it in the list that the person came from."""
    today = dates.today()
    visible = UnitState.objects.visible_to(request.user).on(today)
    state = get_object_or_404(visible.with_holder(on=today), addressee=pk)
    page = unit_page(state, user=request.user, today=today)
    listing = register_query(request.GET, user=request.user)
    previous, following = beside(listing.filter.qs, listing.order, addressee=pk)
    context = {
        "page": page,
        "today": today,
        "can_judge": can_judge(request.user, page.voices.addressee),
        "is_open": page.row.is_open,
        "follows": follows_plan_of(request.user, page.row),
        "query": request.GET.urlencode(),
        "previous": previous,
        "following": following,
    }
    return render(request, "reports/unit.html", context)


@require_safe
def register_csv(request: Request) -> StreamingHttpResponse:
    """What is shown, all its pages, sent as it is read."""
    listing, lines = _lines(request)
    return StreamingHttpResponse(
        as_csv(lines), content_type="text/csv; charset=utf-8", headers=_named(listing, "csv")
    )


@require_safe
def register_excel(request: Request) -> HttpResponseBase:
    """The same; very much is ordered instead."""
    listing, lines = _lines(request)
    return _excel(request, listing, lines, COLUMNS)


@require_safe
def register_office(request: Request) -> HttpResponseBase:
    """The same rows in the form that a register is read in."""
    if not can_read_whole_register(request.user):
        raise Http404
    listing = register_query(request.GET, user=request.user)
    lines = office_rows(
        listing.states, user=request.user, on=listing.form.day, as_known=listing.form.as_known
    )
    return _excel(request, listing, lines, HEADINGS)


def _excel(
    request: Request,
    listing: RegisterQuery,
    lines: Iterator[list[CellValue]],
    headings: Iterable[str],
) -> HttpResponseBase:
    if listing.filter.qs.count() > MOST_IN_EXCEL:
        words = (
            f"Fler än {swedish.number(MOST_IN_EXCEL)} rader skrivs i bakgrunden: välj Excel här."
        )
        messages.warning(request, words)
        return redirect(f"{reverse('reports:register')}?{request.GET.urlencode()}")
    return FileResponse(
        as_excel(lines, headings), content_type=KINDS["xlsx"], headers=_named(listing, "xlsx")
    )


def _lines(request: Request) -> tuple[RegisterQuery, Iterator[list[CellValue]]]:
    if not can_see_overview(request.user):
        raise Http404
    listing = register_query(request.GET, user=request.user)
    return listing, rows(
        listing.states, user=request.user, on=listing.form.day, as_known=listing.form.as_known
    )


def _named(listing: RegisterQuery, ending: str) -> dict[str, str]:
    name = f"rekommendationer-{listing.form.day.isoformat()}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def follows_plan_of(user: User, row: UnitRow) -> bool:
    """Whether the person has the page of the body's measures and reports."""
    return is_on_audit_side(user, row.audit) or user.acts_for(row.body.pk)

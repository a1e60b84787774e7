from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.http import Request
from audit.models import Audit
from audit.permissions import can_list, can_write
from common import dates
from reports.audit.listing import lines, years
from reports.audit.material import material_of, with_material
from reports.audit.page import audit_page
from reports.forms import HistoryForm
from reports.history import history_of

ENTRIES_PER_PAGE = 100


@require_safe
def audits(request: Request) -> HttpResponse:
    if not can_list(request.user):
        raise Http404
    found = years(request.user)
    asked_for = request.GET.get("ar", "")
    year = next((year for year in found if str(year) == asked_for), None)
    context = {
        "lines": lines(request.user, year=year, on=dates.today()),
        "years": found,
        "year": year,
        "can_write": can_write(request.user),
    }
    return render(request, "reports/audits.html", context)


@require_safe
def audit(request: Request, pk: int) -> HttpResponse:
    visible = (
        Audit.objects.visible_to(request.user).with_side(request.user).with_links(request.user)
    )
    found: Any = get_object_or_404(with_material(visible, request.user), pk=pk)
    material = material_of(found)
    page = audit_page(
        found,
        material.corrections,
        on=dates.today(),
        user=request.user,
        audit_side=found.on_audit_side,
    )
    context = {"audit": found, "page": page, "material": material}
    return render(request, "reports/audit.html", context)


@require_safe
def history(request: Request, pk: int) -> HttpResponse:
    mine = Audit.objects.written_by(request.user).select_related("handed_over_by")
    found = get_object_or_404(mine, pk=pk)
    everything = history_of(found)
    form = HistoryForm(request.GET, people=sorted({entry.who for entry in everything}))
    page = Paginator(form.chosen(everything), ENTRIES_PER_PAGE).get_page(request.GET.get("sida"))
    days = [(day, list(entries)) for day, entries in groupby(page, key=lambda entry: entry.day)]
    context = {"audit": found, "page": page, "days": days, "form": form, "kept": form.as_query()}
    return render(request, "reports/history.html", context)

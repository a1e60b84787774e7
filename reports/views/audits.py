from itertools import groupby
from typing import TYPE_CHECKING, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.descriptions import Names
from accounts.http import Request
from audit.models import Audit
from audit.permissions import can_list, can_write, is_on_audit_side
from common import dates
from common.keyset import keyset_page
from reports.audit.deeds import deeds_of
from reports.audit.listing import ORDER, lines, listed
from reports.audit.material import material_of, with_material
from reports.audit.page import audit_page
from reports.filters import AuditFilter
from reports.forms import HistoryForm
from reports.history import history_of
from responses.models import Answer
from responses.views.answering import note_opened

if TYPE_CHECKING:
    from reports.audit.material import AuditWithMaterial

ENTRIES_PER_PAGE = 100


@require_safe
def audits(request: Request) -> HttpResponse:
    if not can_list(request.user):
        raise Http404
    chosen = AuditFilter(listed(request.user), request)
    page = keyset_page(chosen.qs, ORDER, request.GET)
    context = {
        "lines": lines(page.rows, user=request.user, on=dates.today()),
        "page": page,
        "filter": chosen,
        "can_write": can_write(request.user),
    }
    return render(request, "reports/audits.html", context)


@require_safe
def audit(request: Request, pk: int) -> HttpResponse:
    visible = Audit.objects.visible_to(request.user).with_links(request.user)
    audit = cast("AuditWithMaterial", get_object_or_404(with_material(visible), pk=pk))
    if audit.is_handed_over:
        note_opened(request, Answer.objects.filter(request__audit=audit))
    names, today = Names(), dates.today()
    material = material_of(audit, on=today, user=request.user)
    page = audit_page(
        audit,
        material,
        on=today,
        user=request.user,
        names=names,
        audit_side=is_on_audit_side(request.user, audit),
    )
    context = {"audit": audit, "page": page, "material": material, "deeds": deeds_of(page)}
    return render(request, "reports/audit.html", context)


@require_safe
def history(request: Request, pk: int) -> HttpResponse:
    writable = Audit.objects.written_by(request.user).select_related("handed_over_by")
    audit = get_object_or_404(writable, pk=pk)
    entries_of_audit = history_of(audit, request.user)
    form = HistoryForm(request.GET, people=sorted({entry.who for entry in entries_of_audit}))
    page = Paginator(form.chosen(entries_of_audit), ENTRIES_PER_PAGE).get_page(
        request.GET.get("sida")
    )
    days = [(day, list(entries)) for day, entries in groupby(page, key=lambda entry: entry.day)]
    context = {"audit": audit, "page": page, "days": days, "form": form, "kept": form.as_query()}
    return render(request, "reports/history.html", context)

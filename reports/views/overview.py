from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from common import dates
from reports.forms import OverviewForm
from reports.meeting.totals import waiting_totals
from reports.overview import figures
from reports.overview.content import OverviewContent
from reports.overview.scope import Scope
from reports.permissions import can_see_overview


@require_safe
def overview(request: Request) -> HttpResponse:
    """The register on a day, as much of it as the person sees."""
    if not can_see_overview(request.user):
        raise Http404
    today = dates.today()
    years = figures.years(Scope(request.user, today))
    form = OverviewForm(request.GET, today=today, years=years)
    scope = Scope(request.user, form.day, form.year, as_known=form.as_known)
    context = {
        "form": form,
        "content": OverviewContent.of(scope, since=form.since, today=today),
        "on": scope.on,
        "year": scope.year,
        "query": scope.query,
        # What waits is told of today alone.
        "waiting": waiting_totals(request.user) if scope.on == today else [],
    }
    return render(request, "reports/overview.html", context)

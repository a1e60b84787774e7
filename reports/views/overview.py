from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.descriptions import describe
from accounts.http import Request
from accounts.models import Body, User
from common import dates
from reports.forms import OverviewForm
from reports.overview import figures
from reports.overview.scope import Scope
from reports.overview.trend import trend, trend_sum
from reports.permissions import can_see_overview, sees_every_body


@require_safe
def overview(request: Request) -> HttpResponse:
    """The register on a day, as much of it as the person sees."""
    if not can_see_overview(request.user):
        raise Http404
    today = dates.today()
    years = figures.years(Scope(request.user, today))
    form = OverviewForm(request.GET, today=today, years=years)
    scope = Scope(request.user, form.day, form.year, as_known=form.as_known)
    by_age = trend(scope)
    context = {
        "form": form,
        "on": scope.on,
        "year": scope.year,
        "query": scope.query,
        "entered_since": scope.entered_since() if scope.on < today else 0,
        "register": figures.register(scope),
        "late": figures.LateAnswers.on(scope),
        "disagreements": figures.disagreements(scope),
        "news": figures.news(scope),
        "trend": by_age,
        "trend_sum": trend_sum(by_age),
        "own": own_bodies(request.user, on=scope.on),
    }
    return render(request, "reports/overview.html", context)


def own_bodies(user: User, *, on: date) -> list[Body]:
    """The bodies that an official's overview is limited to; none for those who see every body."""
    if sees_every_body(user):
        return []
    bodies = list(Body.objects.of(user))
    describe(bodies, on=on)
    return bodies

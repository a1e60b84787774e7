"""All rows of a choice out of the register, on to a round of follow-up or to an audit that follows them up."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.models import User
from common import dates, swedish
from recommendations.models import Addressee
from reports.register.query import register_query
from responses import services
from responses.forms.rounding import WholeChoice
from responses.permissions import can_follow_up
from responses.views import follow_up_audit_new, follow_up_new


@require_http_methods(["GET", "HEAD", "POST"])
def register_round(request: Request) -> HttpResponse:
    return _with_all(
        request,
        services.askable(request.user, on=dates.today()),
        follow_up_new,
        most=services.MOST_UNITS,
        too_much=services.TOO_MUCH_TO_ASK,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def register_audit(request: Request) -> HttpResponse:
    return _with_all(
        request,
        services.open_to_follow(request.user, on=dates.today()),
        follow_up_audit_new,
        most=services.MOST_FOLLOWED,
        too_much=services.TOO_MUCH_TO_FOLLOW,
    )


def _with_all(
    request: Request,
    open_ones: QuerySet[Addressee],
    page: Callable[[Request, WholeChoice], HttpResponse],
    *,
    most: int,
    too_much: str,
) -> HttpResponse:
    """The page with those of the choice that are open today, whatever day the choice is of."""
    if not can_follow_up(request.user):
        raise Http404
    whole = _chosen(request, request.user)
    count = open_ones.filter(pk__in=whole.addressees).count()
    if request.method != "POST" and count > most:
        messages.warning(
            request, f"Urvalet har {swedish.number(count)} öppna. {too_much} Välj nämnd eller år."
        )
        return redirect(f"{reverse('reports:register')}?{request.GET.urlencode()}")
    return page(request, whole)


def _chosen(request: Request, user: User) -> WholeChoice:
    listing = register_query(request.GET, user=user)
    return WholeChoice(listing.filter.qs.order_by().values("addressee"), listing.words)

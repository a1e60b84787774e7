"""The list of answers: what is asked of my body, or what I may follow."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.models import Body
from common import dates
from common.keyset import keyset_page
from responses import listing, permissions
from responses.filters import RequestFilter


@require_safe
def requests(request: Request) -> HttpResponse:
    """Three lists, each with pages of its own."""
    if not permissions.can_read_answers(request.user):
        raise Http404
    today = dates.today()
    chosen = RequestFilter(listing.listed(request.user, today=today), request.GET, request)
    waiting, arrived, taken_back = (
        keyset_page(part(chosen.qs), order, request.GET, name=name)
        for part, order, name in (
            (listing.waiting, listing.WAITING_ORDER, "vantar-"),
            (listing.arrived, listing.ARRIVED_ORDER, "inkomna-"),
            (listing.taken_back, listing.TAKEN_BACK_ORDER, "tillbaka-"),
        )
    )
    lines = listing.lines_of([*waiting, *arrived, *taken_back], user=request.user, today=today)
    context = {
        "filter": chosen,
        "is_long": chosen.is_chosen
        or not (waiting.is_whole and arrived.is_whole and taken_back.is_whole),
        "pages": {"waiting": waiting, "arrived": arrived, "taken_back": taken_back},
        "waiting": [lines[r.pk] for r in waiting],
        "arrived": [lines[r.pk] for r in arrived],
        "taken_back": [lines[r.pk] for r in taken_back],
        "follows_mail": permissions.can_follow_mail(request.user),
        "own_bodies": Body.objects.of(request.user).valid(on=today),
    }
    return render(request, "responses/requests.html", context)

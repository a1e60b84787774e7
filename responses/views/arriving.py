"""What has come in since revisorernas last meeting, and what still waits for a position."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.roles import Right
from common import dates
from responses import permissions
from responses.arrivals import arrivals_of, arrived_answers, last_meeting, undecided_answers
from responses.forms.arriving import SinceForm

PER_PAGE = 50


@require_safe
def arrived(request: Request) -> HttpResponse:
    """The undecided first come first, and beside them what has been decided since the day."""
    if not permissions.can_follow_answers(request.user):
        raise Http404
    today = dates.today()
    meeting = last_meeting(request.user, on=today)
    form = SinceForm(request.GET, meeting=meeting, today=today)
    answers = arrived_answers(request.user, since=form.day)
    page = Paginator(answers, PER_PAGE).get_page(request.GET.get("sida"))
    arrivals = arrivals_of(page.object_list, today=today)
    undecided = undecided_answers(request.user)
    context = {
        "form": form,
        "since": form.day,
        "is_last_meeting": form.day == meeting,
        "left": [a for a in arrivals if form.day and a.came_here_on < form.day],
        "new": [a for a in arrivals if not form.day or a.came_here_on >= form.day],
        "undecided": undecided.count(),
        "bare": undecided.filter(without_position__gt=0).count(),
        "decides": request.user.has_right(Right.DECIDE),
        "page": page,
        "query": urlencode({"sedan": request.GET["sedan"]}) + "&"
        if request.GET.get("sedan")
        else "",
    }
    return render(request, "responses/arrived.html", context)

"""What has come in since revisorernas last meeting, and what still waits for a position."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.roles import Right
from common import dates
from common.keyset import keyset_page
from responses import permissions
from responses.arrivals import arrivals_of, arrived_answers, last_meeting, undecided_answers
from responses.forms.arriving import SinceForm


@require_safe
def arrived(request: Request) -> HttpResponse:
    """The undecided first come first, and beside them what has been decided since the day."""
    if not permissions.can_follow_answers(request.user):
        raise Http404
    today = dates.today()
    meeting = last_meeting(request.user, on=today)
    form = SinceForm(request.GET, meeting=meeting, today=today)
    answers = arrived_answers(request.user, since=form.day)
    page = keyset_page(answers, ("submitted_at", "pk"), request.GET)
    arrivals = arrivals_of(page, today=today)
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
    }
    return render(request, "responses/arrived.html", context)

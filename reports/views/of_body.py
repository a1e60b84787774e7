from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.models import Body
from common import dates
from reports import permissions
from reports.register.of_body import body_page, is_seen


@require_safe
def body(request: Request, pk: int) -> HttpResponse:
    """One body for those who follow it, and for itself."""
    organ = get_object_or_404(Body, pk=pk)
    today = dates.today()
    user = request.user
    if not permissions.can_see_overview(user):
        raise Http404
    if not user.acts_for(pk) and not is_seen(organ, user=user, today=today):
        raise Http404
    context = {
        "page": body_page(organ, user=user, today=today),
        "today": today,
        "shows_people": permissions.sees_people_of(user, pk),
        "keeps_calendar": user.acts_for(pk),
    }
    return render(request, "reports/body.html", context)

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.http import Request
from accounts.models import Body
from common import dates
from common.rules import require
from reports import permissions
from reports.compilations import PaperWanted
from reports.models import CompilationKind
from reports.register import hand_over
from reports.register.of_body import body_page, is_seen
from reports.views.compilations import order


@require_safe
def body(request: Request, pk: int) -> HttpResponse:
    """One body for those who follow it, and for itself."""
    organ = _seen(request, pk)
    today = dates.today()
    user = request.user
    context = {
        "page": body_page(organ, user=user, today=today),
        "today": today,
        "shows_people": permissions.sees_people_of(user, pk),
        "compiles": permissions.can_compile(user),
        "keeps_calendar": user.acts_for(pk),
        "takes_list": permissions.can_take_hand_over_list(user, pk),
    }
    return render(request, "reports/body.html", context)


@require_safe
def hand_over_list(request: Request, pk: int) -> HttpResponse:
    """What is open at a body, for those who come after."""
    organ = _seen(request, pk)
    require(permissions.can_take_hand_over_list(request.user, pk))
    leaving = hand_over.hand_over_list(organ, user=request.user, today=dates.today())
    return render(request, "reports/hand_over_list.html", {"handed": leaving})


@require_POST
@transaction.atomic
def hand_over_pdf(request: Request, pk: int) -> HttpResponse:
    """The same as a paper, for whoever asks."""
    organ = _seen(request, pk)
    require(permissions.can_take_hand_over_list(request.user, pk))
    day = hand_over.told_on(organ, today=dates.today())
    wanted = PaperWanted(CompilationKind.HAND_OVER, f"organ={pk}", organ.name, day)
    return redirect(order(request, wanted))


def _seen(request: Request, pk: int) -> Body:
    organ = get_object_or_404(Body.objects.select_related("successor"), pk=pk)
    if not permissions.can_see_overview(request.user):
        raise Http404
    is_own = request.user.acts_for(pk)
    if not is_own and not is_seen(organ, user=request.user, today=dates.today()):
        raise Http404
    return organ

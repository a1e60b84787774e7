"""How the installation is, for administrators. Nothing here reads what stands in an audit, a draft or an answer."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from accounts.http import Request, for_administrators
from operations import measures
from operations import metrics as figures
from operations.measures import IndicatorState
from operations.models import Alarm

ALARMS_SHOWN = 20


@for_administrators
@require_safe
def status(request: Request) -> HttpResponse:
    groups = measures.all_of_them(at=timezone.now())
    stopped = [
        measure
        for group in groups.values()
        for measure in group
        if measure.state is IndicatorState.STOPPED
    ]
    context = {"groups": groups, "stopped": stopped, "alarms": Alarm.objects.all()[:ALARMS_SHOWN]}
    return render(request, "operations/status.html", context)


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """To everybody but those who monitor the machine it does not exist, whatever the method."""
    if not figures.may_be_read(request) or request.method not in ("GET", "HEAD"):
        raise Http404
    return HttpResponse(figures.text(at=timezone.now()), content_type=CONTENT_TYPE_LATEST)

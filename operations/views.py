"""How the installation is, for administrators. Nothing here reads what stands in an audit, a draft or an answer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import Request, for_administrators
from operations import measures
from operations.measures import State
from operations.models import Alarm

ALARMS_SHOWN = 20


@for_administrators
@require_safe
def status(request: Request) -> HttpResponse:
    groups = measures.all_of_them(at=timezone.now())
    stopped = [
        measure for group in groups.values() for measure in group if measure.state is State.STOPPED
    ]
    context = {"groups": groups, "stopped": stopped, "alarms": Alarm.objects.all()[:ALARMS_SHOWN]}
    return render(request, "operations/status.html", context)

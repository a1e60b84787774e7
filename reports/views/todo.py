from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from common import dates
from reports.todo import todo_of


@require_safe
def todo(request: Request) -> HttpResponse:
    """What waits for the person who is signed in."""
    return render(request, "reports/todo.html", {"todo": todo_of(request.user, on=dates.today())})

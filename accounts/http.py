from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from accounts.permissions import can_administer

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """A request from somebody who is signed in, for the type checker: every page of ours asks for that."""

    user: User
    htmx: HtmxDetails


def for_administrators(view: View) -> View:
    """To everybody else the page does not exist."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_administer(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """A request from somebody who is signed in, for the type checker: every page of ours asks for that."""

    user: User
    htmx: HtmxDetails

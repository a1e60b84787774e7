"""A person's dates in their own calendar: the page that makes the address, and what is read at it."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from common import dates
from responses import services
from responses.models import CalendarFeed

ONE_HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_feed(request: Request) -> HttpResponse:
    """Make an address, which is shown once, or revoke it."""
    address = ""
    if request.POST.get("do") == "revoke":
        services.revoke_feed(request.user, at=dates.now())
        messages.success(request, "Adressen gäller inte längre.")
        return redirect("responses:calendar_feed")
    if request.method == "POST":
        token = services.make_feed(request.user, at=dates.now())
        address = settings.SITE_URL + reverse("responses:calendar", args=[token])
    feed = CalendarFeed.objects.open().filter(user=request.user).first()
    return render(request, "responses/calendar_feed.html", {"address": address, "feed": feed})


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """By the secret address alone; what the person may see today."""
    feed = CalendarFeed.objects.known_by(token).select_related("user").first()
    if feed is None:
        raise Http404
    content = services.calendar_of(feed.user, on=dates.today())
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = f"private, max-age={ONE_HOUR}"
    return get_conditional_response(request, etag=etag, response=response) or response

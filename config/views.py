"""Pages about the installation itself."""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database and the broker answer, otherwise 503."""
    state = {"database": _database(), "broker": _broker()}
    return JsonResponse(state, status=200 if set(state.values()) == {"ok"} else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _broker() -> str:
    try:
        with redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2
        ) as client:
            client.ping()
    except redis.RedisError:
        return "down"
    return "ok"


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@require_safe
@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help.html")


LONG_ENOUGH_TO_KEEP = 30


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with its reason, and what the person had written."""
    context = {"exception": str(exception), "typed": _typed(request)}
    return render(request, "403.html", context, status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, alike for what does not exist and what may not be seen, and what the person had written."""
    return render(request, "404.html", {"typed": _typed(request)}, status=404)


def _typed(request: HttpRequest) -> list[str]:
    """The texts of a form that could not be saved, to copy from."""
    try:
        sent = [text.strip() for _, texts in request.POST.lists() for text in texts]
    except (SuspiciousOperation, OSError):
        return []
    return [text for text in sent if len(text) >= LONG_ENOUGH_TO_KEEP and " " in text]

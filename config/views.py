"""Pages about the installation itself."""

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts import kept_text

# How Django begins its reason when the form was sent from another site.
FROM_ELSEWHERE = ("Origin checking failed", "Referer checking failed")


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


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with its reason, and what the person had written."""
    context = {"exception": str(exception), "typed": _typed(request)}
    return render(request, "403.html", context, status=403)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, alike for what does not exist and what may not be seen, and what the person had written."""
    return render(request, "404.html", {"typed": _typed(request)}, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a page from before the latest sign-in, and what the person had written; not what another site sent.

    A part of a page is made whole again, with the text in its form.
    """
    if request.htmx and kept_text.is_by_the_same(request):  # type: ignore[attr-defined]
        page = kept_text.page_of(request)
        kept_text.keep(request, page=page)
        return HttpResponseClientRedirect(page)
    typed = [] if reason.startswith(FROM_ELSEWHERE) else _typed(request)
    return render(request, "403_csrf.html", {"typed": typed}, status=403)


def _typed(request: HttpRequest) -> list[str]:
    """The texts of a form that could not be saved, to copy from: just sent, or kept from before signing in."""
    kept = getattr(request, "kept_text", None)
    return kept_text.texts_of(kept.fields if kept else kept_text.sent(request))

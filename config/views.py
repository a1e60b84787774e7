"""Pages about the installation itself."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts import kept_text
from operations import checks

# How Django begins its reason when the form was sent from another site.
RETRY_AFTER = "10"  # seconds
FROM_ELSEWHERE = ("Origin checking failed", "Referer checking failed")


@require_safe
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and the broker takes what it is given, otherwise 503; within a second."""
    state = checks.all_at_once()
    return JsonResponse(state, status=200 if set(state.values()) == {"ok"} else 503)


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


def broken(request: HttpRequest) -> HttpResponse:
    """500; or 503 with what the person had written, where the database is away or another holds what was asked for."""
    if not _is_passing(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html", _request_id(request)), status=500)
    try:
        typed = kept_text.texts_of(kept_text.sent(request))
    except UnreadablePostError:
        typed = []
    page = render_to_string("503.html", {"typed": typed, **_request_id(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})


def _request_id(request: HttpRequest) -> dict[str, str]:
    """What a person can tell the administrator, who finds the request in the log by it."""
    return {"request_id": getattr(request, "request_id", "")}


def _is_passing(error: BaseException | None) -> bool:
    """A lock or a statement that took too long, a deadlock, no connection: the same request may well do in a while."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


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
    stored = getattr(request, "kept_text", None)
    return kept_text.texts_of(stored.fields if stored else kept_text.sent(request))

"""What goes for every request: an id of its own, and that pages are private."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from structlog.contextvars import bind_contextvars, clear_contextvars

logger = logging.getLogger("request")
HEADER = "X-Request-ID"
# What a proxy in front may have given it; anything else could be a text of the caller's in our logs.
GIVEN = re.compile(r"[0-9A-Za-z-]{8,64}")
# Asked by machines, all the time.
NOT_LOGGED = {"health", "operations:metrics"}


class RequestIdMiddleware:
    """In every log line of the request, in the jobs that it orders, in the answer, and on the page when it fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = _given(request) or _made()
        request.request_id = request_id  # type: ignore[attr-defined]
        begun = time.monotonic()
        # Until the next one in this thread: Django tells of a 404 after all middleware.
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        _log(request, response, milliseconds=round((time.monotonic() - begun) * 1000))
        response.headers[HEADER] = request_id
        return response


def _given(request: HttpRequest) -> str:
    request_id = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return request_id if GIVEN.fullmatch(request_id) else ""


def _made() -> str:
    """Short enough to be read aloud."""
    digits = secrets.token_hex(6)
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def _log(request: HttpRequest, response: HttpResponse, *, milliseconds: int) -> None:
    """By the name of the page and never its address: some addresses open an account."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    if not view or view in NOT_LOGGED:
        return
    fields = {"method": request.method, "view": view, "status": response.status_code}
    logger.info("answered", extra={**fields, "ms": milliseconds})


class CompressionMiddleware(GZipMiddleware):
    """Pages that repeat nothing of what was asked: see ADR 50. Files go as they are."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        repeats_nothing = request.method == "GET" and not request.META["QUERY_STRING"]
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if repeats_nothing and is_page and not response.streaming:
            return super().process_response(request, response)
        return response


class PrivatePagesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

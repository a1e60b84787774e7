"""Signing in again without losing what was typed, and the second step that some must have."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from accounts import kept_text
from accounts.http import View
from accounts.models import User
from accounts.permissions import needs_second_factor
from accounts.second_factor import has_second_factor

Page = Callable[[HttpRequest], HttpResponse]
# What somebody who must have a second step, and has none, may open.
OPEN_WITHOUT_SECOND_FACTOR = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "health",
    "accounts:emblem",
    "accessibility",
    "privacy",
    "help",
}


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads to the sign-in, as a whole page even from a part of one, and keeps what a form was sent with."""

    def handle_no_permission(  # type: ignore[override]  # htmx wants another kind of redirect
        self, request: HttpRequest, view_func: View
    ) -> HttpResponse:
        page = kept_text.page_of(request)
        if request.method == "POST":
            kept_text.keep(request, page=page)
        address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page})}"
        if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
            return HttpResponseClientRedirect(address)
        return redirect(address)


class SecondFactorMiddleware:
    def __init__(self, get_response: Page) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match and match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        user = request.user
        if not isinstance(user, User) or not needs_second_factor(user):
            return None
        if has_second_factor(user) or _came_with_one(request):
            return None
        if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
            return HttpResponseClientRedirect(resolve_url("mfa_index"))
        return redirect("mfa_index")


def _came_with_one(request: HttpRequest) -> bool:
    """Signed in by the municipality's sign-in, which asked for a second step itself."""
    records = get_authentication_records(request, request.user)
    return settings.SSO_HAS_SECOND_FACTOR and any(
        record["method"] == "socialaccount" for record in records
    )


class KeptTextMiddleware:
    """Remembers who is signed in, for the day the session has ended, and gives kept text back."""

    def __init__(self, get_response: Page) -> None:
        self.get_response = get_response

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:
        if request.method == "GET" and not request.htmx:  # type: ignore[attr-defined]
            request.kept_text = kept_text.waiting(request)  # type: ignore[attr-defined]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 500:
            return response  # the database may be away
        kept_text.remember_person(request, response)
        return kept_text.give_back(request, response)

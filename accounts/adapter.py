"""How allauth behaves here: no self-registration, mail through the outbox, links from the configured address."""

import time
import uuid
from typing import Any, cast

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import attempts, devices, emails
from accounts.emails import PASSWORD
from accounts.models import SignIn, User
from accounts.services import SHUT_OUT
from common import dates, swedish
from mailing.services import enqueue

WORDS = {
    "reauthenticate": "Med lösenordet",
    "mfa_reauthenticate": "Med en kod",
    "mfa_reauthenticate:webauthn": "Med en passnyckel",
}
# What allauth calls the ways to come in.
WAYS = {
    "password": "lösenord",
    "socialaccount": "kommunens konto",
    "mfa": "andra steg",
    "password_reset": "länk för nytt lösenord",
}
CHANGES = {
    "mfa/email/totp_activated": "En app för engångskoder är tillagd.",
    "mfa/email/totp_deactivated": "Appen för engångskoder är borttagen.",
    "mfa/email/webauthn_added": "En passnyckel är tillagd.",
    "mfa/email/webauthn_removed": "En passnyckel är borttagen.",
    "mfa/email/recovery_codes_generated": "Nya reservkoder är skapade. De gamla gäller inte längre.",
}


LIMITED = (
    "Fel lösenord har skrivits för många gånger. Vänta fem minuter och försök igen, "
    "eller välj ett nytt lösenord med Glömt lösenordet."
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {"too_many_login_attempts": LIMITED}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.SITE_URL}{path}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """What attempts are counted by: the address, or the device where the person has signed in before."""
        login = request.POST.get("login", "") if request.method == "POST" else ""
        device = devices.of_person(request, _person(login)) if login else ""
        return f"device-{device}" if device else str(super().get_client_ip(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted by account and address together: nobody locks another out from elsewhere."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{get_ip(request)}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        person = _person(credentials.get("email") or "")
        attempts.note(
            person,
            address=super().get_client_ip(request),
            known_device=bool(devices.of_person(request, person)),
            at=dates.now(),
        )

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = cast(HttpResponse, super().post_login(request, user, **kwargs))
        devices.remember(request, response, user)
        SignIn.objects.create(
            user=user,
            at=dates.now(),
            how=_ways(request, user),
            address=super().get_client_ip(request),
        )
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Said only to somebody who has shown who they are."""
        messages.error(request, SHUT_OUT)
        return redirect("account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix != "account/email/password_reset_key":
            return  # an unknown address gets no mail at all
        enqueue(
            key=f"password:{uuid.uuid4()}",
            kind=PASSWORD,
            recipient=email,
            subject="Välj nytt lösenord i Revisionsspår",
            text=render_to_string("accounts/emails/password.txt", context),
        )

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **kwargs: Any
    ) -> None:
        if change := CHANGES.get(template_prefix):
            emails.sign_in_changed(user, change=change)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Somebody who signed in a moment ago is not asked again at once."""
        records = get_authentication_records(self.request, self.request.user)
        shown_at = max((record["at"] for record in records), default=0)
        return bool(time.time() - shown_at > app_settings.REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": WORDS[method["id"]]} for method in methods]


def _ways(request: HttpRequest, user: User) -> str:
    """lösenord och andra steg"""
    methods = [record["method"] for record in get_authentication_records(request, user)]
    return swedish.listing(dict.fromkeys(WAYS.get(method, method) for method in methods))[:80]


def _person(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower()).first()

"""How allauth behaves here: no self-registration, mail through the outbox, links from the configured address."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from mailing.models import MailKind
from mailing.services import enqueue


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.SITE_URL + path

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Said only to somebody who knew the password."""
        messages.error(request, "Kontot är avstängt. Vänd dig till administratören i kommunen.")
        return redirect("account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix != "account/email/password_reset_key":
            return  # an unknown address gets no mail at all
        enqueue(
            key=f"password:{uuid.uuid4()}",
            kind=MailKind.PASSWORD,
            recipient=email,
            subject="Välj nytt lösenord i Revisionsspår",
            text=render_to_string("accounts/emails/password.txt", context),
            secret=True,
        )

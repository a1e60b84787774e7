"""Signing in through the municipality's own OIDC or SAML: only people whom the administrator has added."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render

from accounts import services
from common.rules import RuleBroken

DOUBTFUL = "Kommunens inloggning lämnade uppgifter som inte hör ihop. Försök igen."


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The identity is tied to its person the first time, by the verified address; later by itself alone."""
        account = sociallogin.account
        try:
            if sociallogin.state.get("process") != AuthProcess.LOGIN or _mixes(account.extra_data):
                raise RuleBroken(DOUBTFUL)
            if not sociallogin.is_existing:
                verified = [
                    address.email for address in sociallogin.email_addresses if address.verified
                ]
                sociallogin.account = services.bind_identity(
                    provider=account.provider, uid=account.uid, emails=verified
                )
                sociallogin.user = sociallogin.account.user
        except RuleBroken as error:
            page = render(
                request,
                "socialaccount/refused.html",
                {"reason": " ".join(error.messages)},
                status=403,
            )
            raise ImmediateHttpResponse(page) from error
        _forget_particulars(sociallogin)


def _mixes(claims: dict[str, Any]) -> bool:
    """Whether the token and the particulars are about different people."""
    token, particulars = claims.get("id_token"), claims.get("userinfo")
    return bool(token and particulars and token.get("sub") != particulars.get("sub"))


def _forget_particulars(sociallogin: SocialLogin) -> None:
    """Name, telephone and the rest are the municipality's; we keep who it is and no more."""
    if sociallogin.account.extra_data:
        sociallogin.account.extra_data = {}
        sociallogin.account.save()

"""What every page shows: whose installation it is, who is signed in, and where one can go."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Installation, User
from accounts.permissions import needs_second_factor
from accounts.roles import Right
from common import dates
from responses.permissions import is_assigned


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    installation = Installation.now()
    context: dict[str, Any] = {
        **installation.names,
        "auditors_email": installation.auditors_email,
        "emblem": installation.emblem_address,
        "fonts": settings.FONTS_AVAILABLE,
        "demo": settings.DEMO,
        "made_at": dates.now(),
    }
    if request.resolver_match and request.resolver_match.view_name == "account_login":
        context["sso"] = _single_sign_on()
    user = getattr(request, "user", None)
    if isinstance(user, User):
        context["nav"] = [
            NavItem(label, url, _is_current(url, request.path)) for label, url in _pages(user)
        ]
        context["needs_second_factor"] = needs_second_factor(user)
    if settings.DEMO:
        context["business_now"] = dates.now()
    return context


def _single_sign_on() -> dict[str, str] | None:
    """The municipality's own sign-in, when it is switched on."""
    if settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect"):
        return {"name": settings.SSO_NAME, "url": reverse("openid_connect_login")}
    if settings.SAML_METADATA_URL:
        return {"name": settings.SSO_NAME, "url": reverse("saml_login", args=["saml"])}
    return None


def _pages(user: User) -> list[tuple[str, str]]:
    pages = [("Att göra", reverse("reports:todo"))]
    if user.has_right(Right.SEE_OVERVIEW):
        pages.append(("Granskningar", reverse("reports:audits")))
        pages.append(("Rekommendationer", reverse("reports:register")))
    if user.has_right(Right.ANSWER) or is_assigned(user):
        pages.append(("Svar", reverse("responses:requests")))
    if user.has_right(Right.SEE_OVERVIEW):
        if user.has_right(Right.WRITE_AUDITS):
            pages.append(("Sammanträden", reverse("reports:meetings")))
        pages.append(("Översikt", reverse("reports:overview")))
        pages.append(("Rapporter", reverse("reports:reports")))
    if user.has_right(Right.ADMINISTER):
        pages.append(("Personer", reverse("accounts:people")))
        pages.append(("Organ", reverse("accounts:bodies")))
        pages.append(("Påminnelser", reverse("responses:ladder")))
        pages.append(("E-postlogg", reverse("accounts:mail_log")))
        pages.append(("Driftläge", reverse("operations:status")))
        pages.append(("Logg", reverse("accounts:log")))
        pages.append(("Inställningar", reverse("accounts:settings")))
    return pages


# Pages about a part of a granskning, whose addresses do not begin with its own.
PARTS_OF_AUDITS = ("/fragor/", "/rekommendationer/")
# And about a row of the register.
PARTS_OF_REGISTER = ("/adressater/", "/organ/", "/uppfoljning/")


def _is_current(url: str, path: str) -> bool:
    register = reverse("reports:register")
    if url == register:
        return path == url or path.startswith(PARTS_OF_REGISTER)
    if url == "/" or path == register:
        return path == url
    inside = path.startswith(PARTS_OF_AUDITS) and url == reverse("reports:audits")
    return inside or path.startswith(url)

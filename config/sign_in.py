"""The addresses of signing in and its safety. The names are allauth's, for it asks for them; the paths are ours."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse_lazy

OVERVIEW: dict[str, Any] = {"success_url": reverse_lazy("mfa_index")}

urlpatterns: list[URLPattern | URLResolver] = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("nytt-losenord/", account.password_reset, name="account_reset_password"),
    path("nytt-losenord/skickat/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^valj-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "valj-losenord/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("bekrafta/kod/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "bekrafta/passnyckel/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("andra-steget/", mfa.authenticate, name="mfa_authenticate"),
    path("passnyckel/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sakerhet/", mfa.index, name="mfa_index"),
    path("sakerhet/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("sakerhet/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("sakerhet/passnycklar/ny/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "sakerhet/passnycklar/<int:pk>/",
        passkeys.EditWebAuthnView.as_view(**OVERVIEW),
        name="mfa_edit_webauthn",
    ),
    path(
        "sakerhet/passnycklar/<int:pk>/ta-bort/",
        passkeys.RemoveWebAuthnView.as_view(**OVERVIEW),
        name="mfa_remove_webauthn",
    ),
    path("sakerhet/reservkoder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "sakerhet/reservkoder/nya/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "sakerhet/reservkoder/hamta/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("kommunen/", oidc.login, {"provider_id": "oidc"}, name="openid_connect_login"),
    path("kommunen/svar/", oidc.callback, {"provider_id": "oidc"}, name="openid_connect_callback"),
    path("kommunen/avbrutet/", social.login_cancelled, name="socialaccount_login_cancelled"),
]

if settings.SAML_METADATA_URL:
    urlpatterns.append(path("", include("allauth.socialaccount.providers.saml.urls")))

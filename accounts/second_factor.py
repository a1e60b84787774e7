"""A second step at sign-in: what is kept of it, and how."""

import base64
import hashlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from accounts.models import User
from common.rules import RuleBroken

KEY_PURPOSE = b"accounts.second_factor:"
FIRST = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """An app or a passkey; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=FIRST).exists())


def second_factors(user: User) -> list[str]:
    """Their kinds in words, without anything secret."""
    kinds = Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True)
    return [word for kind, word in WORDS.items() if kind in set(kinds)]


WORDS = {
    Authenticator.Type.TOTP: "kod i en app",
    Authenticator.Type.WEBAUTHN: "passnyckel",
    Authenticator.Type.RECOVERY_CODES: "reservkoder",
}


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are encrypted with a key made from SECRET_KEY; the site is known by its configured address."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Det andra steget kan inte tas bort.",
        "cannot_generate_recovery_codes": "Reservkoder finns bara den som har ett andra steg.",
        "incorrect_code": "Det gick inte. Kontrollera koden, eller försök med nyckeln igen.",
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise RuleBroken(
                "Det andra steget kan inte läsas längre. Be administratören nollställa inloggningen."
            ) from error

    def generate_authenticator_name(self, user: User, type: str) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passnyckel {number + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": "Revisionsspår"}


def _box() -> MultiFernet:
    keys: Iterable[str] = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(KEY_PURPOSE + secret.encode()).digest())

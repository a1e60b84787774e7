"""Adding a passkey and signing in with it, with a key made in software."""

import hashlib
import json

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PASSWORD = "en lång mening att minnas"
SITE = "https://spar.kommun.example"
USED_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
TAG = b"\0" * 16


class Key:
    """What a browser and a security key do together."""

    def __init__(self, origin=SITE):
        self.origin = origin
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = b"nyckelns namn 01"

    def make(self, options):
        public = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(TAG, self.id, public)
        data = self._data(
            options["rp"]["id"], USED_AND_VERIFIED | AuthenticatorData.FLAG.AT, credential
        )
        told = {"attestationObject": websafe_encode(AttestationObject.create("none", data, {}))}
        client = self._client("webauthn.create", options)
        return self._answer({**told, "clientDataJSON": websafe_encode(client)})

    def show(self, options, user_handle=None):
        data = self._data(options["rpId"], USED_AND_VERIFIED)
        client = self._client("webauthn.get", options)
        signed = self.private.sign(
            data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256())
        )
        told = {"authenticatorData": data, "clientDataJSON": client, "signature": signed}
        if user_handle:
            told["userHandle"] = user_handle
        return self._answer({name: websafe_encode(value) for name, value in told.items()})

    def _data(self, site, flags, credential=b""):
        return AuthenticatorData.create(
            hashlib.sha256(site.encode()).digest(), flags, 1, credential
        )

    def _client(self, kind, options):
        return CollectedClientData.create(
            type=kind, challenge=websafe_decode(options["challenge"]), origin=self.origin
        )

    def _answer(self, response):
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )


@pytest.fixture
def person(auditor, settings):
    settings.SITE_URL = SITE
    auditor.set_password(PASSWORD)
    auditor.save()
    return auditor


def sign_in(client, person):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def asked(page, kind):
    """As the page's script reads it."""
    return json.loads(json.dumps(page.context["js_data"][kind], default=websafe_encode))[
        "publicKey"
    ]


def add(client, key):
    page = client.get(reverse("mfa_add_webauthn"))
    made = key.make(asked(page, "creation_options"))
    return client.post(
        reverse("mfa_add_webauthn"), {"name": "Kontoret", "credential": made, "passwordless": "on"}
    )


@pytest.fixture
def key(client, person):
    key = Key()
    sign_in(client, person)
    add(client, key)
    client.post(reverse("account_logout"))
    return key


def is_in(client):
    return client.session.get("_auth_user_id")


def test_it_is_added_with_its_name(client, person):
    sign_in(client, person)

    answer = add(client, Key())

    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert "Kontoret" in client.get(reverse("mfa_index")).text


def test_one_made_for_another_site_is_refused(client, person):
    sign_in(client, person)

    add(client, Key(origin="https://evil.example"))

    assert not Authenticator.objects.exists()


def test_it_is_a_second_step(client, person, key):
    sign_in(client, person)
    page = client.get(reverse("mfa_authenticate"))

    client.post(
        reverse("mfa_authenticate"), {"credential": key.show(asked(page, "request_options"))}
    )

    assert is_in(client) == str(person.pk)


def test_another_key_is_refused(client, person, key):
    sign_in(client, person)
    page = client.get(reverse("mfa_authenticate"))

    client.post(
        reverse("mfa_authenticate"), {"credential": Key().show(asked(page, "request_options"))}
    )

    assert not is_in(client)


def by_passkey(client, person, key):
    told = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    handle = user_pk_to_url_str(person).encode()
    shown = key.show(told["request_options"]["publicKey"], handle)
    return client.post(reverse("mfa_login_webauthn"), {"credential": shown}, follow=True)


def test_it_lets_one_in_without_a_password(client, person, key):
    by_passkey(client, person, key)

    assert is_in(client) == str(person.pk)


def test_somebody_shut_out_is_refused(client, person, key):
    person.is_active = False
    person.save()

    page = by_passkey(client, person, key)

    assert "Kontot är avstängt" in page.text
    assert not is_in(client)


def test_it_can_be_renamed_and_removed(client, person, key):
    by_passkey(client, person, key)
    row = Authenticator.objects.get(type="webauthn")

    client.post(reverse("mfa_edit_webauthn", args=[row.pk]), {"name": "Hemma"})
    assert "Hemma" in client.get(reverse("mfa_index")).text
    client.post(reverse("mfa_remove_webauthn", args=[row.pk]))

    assert not Authenticator.objects.exists()

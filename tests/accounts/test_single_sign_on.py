"""Signing in through the municipality's OIDC: a real server on the loopback, the real code flow, signed tokens."""

import json
import secrets
import threading
from urllib.parse import parse_qs, urlencode, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse
from django.utils import timezone
from jwt.algorithms import RSAAlgorithm

from accounts import services
from accounts.models import User, UserState
from common import dates
from mailing.models import OutgoingMail

CLIENT = {"client_id": "revisionsspar", "secret": "delad hemlighet"}


class Municipality:
    """An OIDC server with one person in it."""

    def __init__(self):
        self.claims = {"sub": "kommun-1", "email": "auditor@test.example", "email_verified": True}
        self.userinfo = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes = {}
        self.server = make_server("127.0.0.1", 0, self.answer, handler_class=Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, environ, start_response):
        status, body, headers = getattr(self, PATHS[environ["PATH_INFO"]])(environ)
        start_response(status, [("Content-Type", "application/json"), *headers])
        return [json.dumps(body).encode()]

    def configuration(self, environ):
        address = {name: self.url + path for path, name in PATHS.items()}
        told = {
            "issuer": self.url,
            "authorization_endpoint": address["authorize"],
            "token_endpoint": address["token"],
            "userinfo_endpoint": address["particulars"],
            "jwks_uri": address["keys"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        return "200 OK", told, []

    def authorize(self, environ):
        asked = {k: v[0] for k, v in parse_qs(environ["QUERY_STRING"]).items()}
        code = secrets.token_hex(8)
        self.codes[code] = asked
        back = f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        return "302 Found", {}, [("Location", back)]

    def token(self, environ):
        size = int(environ["CONTENT_LENGTH"])
        sent = {k: v[0] for k, v in parse_qs(environ["wsgi.input"].read(size).decode()).items()}
        asked = self.codes.pop(sent.get("code"), None)
        if not asked or sent["client_secret"] != CLIENT["secret"] or not sent["code_verifier"]:
            return "400 Bad Request", {"error": "invalid_grant"}, []
        now = int(timezone.now().timestamp())
        claims = {"iss": self.url, "aud": CLIENT["client_id"], "iat": now, "exp": now + 300}
        signed = jwt.encode(
            claims | self.claims, self.key, algorithm="RS256", headers={"kid": "nyckel"}
        )
        return "200 OK", {"access_token": "a", "token_type": "Bearer", "id_token": signed}, []

    def particulars(self, environ):
        return "200 OK", {**self.claims, **self.userinfo}, []

    def keys(self, environ):
        key = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return "200 OK", {"keys": [{**key, "kid": "nyckel"}]}, []


PATHS = {
    "/.well-known/openid-configuration": "configuration",
    "/logga-in": "authorize",
    "/token": "token",
    "/uppgifter": "particulars",
    "/nycklar": "keys",
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def municipality(settings):
    served = Municipality()
    app = {
        "provider_id": "oidc",
        "name": "Lindvika",
        **CLIENT,
        "settings": {"server_url": served.url, "oauth_pkce_enabled": True},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield served
    served.server.shutdown()
    served.server.server_close()


@pytest.fixture
def come(client, municipality):
    """All the way there and back, as a browser goes."""

    def go(**query):
        there = client.get(reverse("openid_connect_login", query=query))
        back = requests.get(there["Location"], allow_redirects=False, timeout=5)
        address = urlsplit(back.headers["Location"])
        return client.get(f"{address.path}?{address.query}")

    return go


def is_in(client):
    return client.session.get("_auth_user_id")


def test_a_known_address_is_let_in(client, come, auditor):
    answer = come()

    assert answer["Location"] == reverse("reports:todo")
    assert is_in(client) == str(auditor.pk)


def test_one_comes_back_to_where_one_was_going(come, auditor):
    assert come(next="/granskningar/")["Location"] == "/granskningar/"


def test_no_particulars_are_stored_and_the_password_is_left_alone(come, auditor):
    auditor.set_password("en lång mening att minnas")
    auditor.save()

    come()

    assert SocialAccount.objects.get().extra_data == {}
    assert User.objects.get(pk=auditor.pk).check_password("en lång mening att minnas")


def test_the_sign_in_page_offers_it(client, municipality, db, settings):
    page = client.get(reverse("account_login"))

    assert f"Logga in med {settings.SSO_NAME}" in page.text


def test_where_it_is_not_switched_on_there_is_nothing(client, db, settings):
    assert "kommunens konto" not in client.get(reverse("account_login")).text
    assert client.get(reverse("openid_connect_login")).status_code == 404


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "ingen@test.example"},
        {"email_verified": False},
        {"email_verified": None},
        {"email": ""},
    ],
    ids=["unknown", "unverified", "not told", "no address"],
)
def test_refused_with_the_reason(client, come, municipality, auditor, claims):
    municipality.claims |= claims

    answer = come()

    assert answer.status_code == 403
    assert "Be administratören i kommunen lägga till dig" in answer.text
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


def test_the_municipalitys_domain_can_be_trusted(client, come, municipality, auditor, settings):
    del municipality.claims["email_verified"]
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["verified_email"] = ["test.example"]

    come()

    assert is_in(client)


def test_somebody_shut_out_is_refused(client, come, auditor):
    auditor.is_active = False
    auditor.save()

    answer = come()

    assert "Kontot är avstängt" in answer.text
    assert not is_in(client)


def test_somebody_shut_out_later_is_refused(client, come, auditor):
    come()
    client.post(reverse("account_logout"))
    auditor.is_active = False
    auditor.save()

    answer = come()

    assert answer["Location"] == reverse("account_login")
    assert not is_in(client)


def test_another_address_there_gives_nobody_elses_account(
    client, come, municipality, auditor, chair
):
    come()
    client.post(reverse("account_logout"))
    municipality.claims["email"] = chair.email

    come()

    assert is_in(client) == str(auditor.pk)


def test_a_taken_over_address_gives_no_account(client, come, municipality, auditor):
    come()
    client.post(reverse("account_logout"))
    municipality.claims["sub"] = "kommun-2"

    answer = come()

    assert "hör redan till en annan inloggning" in answer.text
    assert not is_in(client)


def test_after_a_reset_the_new_identity_is_tied(client, come, municipality, auditor, administrator):
    come()
    client.post(reverse("account_logout"))
    municipality.claims["sub"] = "kommun-2"
    services.reset_sign_in(auditor, by=administrator)

    come()

    assert is_in(client) == str(auditor.pk)
    assert OutgoingMail.objects.filter(recipient=auditor.email).exists()


def test_a_new_address_here_ends_the_tie(client, come, auditor):
    come()
    client.post(reverse("account_logout"))
    services.change(
        auditor,
        email="ny@test.example",
        name=auditor.name,
        is_active=True,
        at=dates.now(),
        by=auditor,
    )

    assert come().status_code == 403


def test_particulars_about_somebody_else_are_refused(client, come, municipality, auditor, chair):
    municipality.userinfo = {"sub": "kommun-9", "email": chair.email}

    assert come().status_code == 403
    assert not is_in(client)


def test_nobody_ties_an_identity_to_the_account_that_is_open(
    client, come, municipality, auditor, chair
):
    client.force_login(chair)

    answer = come(process="connect")

    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_answer_that_was_not_asked_for_is_refused(client, municipality, auditor):
    answer = client.get(reverse("openid_connect_callback", query={"code": "x", "state": "y"}))

    assert "svarade inte" in answer.text
    assert not is_in(client)


def test_changing_ones_mind_is_told(client, municipality, db):
    there = client.get(reverse("openid_connect_login"))
    state = parse_qs(urlsplit(there["Location"]).query)["state"][0]

    answer = client.get(
        reverse("openid_connect_callback", query={"error": "access_denied", "state": state}),
        follow=True,
    )

    assert "Inloggningen avbröts" in answer.text


def test_somebody_invited_who_comes_this_way_needs_no_password(come, auditor):
    auditor.set_unusable_password()
    auditor.save()
    assert User.objects.get().state == UserState.INVITED

    come()

    assert User.objects.get().state == UserState.ACTIVE


@pytest.mark.parametrize(("has_one", "code"), [(True, 200), (False, 302)])
def test_the_municipalitys_second_step_can_count(client, come, auditor, settings, has_one, code):
    settings.REQUIRE_SECOND_FACTOR, settings.SSO_HAS_SECOND_FACTOR = True, has_one
    come()

    assert client.get(reverse("reports:todo")).status_code == code

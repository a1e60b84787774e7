"""What holds outside demo mode, asked of the settings as another process reads them."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import refusals

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEMO": "0",
    "SECRET_KEY": "0123456789abcdef" * 6,
    "SITE_URL": "https://spar.example",
    "ALLOWED_HOSTS": "spar.example",
    "EMAIL_URL": "smtp://mail.example:25",
    "EMAIL_FROM": "revisorerna@spar.example",
    "MUNICIPALITY": "Lindvika kommun",
    "AUDITORS": "Lindvika kommuns revisorer",
}
OIDC = {
    "OIDC_SERVER": "https://id.kommun.example",
    "OIDC_CLIENT_ID": "revisionsspar",
    "OIDC_CLIENT_SECRET": "hemligt",
}
SAML = {
    "SAML_METADATA_URL": "https://id.kommun.example/metadata",
    "SAML_ENTITY_ID": "https://id.kommun.example",
}
OURS = (*PRODUCTION, *OIDC, *SAML, "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")


def environment(**changes):
    """Production's, with some changes; what is None is not there."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    wanted = {name: value for name, value in (PRODUCTION | changes).items() if value is not None}
    return clean | wanted


def python(code, **changes):
    """Run code in a process of its own, with the settings loaded."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"import django; django.setup()\nfrom django.conf import settings\n{code}",
        ],
        cwd=ROOT,
        env={**environment(**changes), "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def refusal(monkeypatch):
    """Reads the settings anew: what Django stops the start with, or nothing."""

    def read(**changes) -> str:
        with monkeypatch.context() as patch:
            for name in OURS:
                patch.delenv(name, raising=False)
            for name, value in environment(**changes).items():
                patch.setenv(name, value)
            try:
                runpy.run_path(str(ROOT / "config/settings.py"))
            except ImproperlyConfigured as refused:
                return str(refused)
        return ""

    return read


def test_what_production_needs_is_enough(refusal):
    assert refusal() == ""


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "MUNICIPALITY"]
)
def test_nothing_needed_has_a_default(refusal, name):
    assert name in refusal(**{name: None})


WEAK = [
    ("SECRET_KEY", "a1b2c3d4e5f6g7h8i9j0"),
    ("SECRET_KEY", "abc123" * 16),
    ("SECRET_KEY", "django-insecure-0123456789abcdefghijklmnop"),
    ("SECRET_KEY", "0123456789abcdefghijklmnop-Hemlig"),
    ("ALLOWED_HOSTS", "spar.example,*"),
    ("SITE_URL", "http://spar.example"),
]


def test_a_value_that_lets_strangers_in_is_named_and_not_shown():
    for name, value in WEAK:
        values = PRODUCTION | {name: value}
        hosts = values["ALLOWED_HOSTS"].split(",")

        (line,) = refusals.of(values["SECRET_KEY"], hosts, values["SITE_URL"])

        assert line.startswith(name)
        assert value not in line


def test_a_value_that_lets_strangers_in_stops_the_start():
    name, value = WEAK[0]

    run = python("", **{name: value})

    assert run.returncode == 1
    assert f"ImproperlyConfigured: {name} must" in run.stderr.splitlines()[-1]


@pytest.mark.parametrize(("name", "value"), [WEAK[0], *WEAK[4:]])
def test_the_settings_refuse_such_a_value(refusal, name, value):
    assert refusal(**{name: value}).startswith(f"{name} must")


def test_no_such_value_stops_a_demo(refusal):
    assert refusal(**dict(WEAK), DEMO="1") == ""


@pytest.mark.parametrize(
    ("name", "value"), [("METRICS_TOKEN", "kort"), ("ALARM_WEBHOOK", "file:///etc/passwd")]
)
def test_a_way_in_or_out_that_cannot_be_meant_is_refused(refusal, name, value):
    line = refusal(**{name: value})

    assert line.startswith(f"{name} must")
    assert value not in line


def test_production_is_secure_and_has_neither_demo_nor_saml():
    """One process for them all: to load the product takes longer than to ask."""
    run = python(
        "from django.urls import NoReverseMatch, Resolver404, resolve, reverse\n"
        "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT)\n"
        "print('demo' in settings.INSTALLED_APPS)\n"
        "try: resolve('/demo/post/')\n"
        "except Resolver404: print('no page')\n"
        "try: reverse('saml_acs', args=['saml'])\n"
        "except NoReverseMatch: print('no saml')"
    )

    assert run.stdout.splitlines() == ["True True True", "False", "no page", "no saml"]


def test_pages_allow_no_inline_script_or_style(client, db):
    policy = client.get("/konto/logga-in/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_pages_are_not_kept(client, db, auditor):
    client.force_login(auditor)

    assert "no-store" in client.get("/granskningar/")["Cache-Control"]


@pytest.mark.parametrize("missing", ["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "SAML_ENTITY_ID"])
def test_half_of_a_sign_in_is_refused(refusal, missing):
    assert missing in refusal(**{**OIDC, **SAML, missing: ""})


@pytest.mark.parametrize("name", ["OIDC_SERVER", "SAML_METADATA_URL"])
def test_the_municipalitys_sign_in_is_asked_over_tls(refusal, name):
    assert "https://" in refusal(**{**OIDC, **SAML, name: "http://id.example"})


def test_saml_says_who_we_are_and_wants_signed_answers():
    run = python(
        "from unittest.mock import patch\n"
        "from django.test import RequestFactory\n"
        "from django.urls import reverse\n"
        "from allauth.socialaccount.providers.saml import utils\n"
        "from onelogin.saml2.settings import OneLogin_Saml2_Settings as Saml\n"
        "app = settings.SOCIALACCOUNT_PROVIDERS['saml']['APPS'][0]\n"
        "idp = {'entityId': 'x', 'x509cert': 'x', 'singleSignOnService': {'url': 'https://id.example/sso'}}\n"
        "told = patch.object(utils, 'fetch_metadata_url_config', return_value={'idp': idp})\n"
        "request = RequestFactory().get('/', secure=True, headers={'host': 'spar.example'})\n"
        "with told: config = utils.build_saml_config(request, app['settings'], 'saml')\n"
        "print(reverse('saml_acs', args=['saml']))\n"
        "print(Saml(config, sp_validation_only=True).get_sp_metadata())",
        **SAML,
    )

    assert run.stdout.splitlines()[0] == "/konto/saml/saml/acs/"
    assert 'Location="https://spar.example/konto/saml/saml/acs/"' in run.stdout
    assert 'WantAssertionsSigned="true"' in run.stdout

"""What holds outside demo mode, asked of a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEMO": "0",
    "SECRET_KEY": "en lång hemlighet för provet",
    "SITE_URL": "https://spar.example",
    "ALLOWED_HOSTS": "spar.example",
    "EMAIL_URL": "smtp://mail.example:25",
    "EMAIL_FROM": "revisorerna@spar.example",
    "MUNICIPALITY": "Lindvika kommun",
    "AUDITORS": "Lindvika kommuns revisorer",
}
OURS = (*PRODUCTION, "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME")


def python(code, **changes):
    """Run code with the settings loaded, in production's environment with some changes."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    wanted = {name: value for name, value in (PRODUCTION | changes).items() if value is not None}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"import django; django.setup()\nfrom django.conf import settings\n{code}",
        ],
        cwd=ROOT,
        env={**clean, **wanted, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "MUNICIPALITY"]
)
def test_nothing_needed_has_a_default(name):
    run = python("", **{name: None})

    assert run.returncode != 0
    assert name in run.stderr


def test_cookies_are_secure():
    run = python(
        "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT)"
    )

    assert run.stdout.split() == ["True", "True", "True"]


def test_the_demo_is_not_there():
    run = python(
        "from django.urls import resolve, Resolver404\n"
        "print('demo' in settings.INSTALLED_APPS)\n"
        "try: resolve('/demo/post/')\n"
        "except Resolver404: print('no page')"
    )

    assert run.stdout.split("\n")[:2] == ["False", "no page"]


def test_pages_allow_no_inline_script_or_style(client, db):
    policy = client.get("/konto/logga-in/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_pages_are_not_kept(client, db, auditor):
    client.force_login(auditor)

    assert "no-store" in client.get("/granskningar/")["Cache-Control"]

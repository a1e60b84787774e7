"""The sign-in page of the demo names its people; an installation without the demo has nothing of it."""

import os
import subprocess
import sys

from django.conf import settings
from django.urls import reverse

from demo.people import PEOPLE

WITHOUT_DEMO = """
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

assert not apps.is_installed("demo")
assert settings.CLOCK == "django.utils.timezone.now"
try:
    reverse("demo:post")
except NoReverseMatch:
    pass
else:
    raise SystemExit("the demo's mail has an address")
client = Client(headers={"host": "spar.example"})
page = client.get("/konto/logga-in/", secure=True)
assert page.status_code == 200, page.status_code
assert "demo.example" not in page.text
assert client.get("/demo/post/", secure=True).status_code == 404
"""


def test_the_sign_in_page_lists_everybody(client, db):
    page = client.get(reverse("account_login"))

    assert [p["email"] for p in page.context["demo_people"]] == [p.email for p in PEOPLE]


def test_no_other_page_does(client, stranger):
    client.force_login(stranger)

    page = client.get(reverse("demo:post"))

    assert "demo_people" not in page.context


def test_nothing_of_the_demo_is_installed_without_it():
    environment = {**os.environ, "DEMO": "0", "ALLOWED_HOSTS": "spar.example"}
    environment |= {"SITE_URL": "https://spar.example", "SERVE_STATIC_FROM_SOURCE": "1"}

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DEMO],
        check=False,
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr

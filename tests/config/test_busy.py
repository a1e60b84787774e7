"""What takes too long or is away for a while is said with 503, and what was typed comes back."""

import subprocess
import sys
import threading
import time

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from operations import checks
from tests import smtp

TEXT = "Arbetssättet är känt men inte nedskrivet någonstans."


@pytest.mark.django_db(transaction=True)
def test_a_locked_table_gives_503_and_the_text_back(auditor, draft, settings):
    question = draft.questions.first()
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{settings.PAGES.lock}s'")
    client = Client(raise_request_exception=False)
    client.force_login(auditor)
    parameters = connection.get_connection_params()
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(ours, None)
    with psycopg.connect(**parameters) as other:
        other.execute("LOCK TABLE audit_auditquestion IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()
        locked = client.post(reverse("audit:assess", args=[question.pk]), {"reasons": TEXT})
        took = time.monotonic() - begun
        beside = client.get(reverse("help"))
        other.rollback()

    assert (locked.status_code, beside.status_code) == (503, 200)
    assert locked["Retry-After"]
    assert TEXT in locked.content.decode()
    assert took < 4


def test_who_serves_pages_is_not_patient():
    asked = (
        "import config.wsgi; from django.conf import settings as s; print(s.PATIENCE == s.PAGES)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=smtp.ROOT, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "True"


def test_no_database_at_all(stored_sessions, client, auditor, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(auditor)

    def gone(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", gone)
    response = client.post(reverse("audit:new"), {"background": TEXT})

    assert response.status_code == 503
    assert TEXT in response.content.decode()


def test_our_own_fault_is_still_500(stored_sessions, client, auditor, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(auditor)

    def wrong(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", wrong)

    assert client.get("/").status_code == 500


def test_a_hanging_check_is_asked_once(monkeypatch):
    asked, done = [], threading.Event()

    def hangs():
        asked.append(1)
        done.wait(5)
        return "ok"

    monkeypatch.setattr(checks, "CHECKS", {"hangs": hangs})
    monkeypatch.setattr(checks, "SECONDS", 0.1)
    first, second = checks.all_at_once(), checks.all_at_once()
    done.set()

    assert first == second == {"hangs": "down"}
    assert len(asked) == 1

"""One JSON line for each event in production, with the id of its request, and nothing that people have written."""

import json
import logging
import logging.config
import re
from io import StringIO
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from structlog.contextvars import bound_contextvars, clear_contextvars, get_contextvars

from accounts.models import User
from config import celery, logs
from operations.tasks import watch

CANARY = "kanarielogg"
MADE = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}")


@pytest.fixture
def lines():
    """What has been written so far, by the production's way of writing."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    configuration = logs.configuration(as_json=True)
    configurator = logging.config.DictConfigurator(configuration)
    handler.setFormatter(configurator.configure_formatter(configuration["formatters"]["line"]))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_a_line_is_json_with_its_request_and_without_values(lines):
    secret = CANARY
    try:
        int(secret[:0] or "x")
    except ValueError:
        with bound_contextvars(request_id="a1b2-c3d4-e5f6"):
            logging.getLogger("reports").exception(
                "report %s not made", 7, extra={"secret": secret}
            )

    (line,) = lines()

    assert line["event"] == "report 7 not made"
    assert (line["level"], line["logger"]) == ("error", "reports")
    assert line["request_id"] == "a1b2-c3d4-e5f6"
    assert "ValueError" in line["exception"]
    assert CANARY not in json.dumps(line)


def test_each_request_has_an_id_of_its_own_in_its_lines_and_its_answer(client, db, lines):
    first = client.get(f"/konto/logga-in/?next={CANARY}")
    second = client.get("/konto/logga-in/")

    told = [line for line in lines() if line["logger"] == "request"]

    assert [line["request_id"] for line in told] == [first["X-Request-ID"], second["X-Request-ID"]]
    assert first["X-Request-ID"] != second["X-Request-ID"]
    assert MADE.fullmatch(first["X-Request-ID"])
    assert (told[0]["view"], told[0]["status"], told[0]["method"]) == ("account_login", 200, "GET")
    assert CANARY not in json.dumps(told)


def test_what_django_tells_of_a_request_has_its_id_too(client, db, lines):
    missing = client.get("/finns-inte/")

    (line,) = [line for line in lines() if line["logger"] == "django.request"]

    assert line["request_id"] == missing["X-Request-ID"]


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [("0f3c2b1a-proxy", True), ("short", False), ("a" * 65, False), ("a b c d e f g", False)],
)
def test_a_proxys_id_is_taken_when_it_is_one(client, db, settings, given, is_taken):
    settings.BEHIND_PROXY = True
    assert (
        client.get("/halsa/", headers={"X-Request-ID": given})["X-Request-ID"] == given
    ) is is_taken

    settings.BEHIND_PROXY = False
    assert client.get("/halsa/", headers={"X-Request-ID": given})["X-Request-ID"] != given


@pytest.mark.parametrize(("error", "code"), [(ValueError, 500), (OperationalError, 503)])
def test_the_page_says_the_id_when_it_fails(db, administrator: User, monkeypatch: Any, error, code):
    def fail(*arguments: Any, **options: Any) -> None:
        raise error(CANARY)

    monkeypatch.setattr("operations.measures.all_of_them", fail)
    client = Client(raise_request_exception=False)
    client.force_login(administrator)

    page = client.get("/administration/driftlage/")

    assert page.status_code == code
    assert page["X-Request-ID"] in page.text
    assert CANARY not in page.text


def test_the_id_goes_along_with_a_job(db):
    clear_contextvars()
    with bound_contextvars(request_id="a1b2-c3d4-e5f6"):
        headers: dict[str, Any] = {}
        celery.carry_request_id(headers=headers)
    assert headers == {"request_id": "a1b2-c3d4-e5f6"}

    watch.push_request(id="1", **headers)
    celery.name_the_job(task_id="1", task=watch)
    assert get_contextvars() == {"task": watch.name, "task_id": "1", **headers}
    celery.forget_the_job()
    watch.pop_request()
    assert get_contextvars() == {}

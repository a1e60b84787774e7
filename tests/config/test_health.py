import socket
import time

import pytest

from operations import checks


def test_well(client, db):
    response = client.get("/halsa/")

    assert (response.status_code, response.json()) == (200, {"database": "ok", "broker": "ok"})


def test_a_silent_broker_is_said(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/halsa/")

    assert (response.status_code, response.json()) == (503, {"database": "ok", "broker": "down"})


@pytest.fixture
def frozen():
    """Takes connections and never says a word, as a stopped process does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_frozen_broker_is_told_within_a_second(client, db, settings, frozen):
    settings.REDIS_URL = f"redis://127.0.0.1:{frozen}/0"
    begun = time.monotonic()

    response = client.get("/halsa/")

    assert response.json()["broker"] == "down"
    assert time.monotonic() - begun < 1.5


def test_a_broker_that_refuses_writes_is_not_well(settings, monkeypatch):
    def full(*args, **kwargs):
        raise checks.redis.ResponseError("OOM command not allowed")

    monkeypatch.setattr(checks.redis.Redis, "set", full)

    assert checks.broker() == "down"


def test_a_database_that_cannot_be_reached_is_said(client, db, monkeypatch):
    nowhere = {"host": "127.0.0.1", "port": "1", "connect_timeout": 1}
    monkeypatch.setattr(
        checks.connections["default"], "get_connection_params", lambda: dict(nowhere)
    )

    assert checks.database() == "down"

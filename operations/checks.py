"""Whether what the product stands on answers: asked beside the requests, for what hangs must not hang the answer."""

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

import psycopg
import redis
from django.conf import settings
from django.db import connections

SECONDS = 0.8
OK, DOWN = "ok", "down"

_pools: dict[str, ThreadPoolExecutor] = {}
_asked: dict[str, Future[str]] = {}


def all_at_once() -> dict[str, str]:
    """What each answers within SECONDS; down when it does not."""
    futures = {name: _ask(name, check) for name, check in CHECKS.items()}
    wait(futures.values(), timeout=SECONDS)
    return {name: future.result() if future.done() else DOWN for name, future in futures.items()}


def _ask(name: str, check: Callable[[], str]) -> "Future[str]":
    """One question at a time to each: what still hangs since the last time is not asked again."""
    if name not in _asked or _asked[name].done():
        pool = _pools.setdefault(name, ThreadPoolExecutor(1, thread_name_prefix=f"check-{name}"))
        _asked[name] = pool.submit(check)
    return _asked[name]


def database() -> str:
    """On a connection of its own: the requests' may all be taken."""
    parameters = connections["default"].get_connection_params()
    for parameter in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(parameter, None)
    try:
        with psycopg.connect(**parameters, autocommit=True) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error:
        return DOWN
    return OK


def broker() -> str:
    """Redis that answers but refuses to write takes no jobs."""
    times = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    try:
        with redis.from_url(settings.REDIS_URL, **times) as client:
            client.set("health", secrets.token_hex(4), ex=60)
    except redis.RedisError:
        return DOWN
    return OK


CHECKS: dict[str, Callable[[], str]] = {"database": database, "broker": broker}

"""Named people, two bodies, and a clock that stands still."""

import gc
import math
import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import connection

from accounts.models import Body, Installation, User
from accounts.roles import Role
from audit.models import Audit
from common import dates
from reports.models import Report
from responses.models import Answer, AnswerRequest
from tests import factories, smtp
from tests import world as worlds
from tests.copying import copy_quickly
from tests.layers import (
    Layers,
    commits,
    ground,
    hand_over,
    layers,
    make_board,
    make_board_clerk,
    make_chair,
    make_draft,
    make_report,
    make_social,
    order_report,
    pytest_collection_modifyitems,
    pytest_runtest_setup,
    submit_answer,
    write_answer,
)
from tests.opening import opening
from tests.world import HANDED_OVER, NOW

# Fixtures and hooks of `layers`, and what tests take from here.
__all__ = [
    "HANDED_OVER",
    "NOW",
    "ground",
    "layers",
    "opening",
    "pytest_collection_modifyitems",
    "pytest_runtest_setup",
    "write_answer",
]

copy_quickly()
# Passwords are hashed as in production, only at the lowest price.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
Argon2PasswordHasher.parallelism = 1


def pytest_collection_finish() -> None:
    """What has been imported stays: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each worker's database is a copy of the one that script/test has made the tables in."""
    if template := os.environ.get("TEST_TEMPLATE"):
        connection.settings_dict["TEST"] |= {"TEMPLATE": template, "MIGRATE": False}


@pytest.fixture(autouse=True)
def settings_unsaved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has saved any, and no page asks again, unless a test does it."""
    monkeypatch.setattr(Installation, "_kept", (math.inf, None))


@pytest.fixture(autouse=True)
def noon() -> Iterator[datetime]:
    """Tests happen at noon on 14 February 2023 unless they say otherwise."""
    with dates.told_at(NOW):
        yield NOW


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest, settings: Any) -> None:
    """Sign-in limits do not leak from test to test, and need no database.

    Nor do sessions, a tenth of a test's work, but where several threads or a browser are at it.
    """
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    if not commits(request.node):
        settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    cache.clear()


@pytest.fixture
def stored_sessions(empty_cache: None, settings: Any) -> None:
    """In the database, as in production."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"


@pytest.fixture
def board(db: None, layers: Layers) -> Body:
    return layers.of("board", make_board)


@pytest.fixture
def social(db: None, layers: Layers) -> Body:
    return layers.of("social", make_social)


@pytest.fixture
def auditor(db: None) -> User:
    return factories.person(Role.AUDITOR, name="Vice ordförande", email="auditor@test.example")


@pytest.fixture
def chair(db: None, layers: Layers) -> User:
    return layers.of("chair", make_chair)


@pytest.fixture
def expert(db: None) -> User:
    """A sakkunnig; assigned to an audit by `factories.assign`."""
    return factories.person(Role.EXPERT, name="Sakkunnig", email="expert@test.example")


@pytest.fixture
def board_clerk(board: Body, layers: Layers) -> User:
    return layers.of("board_clerk", lambda: make_board_clerk(board))


@pytest.fixture
def social_clerk(social: Body) -> User:
    return factories.person(
        Role.OFFICIAL, body=social, name="Nämndsekreterare", email="social@test.example"
    )


@pytest.fixture
def presidium_member(db: None) -> User:
    return factories.person(Role.PRESIDIUM, name="Presidieledamot", email="presidium@test.example")


@pytest.fixture
def administrator(db: None) -> User:
    return factories.person(Role.ADMINISTRATOR, name="Administratör", email="admin@test.example")


@pytest.fixture
def stranger(db: None) -> User:
    """Signed in, with no role at all."""
    return factories.UserFactory(name="Utan uppdrag", email="stranger@test.example")


@pytest.fixture
def draft(board: Body, social: Body, layers: Layers) -> Audit:
    """Two recommendations to each of two bodies; nobody outside the audit side sees it."""
    return layers.of("draft", lambda: make_draft(board, social))


@pytest.fixture
def handed_over(draft: Audit, chair: User, layers: Layers) -> Audit:
    """The draft, handed over on 24 November 2022; answers are wished for by 28 February 2023."""
    return layers.of("handed_over", lambda: hand_over(draft, chair))


@pytest.fixture
def board_request(handed_over: Audit, board: Body) -> AnswerRequest:
    return handed_over.requests.get(body=board)


@pytest.fixture
def social_request(handed_over: Audit, social: Body) -> AnswerRequest:
    return handed_over.requests.get(body=social)


@pytest.fixture
def board_answer(board_request: AnswerRequest, board_clerk: User, layers: Layers) -> Answer:
    """Kommunstyrelsen's answer, in at noon on 14 February 2023."""
    return layers.of("board_answer", lambda: submit_answer(board_request, board_clerk))


@pytest.fixture
def waiting_report(handed_over: Audit, chair: User) -> Report:
    return order_report(handed_over, chair)


@pytest.fixture
def made_report(handed_over: Audit, chair: User, layers: Layers) -> Report:
    """As of 14 February 2023, and not released."""
    return layers.of("made_report", lambda: make_report(order_report(handed_over, chair)))


@pytest.fixture
def sink(settings: Any) -> Iterator[smtp.Sink]:
    """Mail goes over real SMTP to a server of the test's own."""
    kept = smtp.Sink()
    with smtp.running(kept) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield kept


@pytest.fixture
def world(db: None, layers: Layers) -> worlds.World:
    """One of everything."""
    return layers.of("world", worlds.build)


@pytest.fixture
def crowded_world(db: None, layers: Layers) -> worlds.World:
    """With more of each kind."""
    return layers.of("crowded_world", lambda: None)

"""Named people, two bodies, and a clock that stands still."""

import os
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import connection, transaction

from accounts.models import Body, BodyKind, User
from accounts.roles import Role
from audit.models import Audit
from common import dates
from responses import services
from responses.models import Answer, AnswerRequest, DecisionKind, Stance
from tests import factories, smtp
from tests import world as worlds

HANDED_OVER = dates.at_local(date(2022, 11, 24), 9)
NOW = dates.at_local(date(2023, 2, 14), 12)


# Passwords are hashed as in production, only at the lowest price.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
Argon2PasswordHasher.parallelism = 1


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each worker's database is a copy of the one that script/test has made the tables in."""
    if template := os.environ.get("TEST_TEMPLATE"):
        connection.settings_dict["TEST"] |= {"TEMPLATE": template, "MIGRATE": False}


@pytest.fixture(autouse=True)
def noon() -> Iterator[datetime]:
    """Tests happen at noon on 14 February 2023 unless they say otherwise."""
    with dates.told_at(NOW):
        yield NOW


@pytest.fixture(autouse=True)
def empty_cache(settings: Any) -> None:
    """Sign-in limits do not leak from test to test, and need no database."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def board(db: None) -> Body:
    return factories.BodyFactory(
        name="Kommunstyrelsen",
        kind=BodyKind.EXECUTIVE,
        position=1,
        registrator_email="ks@test.example",
    )


@pytest.fixture
def social(db: None) -> Body:
    return factories.BodyFactory(
        name="Socialnämnden", position=2, registrator_email="sn@test.example"
    )


@pytest.fixture
def auditor(db: None) -> User:
    return factories.person(Role.AUDITOR, name="Vice ordförande", email="auditor@test.example")


@pytest.fixture
def chair(db: None) -> User:
    return factories.person(
        Role.AUDITOR, title="Ordförande", name="Ordförande", email="chair@test.example"
    )


@pytest.fixture
def expert(db: None) -> User:
    """A sakkunnig; assigned to an audit by `factories.assign`."""
    return factories.person(Role.EXPERT, name="Sakkunnig", email="expert@test.example")


@pytest.fixture
def board_clerk(board: Body) -> User:
    return factories.person(
        Role.OFFICIAL, body=board, name="Kommunsekreterare", email="board@test.example"
    )


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
def draft(board: Body, social: Body) -> Audit:
    """Two recommendations to each of two bodies; nobody outside the audit side sees it."""
    return factories.draft_audit(board, social, title="Granskning av livsmedelskontrollen")


@pytest.fixture
def handed_over(draft: Audit, chair: User) -> Audit:
    """The draft, handed over on 24 November 2022; answers are wished for by 28 February 2023."""
    with dates.told_at(HANDED_OVER):
        services.dispatch(draft, at=HANDED_OVER, by=chair)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def board_request(handed_over: Audit, board: Body) -> AnswerRequest:
    return handed_over.requests.get(body=board)


@pytest.fixture
def social_request(handed_over: Audit, social: Body) -> AnswerRequest:
    return handed_over.requests.get(body=social)


def write_answer(request: AnswerRequest, text: str = "Nämnden tar fram en rutin.") -> Answer:
    """Fill a body's draft so that it can be submitted."""
    answer = request.answer
    for item in answer.items.all():
        item.stance, item.text = Stance.AGREES, text
        item.save()
        item.planned.create(
            what="Ta fram en rutin", responsible="Förvaltningschef", due_on=dates.today()
        )
    answer.decision_kind, answer.decision_ref = DecisionKind.BODY, "§ 31"
    answer.decided_on = dates.today()
    answer.reference = "KS 2022/118"
    answer.save()
    return answer


@pytest.fixture
def board_answer(board_request: AnswerRequest, board_clerk: User) -> Answer:
    """Kommunstyrelsen's answer, in at noon on 14 February 2023."""
    return services.submit(write_answer(board_request), at=NOW, by=board_clerk)


@pytest.fixture
def sink(settings: Any) -> Iterator[smtp.Sink]:
    """Mail goes over real SMTP to a server of the test's own."""
    kept = smtp.Sink()
    with smtp.running(kept) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield kept


@pytest.fixture
def world(db: None) -> worlds.World:
    """One of everything."""
    return worlds.build()


@pytest.fixture(scope="module")
def standing_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[worlds.World]:
    """One of everything, made once for a file of tests that asks for `django_db`: each undoes its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        with dates.told_at(NOW):
            yield worlds.build()
        transaction.set_rollback(True)

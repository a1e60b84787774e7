"""An installation of the test's own: a database, a folder for backups, and somebody who works in it."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from backups import databases, files, services
from backups.files import Backup
from mailing.services import enqueue
from responses.answer_emails import RECEIPT
from tests import factories
from tests.conftest import NOW

BETWEEN = "SELECT datname FROM pg_database WHERE datname LIKE %s"


@pytest.fixture
def installation(
    django_db_setup: None, django_db_blocker: Any, settings: Any, tmp_path: Path
) -> Iterator[str]:
    """A copy of the empty tables under a name of its own; whatever is made beside it goes with it."""
    settings.BACKUP_DIR = tmp_path / "backups"
    name = f"spar_{secrets.token_hex(4)}"
    with django_db_blocker.unblock():
        template = databases.own()
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        with databases.connected_to(name):
            yield name
        for each in named_like(name):
            databases.drop(each)


def named_like(name: str) -> set[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute(BETWEEN, [f"{name}%"])
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def person(installation: str) -> User:
    """With a mail that waits."""
    enqueue(key="a", kind=RECEIPT, recipient="a@test.example", subject="Kvitto", text="Inne.")
    return factories.UserFactory(name="Åsa Öberg", email="a@test.example")


@pytest.fixture
def backup(person: User) -> Backup:
    made = services.make(at=NOW)
    assert files.every() == [made]
    return made

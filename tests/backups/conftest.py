"""An installation of the test's own: a database, a folder for backups, and somebody who works in it."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from backups import contents, databases, files, services
from backups.contents import TableDigest
from backups.files import Backup
from backups.models import BackupRun
from mailing.services import enqueue
from responses.answer_emails import RECEIPT
from tests import factories
from tests.conftest import NOW

BETWEEN = "SELECT datname FROM pg_database WHERE datname LIKE %s"


@dataclass(frozen=True)
class Installed:
    name: str
    held: dict[str, TableDigest]

    def is_as_it_was(self) -> bool:
        """But for what the command has written down about itself."""
        if not databases.exists(self.name):
            return False
        BackupRun.objects.all().delete()
        return rows() == self.held


@pytest.fixture(scope="package")
def left(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[bool, Installed]]:
    """What a test has left as it was is the next one's: to copy a database costs a second of work."""
    standing: dict[bool, Installed] = {}
    yield standing
    with django_db_blocker.unblock():
        for each in standing.values():
            databases.drop(each.name)


@pytest.fixture
def installation(
    request: pytest.FixtureRequest,
    left: dict[bool, Installed],
    django_db_blocker: Any,
    settings: Any,
    tmp_path: Path,
) -> Iterator[str]:
    """The tables under a name of their own, empty unless somebody is asked for; what is made beside them goes."""
    settings.BACKUP_DIR = tmp_path / "backups"
    somebody = "person" in request.fixturenames
    with django_db_blocker.unblock():
        installed = left.pop(somebody, None) or install(somebody)
        with databases.connected_to(installed.name):
            yield installed.name
            if installed.is_as_it_was():
                left[somebody] = installed
        for each in named_like(installed.name) - {kept.name for kept in left.values()}:
            databases.drop(each)


def install(somebody: bool) -> Installed:
    name, template = f"spar_{secrets.token_hex(4)}", databases.own()
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    with databases.connected_to(name):
        if somebody:
            enqueue(
                key="a", kind=RECEIPT, recipient="a@test.example", subject="Kvitto", text="Inne."
            )
            factories.UserFactory(name="Åsa Öberg", email="a@test.example")
        return Installed(name, rows())


def rows() -> dict[str, TableDigest]:
    with transaction.atomic():
        return contents.tables()


def named_like(name: str) -> set[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute(BETWEEN, [f"{name}%"])
        return {row[0] for row in cursor.fetchall()}


@pytest.fixture
def person(installation: str) -> User:
    """With a mail that waits."""
    return User.objects.get()


@pytest.fixture
def backup(person: User) -> Backup:
    made = services.make(at=NOW)
    assert files.every() == [made]
    return made

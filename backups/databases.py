"""The databases of the server: the product's own, and those that a backup is restored into."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.utils import DatabaseError
from psycopg.sql import SQL, Identifier

from backups.programs import BackupError


def own() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def connected_to(database: str) -> Iterator[None]:
    """The product's code works on another database for a while."""
    before = own()
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def created(database: str, *, template: str = "template0") -> Iterator[None]:
    """A new database, empty unless it copies another; gone afterwards, unless it has been given another name."""
    with _server() as cursor:
        _say(cursor, "CREATE DATABASE {} TEMPLATE {}", database, template)
    try:
        yield
    finally:
        with _server() as cursor:
            _say(cursor, "DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def exists(database: str) -> bool:
    with _server() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return cursor.fetchone() is not None


def put_in_place(new: str, *, aside: str) -> None:
    """The new database takes the name of the product's own, which is kept under the name `aside`."""
    name = own()
    connection.close()
    had_one = exists(name)
    with _server() as cursor:
        if had_one:
            _set_aside(cursor, name, aside)
        try:
            _say(cursor, "ALTER DATABASE {} RENAME TO {}", new, name)
        except DatabaseError:
            if had_one:
                _say(cursor, "ALTER DATABASE {} RENAME TO {}", aside, name)
            raise


def drop(database: str) -> None:
    with _server() as cursor:
        _say(cursor, "DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def _set_aside(cursor: CursorWrapper, name: str, aside: str) -> None:
    """Whoever is connected is cut off first, and nobody gets in before the name has changed."""
    _say(cursor, "ALTER DATABASE {} WITH ALLOW_CONNECTIONS false", name)
    try:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        _say(cursor, "ALTER DATABASE {} RENAME TO {}", name, aside)
    except DatabaseError:
        _say(cursor, "ALTER DATABASE {} WITH ALLOW_CONNECTIONS true", name)
        raise
    _say(cursor, "ALTER DATABASE {} WITH ALLOW_CONNECTIONS true", aside)


@contextmanager
def _server() -> Iterator[CursorWrapper]:
    """Connected to the server and to none of the product's databases."""
    try:
        with connection._nodb_cursor() as cursor:
            yield cursor
    except DatabaseError as error:
        raise BackupError(f"the database server refused: {str(error).strip()}") from error


def _say(cursor: CursorWrapper, statement: str, *names: str) -> None:
    cursor.execute(SQL(statement).format(*map(Identifier, names)).as_string(cursor.connection))

"""The demo, told once in a run of tests, and copied from there by every worker."""

import fcntl
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from common import dates
from demo import story

# By table, its rows.
told: dict[str, bytes] = {}


def tell_demo() -> None:
    """In a database without an audit."""
    if not told:
        shared = settings.DATA_DIR / "demo-told.zip"
        with shared.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not shared.exists():
                _tell_for_all(shared)
                return
        with ZipFile(shared) as tables:
            told.update({name: tables.read(name) for name in tables.namelist()})
    _put_back()


def _tell_for_all(shared: Path) -> None:
    with dates.told_at(story.BEGINS):
        story.load()
    told.update(_rows())
    with ZipFile(shared, "w") as tables:
        for name, rows in told.items():
            tables.writestr(name, rows)


def _rows() -> Iterator[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("django_content", "django_migr", "auth_permission")):
                with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                    yield table, b"".join(copy)


def _put_back() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, rows in told.items():
            cursor.execute(f'DELETE FROM "{table}"')
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)

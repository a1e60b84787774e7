"""What a database holds, in a form that two databases can be compared by."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder

# Keys to what somebody is doing right now: they belong in no file, and everybody signs in anew after a restore.
LEFT_OUT = (Session._meta.db_table, settings.CACHES["default"]["LOCATION"])
# Rows that the migrations themselves make.
MADE_BY_MIGRATIONS = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "audit_scale"}
)
# What the processes write down about themselves.
OF_THE_PROCESSES = frozenset(
    {"backups_backuprun", "operations_alarm", "operations_heartbeat", "operations_turn"}
)
# The text of a row must not depend on the settings of a server or a session.
AS_TEXT = (
    *("SET LOCAL TimeZone = 'UTC'", "SET LOCAL DateStyle = 'ISO, YMD'"),
    *("SET LOCAL IntervalStyle = 'postgres'", "SET LOCAL bytea_output = 'hex'"),
    *("SET LOCAL extra_float_digits = 1", "SET LOCAL statement_timeout = 0"),
)
# All rows' digests laid over each other: the order of the rows does not count, and none is kept in memory.
FINGERPRINT = """
    SELECT count(*), bit_xor(('x' || encode(sha256(convert_to(line::text, 'UTF8')), 'hex'))::bit(256))::text
    FROM {} AS line
"""


@dataclass(frozen=True)
class TableDigest:
    rows: int
    content: str


def tables() -> dict[str, TableDigest]:
    """In a transaction of the caller's."""
    with connection.cursor() as cursor:
        for setting in AS_TEXT:
            cursor.execute(setting)
        names = sorted(set(connection.introspection.table_names(cursor)) - set(LEFT_OUT))
        return {name: _table(cursor, name) for name in names}


def _table(cursor: CursorWrapper, name: str) -> TableDigest:
    cursor.execute(FINGERPRINT.format(connection.ops.quote_name(name)))
    rows, bits = cursor.fetchone()
    return TableDigest(rows, f"{int(bits or '0', 2):064x}")


def migrations() -> list[str]:
    """Those that have been run, as `app.name`."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def server_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def differences(wanted: dict[str, TableDigest], restored: dict[str, TableDigest]) -> list[str]:
    """One plain line for each table that is not as it should be."""
    return [
        line
        for name in sorted(wanted.keys() | restored.keys())
        if (line := _difference(name, wanted.get(name), restored.get(name)))
    ]


def _difference(name: str, wanted: TableDigest | None, restored: TableDigest | None) -> str:
    if wanted is None or restored is None:
        return f"{name}: only in {'the restored database' if wanted is None else 'the manifest'}"
    if wanted.rows != restored.rows:
        return f"{name}: {wanted.rows} rows in the manifest, {restored.rows} restored"
    return "" if wanted == restored else f"{name}: the content is not that of the manifest"


def in_use() -> list[str]:
    """The tables that hold more than the migrations and the mere running of the processes make."""
    filled = {name for name, table in tables().items() if table.rows}
    return sorted(filled - MADE_BY_MIGRATIONS - OF_THE_PROCESSES)


def as_rows(tables: dict[str, TableDigest]) -> dict[str, dict[str, int | str]]:
    return {name: asdict(table) for name, table in tables.items()}

"""The demo, told once by each process and copied from there by each test after the first."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from common import dates
from demo import story

# By table, its rows.
told: dict[str, bytes] = {}


def tell_demo() -> None:
    """In a database without an audit."""
    if told:
        _put_back()
        return
    with dates.told_at(story.BEGINS):
        story.load()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("django_content", "django_migr", "auth_permission")):
                with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                    told[table] = b"".join(rows)


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

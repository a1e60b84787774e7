"""A populated database of each released version becomes one of today's, with all that it told."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.models import User
from audit.models import Audit
from backups import databases
from backups.programs import call
from common import dates
from reports.overview import figures
from reports.overview.scope import Scope
from tests.conftest import NOW

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.dump"))
PAGES = ("/", "/granskningar/", "/oversikt/", "/svar/", "/rapporter/", "/personer/", "/organ/")

COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, contype, condeferrable
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'c'
    UNION SELECT conrelid::regclass::text, pg_get_constraintdef(oid), contype, condeferrable
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'u')
"""
# Without its name, and without the casts that a restored condition is written with.
INDEXES = """
    SELECT tablename, regexp_replace(
        regexp_replace(indexdef, 'INDEX .* ON', 'INDEX ON'),
        '::(character varying|text)(\\[\\])?|[()]', '', 'g'
    )
    FROM pg_indexes WHERE schemaname = 'public'
"""


@dataclass(frozen=True)
class Upgraded:
    # Of today's tables, empty.
    new: str
    # Rows in each table before the upgrade.
    rows: dict[str, int]


@pytest.fixture(params=RELEASES, ids=lambda path: path.stem)
def upgraded(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Upgraded]:
    """The demo of a released version, restored and migrated; the product works on it."""
    name = f"spar_{secrets.token_hex(4)}"
    with django_db_blocker.unblock():
        new = databases.own()
        with databases.created(name), databases.connected_to(name):
            call(
                "pg_restore",
                *("--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={name}"),
                str(request.param),
                database=name,
            )
            rows = rows_by_table()
            call_command("migrate", verbosity=0)
            yield Upgraded(new, rows)


def rows_by_table() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: _rows_of(cursor, table) for table in tables}


def _rows_of(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return int(cursor.fetchone()[0])


def shape() -> list[set[tuple[object, ...]]]:
    """Columns, constraints and indexes of the database that we are connected to."""
    with connection.cursor() as cursor:
        answers = []
        for question in (COLUMNS, CONSTRAINTS, INDEXES):
            cursor.execute(question)
            answers.append(set(cursor.fetchall()))
    return answers


def test_a_released_database_becomes_one_of_today(upgraded):
    """All of it in one test, for an upgrade costs more than what is asked of it."""
    tables_are_those_of_a_new_database(upgraded)
    nothing_is_lost_and_every_page_opens(upgraded)
    figures_of_the_day_are_the_same()


def tables_are_those_of_a_new_database(upgraded: Upgraded) -> None:
    old = shape()
    with databases.connected_to(upgraded.new):
        new = shape()

    assert len(new[0]) > 400
    assert [one - other for one, other in zip(old, new, strict=True)] == [set()] * 3
    assert [other - one for one, other in zip(old, new, strict=True)] == [set()] * 3


def nothing_is_lost_and_every_page_opens(upgraded: Upgraded) -> None:
    after = rows_by_table()
    fewer = {
        table: (rows, after.get(table))
        for table, rows in upgraded.rows.items()
        if after.get(table, 0) < rows
    }
    with dates.told_at(NOW):
        statuses = {
            (person.email, page): client_of(person).get(page).status_code
            for person in User.objects.filter(is_active=True)
            for page in (*PAGES, *(audit.get_absolute_url() for audit in Audit.objects.all()))
        }

    assert fewer == {}
    assert set(statuses.values()) <= {200, 403, 404}
    assert list(statuses.values()).count(200) > len(statuses) / 2


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def figures_of_the_day_are_the_same() -> None:
    """Lindvika on 14 February 2023: kommunstyrelsen has answered its four, socialnämnden none of its five."""
    presidium = User.objects.get(email="presidium@demo.example")
    with dates.told_at(NOW):
        rows = figures.register(Scope(presidium, NOW.date(), 2022)).committees.rows

    assert [(row.name, row.counts.unjudged, row.counts.unanswered) for row in rows] == [
        ("Kommunstyrelsen", 4, 0),
        ("Socialnämnden", 0, 5),
    ]

"""A migration leaves the table open to those who use it: add, fill, require, each in a release or step of its own."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_migration_linter.migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

ROOT = Path(__file__).resolve().parent.parent
OWN = [app.label for app in apps.get_app_configs() if Path(app.path).parent == ROOT]
# Made before the rule.
SQUASHED = {
    name
    for migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    for app, name in migration.replaces
    if app in OWN
}
# What a table holds only once is a lock whatever is done; these have a row or two for each request, or one for
# each matter of a meeting, and it is a moment.
ONCE = {
    *("0020_answer_versions", "0026_opened_answers", "0038_rounds_of_follow_up"),
    *("0015_frozen_content", "0016_corrections_on_the_agenda", "0054_one_date_holds"),
}


@pytest.mark.django_db(transaction=True)  # an index made concurrently wants none around it
def test_no_migration_rewrites_or_locks_a_table(capsys):
    linter = MigrationLinter(
        path=str(ROOT),
        include_apps=OWN,
        ignore_name=SQUASHED | ONCE,
        ignore_initial_migrations=True,
        all_warnings_as_errors=True,
        no_cache=True,
    )
    linter.lint_all_migrations()

    assert linter.nb_erroneous == 0, capsys.readouterr().out
    assert linter.nb_total >= len(OWN)


@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE "a" ALTER COLUMN "b" TYPE text',
        'ALTER TABLE "a" ADD COLUMN "b" text NOT NULL',
        'ALTER TABLE "a" DROP COLUMN "b"',
        'CREATE INDEX "c" ON "a" ("b")',
    ],
)
def test_what_would_stop_the_others_is_caught(statement):
    analyser = get_sql_analyser_class(connection.settings_dict["ENGINE"])

    errors, _, warnings = analyse_sql_statements(analyser, [statement])

    assert errors or warnings

import json
import os
import stat
import sys
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from backups import contents, files, programs, services
from backups.models import BackupRun, BackupTrouble
from tests.backups.conftest import named_like
from tests.conftest import NOW


def test_the_manifest_says_what_was_in_the_database(backup):
    manifest = json.loads(backup.manifest_path.read_text())

    assert manifest["product"] == services.product_version()
    assert "mailing.0001_first_tables" in manifest["migrations"]
    assert manifest["tables"]["accounts_user"]["rows"] == 1
    assert len(manifest["tables"]["accounts_user"]["content"]) == 64
    assert (manifest["bytes"], manifest["sha256"]) == (
        backup.path.stat().st_size,
        files.sha256(backup.path),
    )


def test_only_the_owner_reads_it_and_nothing_half_written_is_left(backup):
    lying = sorted(files.folder().iterdir())

    assert lying == sorted([backup.path, backup.manifest_path])
    assert {stat.S_IMODE(path.stat().st_mode) for path in lying} == {0o600}
    assert stat.S_IMODE(files.folder().stat().st_mode) == 0o700


def test_the_content_of_every_table_counts_and_the_order_of_rows_does_not(person):
    with transaction.atomic():
        before = contents.tables()
        person.save()  # the same row, elsewhere in the table
        moved = contents.tables()
        person.name = "Åsa Öberg."
        person.save()
        changed = contents.tables()
        transaction.set_rollback(True)

    assert moved["accounts_user"] == before["accounts_user"]
    assert changed["accounts_user"].rows == before["accounts_user"].rows
    assert contents.differences(before, changed)[0].startswith("accounts_")


def test_it_is_as_of_one_moment_and_without_keys_to_what_somebody_is_doing(person, monkeypatch):
    """A mail is changed after the counting and before the dump; the two still agree."""
    Session.objects.create(session_key="k", session_data="d", expire_date=timezone.now())
    dump = services.call

    def with_another(*arguments, **more):
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("UPDATE mailing_outgoingmail SET subject = 'Ändrad'")
        other.close()
        dump(*arguments, **more)

    monkeypatch.setattr(services, "call", with_another)
    made = services.make(at=NOW)
    monkeypatch.setattr(services, "call", dump)

    trial = services.check(made)

    assert Session._meta.db_table not in trial.manifest.tables
    assert trial.differences == []


def test_a_failed_dump_leaves_nothing_behind(person, settings, tmp_path):
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho no room >&2\nexit 1\n")
    (tmp_path / "pg_dump").chmod(0o755)
    settings.POSTGRES_BIN = str(tmp_path)

    with pytest.raises(CommandError, match="no room"):
        call_command("backup")

    assert list(files.folder().iterdir()) == []
    assert BackupRun.objects.get().trouble == BackupTrouble.PROGRAM
    assert BackupRun.latest_good() is None


def test_what_an_interrupted_one_left_is_cleared_away(person):
    left = files.folder() / "revisionsspar-20230101T000000Z.dump.part"
    left.write_text("half")

    call_command("backup", stdout=StringIO())

    assert not left.exists()
    assert len(files.every()) == 1


SPY = """#!{python}
import os, sys
with open({told!r}, "a") as told:
    print(sys.argv, sorted(os.environ), file=told)
"""


def test_no_secret_stands_among_a_programs_arguments(settings, tmp_path, monkeypatch):
    """The program sees the password in its environment, and none of the product's other secrets."""
    told = tmp_path / "told"
    (tmp_path / "pg_dump").write_text(SPY.format(python=sys.executable, told=str(told)))
    (tmp_path / "pg_dump").chmod(0o755)
    settings.POSTGRES_BIN = str(tmp_path)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hemligt")

    programs.call("pg_dump", "--file=x", database="spar")

    assert "hemligt" not in told.read_text()
    assert "PGPASSWORD" in told.read_text()
    assert "SECRET_KEY" in os.environ and "SECRET_KEY" not in told.read_text()


def test_the_command_makes_one_tries_it_and_says_so(person, installation):
    out = StringIO()

    call_command("backup", "--check", stdout=out)

    assert "all as it was" in out.getvalue()
    assert len(files.every()) == 1
    run = BackupRun.objects.get()
    assert (run.file_name, run.trouble, run.is_tried) == (files.every()[0].path.name, "", True)
    assert named_like(installation) == {installation}
    assert User.objects.get() == person


def test_a_missing_program_is_named(settings, tmp_path):
    settings.POSTGRES_BIN = str(tmp_path)

    with pytest.raises(programs.BackupError, match="pg_dump is not installed"):
        programs.call("pg_dump", database="spar")

"""Making a backup, trying it, and bringing one back."""

import secrets
import time
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.formats import date_format

from backups import contents, databases, files
from backups.files import Backup, Manifest
from backups.programs import BackupError, call
from mailing.services import hold

# So long a dump waits for a table that somebody is changing.
LOCK_WAIT = 60_000


@dataclass(frozen=True)
class Trial:
    """A backup that was restored beside the product's database and compared."""

    manifest: Manifest
    differences: list[str]
    seconds: float


def make(*, at: datetime) -> Backup:
    """One backup of the database as it is at one moment, whoever is writing in it meanwhile."""
    backup = files.named(at)
    with files.locked():
        unfinished = backup.path.with_name(backup.path.name + files.UNFINISHED)
        try:
            with transaction.atomic():
                tables = _dumped(unfinished)
                migrations, server = contents.migrations(), contents.server_version()
            manifest = Manifest(
                made_at=at,
                product=product_version(),
                postgres=server,
                migrations=migrations,
                bytes=unfinished.stat().st_size,
                sha256=files.sha256(unfinished),
                tables=tables,
            )
            files.finish(unfinished, backup.path)
            files.write(backup.manifest_path, manifest.as_json())
        finally:
            unfinished.unlink(missing_ok=True)
    return backup


def _dumped(unfinished: Path) -> dict[str, contents.TableDigest]:
    """The dump and what is in it, both as of one moment."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    tables = contents.tables()
    call(
        "pg_dump",
        *("--format=custom", "--no-owner", "--no-privileges"),
        f"--snapshot={snapshot}",
        f"--lock-wait-timeout={LOCK_WAIT}",
        *(f"--exclude-table-data={table}" for table in contents.LEFT_OUT),
        f"--file={unfinished}",
        database=databases.own(),
    )
    return tables


def check(backup: Backup) -> Trial:
    """Restore it into a database of its own, compare every table with the manifest, and drop it again."""
    manifest, begun = backup.verified(), time.monotonic()
    scratch = _name("check")
    with databases.created(scratch), databases.connected_to(scratch):
        return Trial(manifest, _restored(backup, manifest), time.monotonic() - begun)


def restore(backup: Backup, *, replace: bool) -> str:
    """Put a backup in the place of the product's database. Returns the name that the one before has got, if kept.

    It is restored beside it, compared, brought up to this version and its outbox held before it takes the place: a
    fault on the way changes nothing, and no mail can go before an administrator says so.
    """
    manifest = backup.verified()
    require_known(manifest)
    filled = _in_use() if databases.exists(databases.own()) else []
    if filled and not replace:
        raise BackupError(
            f"the database is in use ({', '.join(filled[:3])} …); "
            "--replace sets it aside and puts the backup in its place."
        )
    new, aside = _name("restored"), _name("before")
    with databases.created(new):
        with databases.connected_to(new):
            if differences := _restored(backup, manifest):
                raise BackupError("\n".join(["it is not what the manifest says:", *differences]))
            call_command("migrate", interactive=False, verbosity=0)
            hold(reason(manifest))
        databases.put_in_place(new, aside=aside)
    if filled:
        return aside
    databases.drop(aside)
    return ""


def reason(manifest: Manifest) -> str:
    moment = timezone.localtime(manifest.made_at)
    return (
        f"Databasen har återställts från en säkerhetskopia, gjord {date_format(moment, 'j F Y')} "
        f"kl. {moment:%H.%M}."
    )


def require_known(manifest: Manifest) -> None:
    """An older backup is brought up to this version; a newer one cannot be read by it."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or ()}
    if newer := sorted(set(manifest.migrations) - known):
        raise BackupError(
            f"the backup is made by another version ({manifest.product}) whose tables are unknown here: {newer[0]}."
        )


def _restored(backup: Backup, manifest: Manifest) -> list[str]:
    """What differs from the manifest once the dump is in the database that we are connected to."""
    call(
        "pg_restore",
        *("--exit-on-error", "--no-owner", "--no-privileges", "--jobs=2"),
        f"--dbname={databases.own()}",
        str(backup.path),
        database=databases.own(),
    )
    with transaction.atomic():
        return contents.differences(manifest.tables, contents.tables())


def _in_use() -> list[str]:
    with transaction.atomic():
        return contents.in_use()


def _name(purpose: str) -> str:
    return f"{databases.own()[:40]}_{purpose}_{secrets.token_hex(4)}"


def product_version() -> str:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    return str(project["version"])

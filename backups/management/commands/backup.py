import logging
import time
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from backups import files, keeping, runs, services
from backups.files import Backup
from backups.programs import BackupError, Different

logger = logging.getLogger(__name__)
AGAIN_AFTER = timedelta(hours=1)
LONGEST_SLEEP = 600


class Command(BaseCommand):
    help = "Back up the database, and remove the backups that the rule does not keep."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="restore it into a scratch database and compare"
        )
        parser.add_argument(
            "--each-night", metavar="HH:MM", help="go on, with one backup a day at this local time"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["each_night"]:
            self.each_night(options["each_night"], check=options["check"])
            return
        try:
            self.recorded(check=options["check"])
        except (BackupError, DatabaseError, OSError) as error:
            raise CommandError(f"no backup: {error}") from error

    def recorded(self, *, check: bool) -> None:
        """One, and a row in the database about how it went."""
        begun = timezone.now()
        try:
            backup = self.one(check=check)
        except (BackupError, DatabaseError, OSError) as error:
            runs.record_failure(error, begun_at=begun, at=timezone.now())
            raise
        runs.record(backup, is_tried=check, begun_at=begun, at=timezone.now())

    def one(self, *, check: bool) -> Backup:
        begun = time.monotonic()
        backup = services.make(at=timezone.now())
        manifest = backup.manifest()
        self.stdout.write(
            f"{backup.path}: {len(manifest.tables)} tables, {manifest.rows} rows, "
            f"{manifest.bytes} bytes, {time.monotonic() - begun:.1f} s"
        )
        if check:
            trial = services.check(backup)
            if trial.differences:
                raise Different("\n".join(["the restored copy differs:", *trial.differences]))
            self.stdout.write(f"Restored on trial in {trial.seconds:.1f} s; all as it was.")
        for outdated in keeping.prune():
            self.stdout.write(f"Removed {outdated.path.name}")
        return backup

    def each_night(self, at: str, *, check: bool) -> None:
        try:
            hour = datetime.strptime(at, "%H:%M").time()  # noqa: DTZ007 – a time of day
        except ValueError as error:
            raise CommandError("--each-night wants a time, such as 02:30") from error
        while True:
            newest = next((backup.made_at for backup in files.every()), None)
            wait_until(keeping.next_turn(newest, hour=hour, now=timezone.now()))
            try:
                self.recorded(check=check)
            except (BackupError, DatabaseError, OSError):
                logger.exception("the backup failed; another try in an hour")
                wait_until(timezone.now() + AGAIN_AFTER)
            finally:
                connection.close()


def wait_until(moment: datetime) -> None:
    """In short sleeps: the machine's clock may be moved meanwhile."""
    while (seconds := (moment - timezone.now()).total_seconds()) > 0:
        time.sleep(min(seconds, LONGEST_SLEEP))

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from backups import services
from backups.files import Backup
from backups.programs import BackupError


class Command(BaseCommand):
    help = "Try a backup in a scratch database, or put it in the place of the database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the .dump; its .json lies beside it")
        parser.add_argument(
            "--check", action="store_true", help="restore into a scratch database and compare"
        )
        parser.add_argument(
            "--replace", action="store_true", help="also when there is something in the database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        backup = Backup(options["file"])
        try:
            if options["check"]:
                self.check_backup(backup)
            else:
                self.restore(backup, replace=options["replace"])
        except (BackupError, DatabaseError, OSError) as error:
            raise CommandError(f"not restored: {error}") from error

    def check_backup(self, backup: Backup) -> None:
        trial = services.check(backup)
        if trial.differences:
            raise CommandError("\n".join([f"{backup.path} differs:", *trial.differences]))
        manifest = trial.manifest
        self.stdout.write(
            f"{backup.path}: restored in {trial.seconds:.1f} s; {len(manifest.tables)} tables and "
            f"{manifest.rows} rows, all as the manifest says"
        )

    def restore(self, backup: Backup, *, replace: bool) -> None:
        aside = services.restore(backup, replace=replace)
        self.stdout.write(f"{backup.path} is restored.")
        if aside:
            self.stdout.write(f"The database before it is kept as {aside}.")
        self.stdout.write("No mail goes before an administrator has let it go, under E-postlogg.")

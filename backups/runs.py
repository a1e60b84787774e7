"""The result of each backup as a row: the web server has no access to the folder that the files lie in."""

import logging
from datetime import datetime

from django.db import DatabaseError, InterfaceError

from backups.files import Backup
from backups.models import BackupRun, BackupTrouble
from backups.programs import BackupError, Different

logger = logging.getLogger(__name__)


def record(backup: Backup, *, is_tried: bool, begun_at: datetime, at: datetime) -> None:
    _write(
        BackupRun(
            begun_at=begun_at,
            ended_at=at,
            file_name=backup.path.name,
            bytes=backup.manifest().bytes,
            is_tried=is_tried,
        )
    )


def record_failure(error: Exception, *, begun_at: datetime, at: datetime) -> None:
    _write(BackupRun(begun_at=begun_at, ended_at=at, trouble=_trouble(error)))


def _trouble(error: Exception) -> BackupTrouble:
    if isinstance(error, Different):
        return BackupTrouble.DIFFERS
    if isinstance(error, BackupError):
        return BackupTrouble.PROGRAM
    return BackupTrouble.DISK if isinstance(error, OSError) else BackupTrouble.DATABASE


def _write(run: BackupRun) -> None:
    """A backup is as good without its row."""
    try:
        run.save()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("no row of the backup written: %s", type(error).__name__)

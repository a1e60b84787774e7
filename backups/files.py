"""A backup on disk: a dump, and beside it the manifest that says what is in it.

The dump is whole before it gets its name, and the manifest comes last: without one there is no backup.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from django.conf import settings

from backups.contents import TableDigest, as_rows
from backups.programs import BackupError

FORMAT = 1
NAME = "revisionsspar-%Y%m%dT%H%M%SZ.dump"
UNFINISHED = ".part"


@dataclass(frozen=True)
class Manifest:
    """What was in the database when the dump was made, and what the file must be to be that dump."""

    made_at: datetime
    product: str
    postgres: str
    migrations: list[str]
    bytes: int
    sha256: str
    tables: dict[str, TableDigest]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> str:
        content = asdict(self) | {
            "made_at": self.made_at.isoformat(),
            "tables": as_rows(self.tables),
        }
        return json.dumps({"format": FORMAT, **content}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        content = json.loads(text)
        if content.pop("format") != FORMAT:
            raise ValueError("another format")
        content["made_at"] = datetime.fromisoformat(content["made_at"])
        content["tables"] = {
            name: TableDigest(**table) for name, table in content["tables"].items()
        }
        return cls(**content)


@dataclass(frozen=True)
class Backup:
    """One dump and its manifest."""

    path: Path

    @property
    def manifest_path(self) -> Path:
        return self.path.with_suffix(".json")

    @property
    def made_at(self) -> datetime:
        """By its name."""
        return datetime.strptime(self.path.name, NAME).replace(tzinfo=UTC)

    def manifest(self) -> Manifest:
        if not self.path.is_file():
            raise BackupError(f"{self.path} does not exist.")
        try:
            return Manifest.from_json(self.manifest_path.read_text())
        except OSError as error:
            raise BackupError(f"{self.manifest_path} cannot be read: {error.strerror}.") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(f"{self.manifest_path} is no manifest of a backup.") from error

    def verified(self) -> Manifest:
        """Its manifest, when the dump is the file that was written."""
        manifest, size = self.manifest(), self.path.stat().st_size
        if size != manifest.bytes:
            raise BackupError(
                f"{self.path} has {size} bytes and its manifest says {manifest.bytes}: it is not whole."
            )
        if sha256(self.path) != manifest.sha256:
            raise BackupError(f"{self.path} has been changed: its checksum is not the manifest's.")
        return manifest

    def is_good(self) -> bool:
        try:
            return bool(self.verified())
        except BackupError:
            return False

    def remove(self) -> None:
        """The manifest first: what is left of an interrupted removal is no backup."""
        self.manifest_path.unlink()
        self.path.unlink()


def folder() -> Path:
    path: Path = settings.BACKUP_DIR
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def every() -> list[Backup]:
    """Those that have a manifest, the newest first."""
    dumps = sorted(folder().glob("revisionsspar-*Z.dump"), reverse=True)
    return [backup for backup in map(Backup, dumps) if backup.manifest_path.exists()]


def named(at: datetime) -> Backup:
    return Backup(folder() / at.astimezone(UTC).strftime(NAME))


def write(path: Path, text: str) -> None:
    """Whole or not at all, and for the owner's eyes."""
    unfinished = path.with_name(path.name + UNFINISHED)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    finish(unfinished, path)


def finish(unfinished: Path, path: Path) -> None:
    """Its name, and the name on the disk."""
    unfinished.rename(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked() -> Iterator[None]:
    """One backup at a time; what an interrupted one has left is cleared away."""
    handle = os.open(folder(), os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        for leftover in folder().glob(f"revisionsspar-*{UNFINISHED}"):
            leftover.unlink()
        yield
    finally:
        os.close(handle)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

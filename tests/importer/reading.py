"""The demo's two files, and reading files as upload and worker do together."""

from pathlib import Path

from accounts.models import User
from common import dates
from importer.models import Reading
from importer.services import read_waiting, take_in

DEMO = Path("demo/documents")
FILES = [(name, (DEMO / name).read_bytes()) for name in ("rapport.txt", "missiv.txt")]


def read_files(files: list[tuple[str, bytes]], *, by: User) -> Reading:
    reading = take_in(files, at=dates.now(), by=by)
    read_waiting(reading.pk)
    reading.refresh_from_db()
    return reading

"""Where things lie: the checkout, its data, and the account of the embedded servers."""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from processes import Refused, call

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
IS_ROOT = os.geteuid() == 0
# PostgreSQL refuses to run as root. The account that every machine has is enough.
NOBODY = pwd.getpwnam("nobody")
SERVER_ACCOUNT: dict[str, Any] = (
    {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": []} if IS_ROOT else {}
)
SYSTEM_FOLDER = Path("/var/lib/revisionsspar")
# The system allows 107 bytes; libpq reads a comma as one more host.
SOCKET_ADDRESS = re.compile(r"[A-Za-z0-9/._-]{1,107}")
TEMPORARY = "spar-test-"


@dataclass(frozen=True)
class DataFolder:
    """The data of one set of services: databases, sockets, logs, key."""

    data: Path

    @property
    def run(self) -> Path:
        """Sockets and locks; elsewhere when the data lie where a socket's address cannot."""
        run = self.data / "run"
        if SOCKET_ADDRESS.fullmatch(str(run / "postgres" / ".s.PGSQL.5432")):
            return run
        return Path("/tmp") / f"revisionsspar-{os.geteuid()}-{digest(self.data)}"

    @property
    def logs(self) -> Path:
        return self.data / "log"

    def make(self) -> None:
        for folder in (self.data, self.logs, self.run):
            folder.mkdir(parents=True, exist_ok=True)
            status = folder.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
                raise Refused(f"{folder} belongs to another user; run as that user or remove it.")
        # Through data/ and run/ the servers' account must pass; what lies in them is closed.
        self.data.chmod(0o711)
        self.run.chmod(0o711)
        self.logs.chmod(0o700)

    def servers_own(self, folder: Path) -> Path:
        """Makes a folder the servers' own, closed to everyone else."""
        folder.mkdir(exist_ok=True)
        if IS_ROOT:
            shutil.chown(folder, SERVER_ACCOUNT["user"], SERVER_ACCOUNT["group"])
        folder.chmod(0o700)
        return folder

    def remove(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.run, ignore_errors=True)


def of_checkout() -> DataFolder:
    """var/, or a system folder when an unprivileged server cannot reach the checkout."""
    place = DataFolder(ROOT / "var")
    if not servers_reach(ROOT):
        SYSTEM_FOLDER.mkdir(exist_ok=True)
        SYSTEM_FOLDER.chmod(0o755)
        place = DataFolder(SYSTEM_FOLDER / f"{ROOT.name}-{digest(ROOT)}")
    place.make()
    return place


def servers_reach(folder: Path) -> bool:
    """Asked of the system itself: permissions have more than one source."""
    command = ("/bin/sh", "-c", 'cd "$1"', "sh", folder)
    return not IS_ROOT or not call(*command, cwd="/", stderr=subprocess.DEVNULL, **SERVER_ACCOUNT)


@contextmanager
def temporary() -> Iterator[DataFolder]:
    place = DataFolder(Path(tempfile.mkdtemp(prefix=TEMPORARY, dir="/tmp")))
    try:
        place.make()
        yield place
    finally:
        place.remove()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the system lets go when the process ends, however it ends."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def alone(handle: IO[str]) -> bool:
    """Whether no other process holds the lock of that file; from then on this one does."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def when_changed(stamp: Path, state: str, make: Callable[[], None]) -> None:
    """Makes anew what was made from another state than today's, which the stamp tells."""
    if not stamp.exists() or stamp.read_text() != state:
        make()
        stamp.write_text(state)


def digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:10]

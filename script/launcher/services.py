"""The embedded servers of one place, shared by all commands that use them at the same time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from places import DataFolder, Refused, locked
from postgres import Postgres
from valkey import Valkey


@dataclass(frozen=True)
class Services:
    place: DataFolder
    servers: dict[str, Postgres | Valkey]  # by the environment variable that names them

    @classmethod
    def needed(cls, place: DataFolder) -> "Services":
        """Those that the environment does not name."""
        services: dict[str, Postgres | Valkey] = {
            "DATABASE_URL": Postgres(place),
            "REDIS_URL": Valkey(place),
        }
        return cls(
            place, {name: service for name, service in services.items() if not os.environ.get(name)}
        )

    @classmethod
    def for_tests(cls, place: DataFolder, *, throwaway: bool = True) -> "Services":
        postgres = Postgres(place, throwaway)
        return cls(place, {"DATABASE_URL": postgres, "REDIS_URL": Valkey(place)})

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
        with self.users() as users, locked(self.place.run):
            if not alone(users):
                raise Refused("another command is using the data; end it first.")
            for server in self.servers.values():
                server.drop()

    def start(self) -> None:
        for server in self.servers.values():
            server.start()

    def stop(self) -> None:
        for server in self.servers.values():
            server.stop()

    @contextmanager
    def users(self) -> Iterator[int]:
        """Held shared by everyone who uses the servers; the system lets go of it for the killed."""
        handle = os.open(self.place.run / "users", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield handle
        finally:
            os.close(handle)


def alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

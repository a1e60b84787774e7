"""A mail server that keeps nothing, as a process of its own: `python -m tests.bench.sink 1000` takes 1 000 a second.

Tells its port on its first line. 0 takes as many as it can.
"""

import socketserver
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {b"EHLO": b"250 bench\r\n", b"DATA": b"354 Go on\r\n", b"QUIT": b"221 Bye\r\n"}
WELL = b"250 OK\r\n"


class SinkTalk(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    seconds_each = 0.0

    def handle(self) -> None:
        self.wfile.write(b"220 bench\r\n")
        begun = time.perf_counter()
        while line := self.rfile.readline():
            command = line[:4].upper()
            self.wfile.write(ANSWERS.get(command, WELL))
            if command == b"QUIT":
                return
            if command == b"DATA":
                self.take()
                ends = begun + self.seconds_each
                time.sleep(max(0.0, ends - time.perf_counter()))
                begun = time.perf_counter()
                self.wfile.write(WELL)

    def take(self) -> None:
        while self.rfile.readline() not in {b".\r\n", b""}:
            pass


@contextmanager
def running(per_second: int) -> Iterator[int]:
    """The port of one."""
    command = [sys.executable, "-m", "tests.bench.sink", str(per_second)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield int(process.stdout.readline())
        finally:
            process.terminate()


if __name__ == "__main__":
    per_second = int(sys.argv[1])
    SinkTalk.seconds_each = 1 / per_second if per_second else 0.0
    with socketserver.TCPServer(("127.0.0.1", 0), SinkTalk) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()

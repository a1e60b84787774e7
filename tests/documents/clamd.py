"""A small clamd: says FOUND of what holds the word, and OK of the rest."""

import socket
import struct
import threading
from contextlib import contextmanager

WORD = b"ONDSKA"


def _read(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data


def _answer(connection):
    assert _read(connection, 10) == b"zINSTREAM\0"
    data = b""
    while length := struct.unpack("!I", _read(connection, 4))[0]:
        data += _read(connection, length)
    return b"stream: Ondska.Test FOUND\0" if WORD in data else b"stream: OK\0"


@contextmanager
def running(path, *, says=None):
    """Serves on a unix socket until the block ends. `says`: the same to everybody."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen()

    def serve():
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                answer = _answer(connection)
                connection.sendall(answer if says is None else says)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        path.unlink()

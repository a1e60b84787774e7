"""The municipality's virus scanner, where there is one: clamd, spoken to over its socket."""

import socket
import struct
from collections.abc import Iterator
from datetime import datetime
from enum import Enum, auto

from django.conf import settings
from django.db import transaction

from documents.models import Document

CHUNK = 64 * 1024
PATIENCE = 5  # seconds for each word with it
LONGEST_ANSWER = 4096


class Scan(Enum):
    CLEAN = auto()
    INFECTED = auto()
    # It is away, or will not say.
    UNKNOWN = auto()


def scan(data: bytes) -> Scan:
    """What clamd says of a file. Without a scanner every file is taken as it is."""
    if not settings.CLAMD_SOCKET:
        return Scan.CLEAN
    try:
        answer = _asked(data)
    except OSError:
        return Scan.UNKNOWN
    if answer.endswith(b" FOUND"):
        return Scan.INFECTED
    return Scan.CLEAN if answer.endswith(b": OK") else Scan.UNKNOWN


def _asked(data: bytes) -> bytes:
    with _connected(settings.CLAMD_SOCKET) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
        connection.sendall(struct.pack("!I", 0))
        return b"".join(_words(connection)).rstrip(b"\0\n")


def _connected(address: str) -> socket.socket:
    """tcp://host:port, or the path of a unix socket with or without unix:// before it."""
    if address.startswith("tcp://"):
        host, _, port = address.removeprefix("tcp://").rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(address.removeprefix("unix://"))
    except OSError:
        connection.close()
        raise
    return connection


def _words(connection: socket.socket) -> Iterator[bytes]:
    length = 0
    while length < LONGEST_ANSWER and (piece := connection.recv(LONGEST_ANSWER)):
        length += len(piece)
        yield piece
        if piece.endswith(b"\0"):
            return


def scan_held(*, at: datetime) -> int:
    """Ask again about the files that are held. Returns how many got an answer; stops while the scanner is away."""
    count = 0
    for pk in Document.objects.held().values_list("pk", flat=True):
        with transaction.atomic():
            document = Document.objects.held().select_for_update(skip_locked=True).filter(pk=pk)
            if (upload := document.first()) is None:
                continue
            verdict = scan(upload.data)
            if verdict == Scan.UNKNOWN:
                break
            upload.release(is_infected=verdict == Scan.INFECTED, at=at)
            count += 1
    return count

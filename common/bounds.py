"""Work that may take only so much of the machine."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common.causes import JobCause

STATEMENT = Path("/proc/self/statm")
# Seconds until work is stopped again, should a library take the first stop for an error of its own.
AGAIN = 1.0


class OutOfBounds(Exception):
    """The work took more seconds or more memory than it was given."""

    def __init__(self, message: str, cause: JobCause) -> None:
        super().__init__(message)
        self.cause = cause


@contextmanager
def bounded(*, seconds: float, memory: int) -> Iterator[None]:
    """Stops what is inside after so many seconds of work, or bytes more than the process has. In the main thread alone.

    Time that the machine gives to others does not count. Raises OutOfBounds.
    """
    with _within(seconds), _holding(memory):
        try:
            yield
        except MemoryError as error:
            raise OutOfBounds("memory", JobCause.MEMORY) from error


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def stop(signum: int, frame: object) -> None:
        raise OutOfBounds(f"{seconds} s", JobCause.TOO_LONG)

    usual = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, usual)


@contextmanager
def _holding(memory: int) -> Iterator[None]:
    """Where the system tells how much a process has."""
    if not STATEMENT.exists():
        yield
        return
    now = int(STATEMENT.read_text().split()[0]) * resource.getpagesize()
    usual, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = now + memory
    resource.setrlimit(
        resource.RLIMIT_AS,
        (wanted if resource.RLIM_INFINITY in (usual, most) else min(wanted, usual), most),
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (usual, most))

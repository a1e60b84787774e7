import resource
import signal
from collections.abc import Callable
from contextlib import suppress

import pytest

from common.bounds import STATEMENT, OutOfBounds, bounded

MB = 1024 * 1024


def work() -> None:
    while True:
        sum(range(1000))


def stubborn() -> None:
    """As a library that takes every error for its own."""
    for _ in range(2):
        with suppress(Exception):
            work()
    work()


@pytest.mark.parametrize("endless", [work, stubborn])
def test_work_without_end_is_stopped(
    endless: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.bounds.AGAIN", 0.05)

    with pytest.raises(OutOfBounds, match=r"0\.05 s"), bounded(seconds=0.05, memory=500 * MB):
        endless()


@pytest.mark.skipif(not STATEMENT.exists(), reason="the system does not tell")
def test_more_memory_than_is_given_is_refused() -> None:
    with pytest.raises(OutOfBounds, match="memory"), bounded(seconds=10, memory=50 * MB):
        bytearray(200 * MB)


def test_afterwards_all_is_as_before() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF)

    with bounded(seconds=10, memory=500 * MB):
        pass
    with suppress(OutOfBounds), bounded(seconds=0.01, memory=500 * MB):
        work()

    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)

"""A process that kills itself, by SIGKILL, the moment it comes to a named point of our code."""

import os
import signal
import traceback
from collections.abc import Callable
from pkgutil import resolve_name
from unittest import mock

from django.db import connection


def dies(deed: Callable[[], object], *, point: str, times: int = 1) -> bool:
    """Run the deed in a process of its own that dies `before` or `after` a function, the nth time it gets there.

    `point` is as in "after mailing.sending.claim". False when it never got there; what went wrong on the way
    stands on stderr.
    """
    if (pid := os.fork()) == 0:
        _run(deed, point, times)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _run(deed: Callable[[], object], point: str, times: int) -> None:
    # A connection is not shared with a process that is killed. Which one is ours depends on whether a browser's
    # loop runs beside the test, and in this process none does: it forgets the one that it finds.
    connection.connection = None
    try:
        when, _, name = point.partition(" ")
        with mock.patch(name, _deadly(name, when, times)):
            deed()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _deadly(name: str, when: str, times: int) -> Callable[..., object]:
    whole, calls = resolve_name(name), [0]

    def stand_in(*arguments: object, **more: object) -> object:
        calls[0] += 1
        last = calls[0] == times
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        told = whole(*arguments, **more)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return told

    return stand_in

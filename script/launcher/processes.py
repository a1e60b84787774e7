"""Calling, starting, watching and ending processes, our own and those that an earlier run left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

TAIL_LINES = 20
SECONDS_BETWEEN_WORDS = 15
# Processes by the file that each writes to, whose name is theirs.
ByLog = dict[Path, subprocess.Popen[bytes]]


class Refused(Exception):
    """The command cannot go on; the message is for the person who typed it."""


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def call(*command: object, **options: Any) -> int:
    """Its exit code as a shell says it: 128 and the signal for a process that one ended."""
    words = [str(word) for word in command]
    return exit_code(subprocess.run(words, check=False, **options).returncode)


def exit_code(returncode: int) -> int:
    return returncode if returncode >= 0 else 128 - returncode


def start(command: list[object], log: Path, **options: Any) -> subprocess.Popen[bytes]:
    """In a session of its own: a Ctrl-C in the terminal reaches us alone."""
    with log.open("wb") as output:
        return subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **options,
        )


def start_server(
    command: list[object], ready: Callable[[], bool], log: Path, **options: Any
) -> None:
    """One that outlives this function, but only when it got ready."""
    process = start(command, log, cwd="/", **options)
    try:
        wait_until(ready, {log: process}, awaited=log.stem)
    except BaseException:
        stop([process])
        raise


def wait_until(ready: Callable[[], bool], processes: ByLog, *, awaited: str) -> None:
    """As long as the processes live: slowness is no fault, and Ctrl-C is at hand."""
    began = time.monotonic()
    next_word = began + SECONDS_BETWEEN_WORDS
    while not ready():
        require_running(processes)
        if time.monotonic() >= next_word:
            logs = next(iter(processes)).parent
            say(f"Waiting for {awaited}, {time.monotonic() - began:.0f} s so far. Logs: {logs}")
            next_word += SECONDS_BETWEEN_WORDS
        time.sleep(0.05)


def require_running(processes: ByLog) -> None:
    for log, process in processes.items():
        if process.poll() is not None:
            raise Refused(f"{log.stem} ended. The end of its log:\n{tail(log)}")


def tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-TAIL_LINES:])


def stop(processes: Iterable[subprocess.Popen[bytes]], *, patience: float = 8) -> None:
    """With their groups, in which each has its children."""
    processes = list(processes)
    end([process.pid for process in processes], patience=patience)
    for process in processes:
        process.wait()


def end(pids: list[int], signum: int = signal.SIGTERM, *, patience: float = 8) -> None:
    """Ask all, wait for all, then kill whatever is left of them and of the groups that they lead."""
    send(os.kill, pids, signum)
    wait_for_end(pids, patience)
    send(os.kill, filter(alive, pids), signal.SIGKILL)
    send(os.killpg, pids, signal.SIGKILL)
    wait_for_end(pids, patience)


def send(way: Callable[[int, int], None], pids: Iterable[int], signum: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            way(pid, signum)


def wait_for_end(pids: list[int], patience: float) -> None:
    deadline = time.monotonic() + patience
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """One that has ended and waits for its parent to notice is not alive."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        command = ["ps", "-o", "command=", "-p", str(pid)]
        return subprocess.run(command, check=False, capture_output=True, text=True).stdout

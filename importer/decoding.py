"""A document's text, read by a process of its own: no file takes the worker or a page down with it.

`read_confined` is the one call. The module itself, run with `-c`, is the process; it knows no Django.
"""

import json
import sys
from pathlib import Path

from common.causes import JobCause
from documents.inspecting import MB, confine, confined
from importer.reader import Unreadable, decode, printable

MEMORY = 1024 * MB
# Seconds for the files of one reading in the worker, well within CELERY_TASK_TIME_LIMIT; a page waits less.
IN_WORKER, ON_PAGE = 80, 10
ROOT = Path(__file__).resolve().parent.parent
_START = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from importer import decoding; decoding.main()"
)


def read_confined(name: str, data: bytes, *, seconds: float) -> str:
    """As `decode`, within limits of memory and time. Raises Unreadable, also when the file makes the reader die."""
    if name.lower().endswith(".txt"):
        return decode(name, data)  # its size is all that it can do
    work = max(int(seconds), 1)
    output = confined(
        ["-c", _START, name], data, memory=MEMORY, work=work, patience=max(seconds, 1) + 5
    )
    if not output:
        raise Unreadable(
            f"Filen {printable(name)} är för tung att läsa in. Spara den på nytt, eller dela den.",
            JobCause.TOO_HEAVY,
        )
    outcome = json.loads(output)
    if "error" in outcome:
        raise Unreadable(outcome["error"], JobCause(outcome["cause"]))
    return str(outcome["text"])


def main() -> None:
    name, memory, work = sys.argv[1:]
    confine(memory, work)
    sys.stdout.write(json.dumps(answer(name, sys.stdin.buffer.read())))


def answer(name: str, data: bytes) -> dict[str, str]:
    """Of a process that has confined itself."""
    try:
        return {"text": decode(name, data)}
    except Unreadable as refusal:
        return {"error": str(refusal), "cause": refusal.cause.value}

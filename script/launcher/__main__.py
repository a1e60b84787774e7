"""Behind script/setup, server, manage, test, faults, mutants and bench. Standard library only: .venv comes later."""

import os
import signal
import sys

if sys.version_info < (3, 11):  # noqa: UP036 – the one place that an older Python reaches
    sys.exit("Python 3.11 or later is needed; python3 here is " + sys.version.split()[0])

import checks
import managing
import server
import setup
from processes import Refused

COMMANDS = {
    "setup": setup.main,
    "server": server.main,
    "manage": managing.main,
    "test": checks.main,
    "faults": checks.faults,
    "mutants": checks.mutants,
    "bench": checks.bench,
}
INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    name, *arguments = sys.argv[1:]
    for interruption in INTERRUPTIONS:
        signal.signal(interruption, unwind)
    # Where it is set, each process that a run starts would compile all that it imports again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return COMMANDS[name](arguments)
    except Refused as refused:
        print(f"script/{name}: {refused}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"script/{name}: {error}; whose is this checkout?", file=sys.stderr)
        return 1


def unwind(signum: int, _frame: object) -> None:
    """The first signal ends us, cleaning up on the way; further ones do not disturb that."""
    for interruption in INTERRUPTIONS:
        signal.signal(interruption, signal.SIG_IGN)
    sys.exit(128 + signum)


sys.exit(main())

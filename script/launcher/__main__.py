"""Behind script/setup, server, manage, test, faults, mutants and bench. Standard library only: .venv comes later."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 – the one place that an older Python reaches
    sys.exit("Python 3.11 or later is needed; python3 here is " + sys.version.split()[0])

import checks
import managing
import server
import setup
from places import Refused
from processes import end_on_signals

COMMANDS = {
    "setup": setup.main,
    "server": server.main,
    "manage": managing.main,
    "test": checks.main,
    "faults": checks.faults,
    "mutants": checks.mutants,
    "bench": checks.bench,
}


def main() -> int:
    name, *arguments = sys.argv[1:]
    end_on_signals()
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


sys.exit(main())

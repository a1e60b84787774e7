"""script/test, faults, mutants and bench: everything that must hold, on servers of its own that are gone afterwards."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import PIPE, STDOUT

import environment
import places
import setup
import tables
from places import PYTHON, ROOT, VENV, DataFolder
from processes import Refused, call, say
from services import Services

BIN = VENV / "bin"
PYTEST = (PYTHON, "-m", "pytest")
FORGOTTEN_AFTER = 2 * 60 * 60
# Every line and branch that the tests reach is counted. Before Python 3.14 at a price, so behind a flag.
COVERAGE = "--coverage"
FAULTS = "tests/faults"
WHOLE = ("--numprocesses=auto", "--dist=worksteal")
# Each row of each kind, all the examples, texts of full length.
LONG = "--long"


def main(arguments: list[str]) -> int:
    """The tests that are named; otherwise all of them on all cores, and the checks beside them."""
    variables = {"LONG": "1"} if LONG in arguments else {}
    words = [word for word in arguments if word not in {COVERAGE, LONG}]
    # At the end: a file after it would be taken for what is measured.
    coverage = ["--cov"] if COVERAGE in arguments else []
    if words:
        return run(*PYTEST, *words, *coverage, variables=variables)
    left_out = [f"--ignore={FAULTS}"] if LONG in arguments else []  # script/faults has them
    coverage = ["--cov"] if sys.version_info >= (3, 14) else coverage
    return run(*PYTEST, *WHOLE, *left_out, *coverage, variables=variables, beside=checks())


def faults(arguments: list[str]) -> int:
    """The long form, one test after the other: they measure time."""
    return run(*PYTEST, *(arguments or [FAULTS]), variables={"LONG": "1"})


def mutants(arguments: list[str]) -> int:
    """Whether the tests notice access bugs that are put in on purpose."""
    return run(PYTHON, "-m", "tests.mutants", *arguments)


def bench(arguments: list[str]) -> int:
    """What the product costs, where a commit waits for the disk as in production."""
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    command = (PYTHON, "-m", "tests.bench", *arguments)
    return run(*command, variables=settings, throwaway=False)


def checks() -> dict[str, list[object]]:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    return {
        "types": [PYTHON, "-m", "mypy", "."],
        "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "lint": [BIN / "ruff", "check", "--quiet", "."],
        "template indentation": [BIN / "djhtml", "--check", "--tabwidth", 2, *templates],
        "template style": [BIN / "djade", "--check", "--target-version", "5.2", *templates],
        "layers": [BIN / "lint-imports"],
        "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    }


def run(
    *command: object,
    variables: Mapping[str, str] = {},
    throwaway: bool = True,
    beside: Mapping[str, list[object]] = {},
) -> int:
    """The command when the tables are made, and checks beside it, already while they are."""
    setup.run(for_tests=True)
    end_left_behind()
    with places.temporary() as place:
        services = Services.for_tests(place, throwaway=throwaway)
        env = environment.for_tests(services) | {"TEST_TEMPLATE": tables.TEMPLATE, **variables}
        with begun(beside, env) as passed:
            tables.copy_to(place)
            with services.running():
                code = call(*command, cwd=ROOT, env=env)
                failed = [name for name, check in passed.items() if not check.result()]
    if beside:
        say(f"FAILED beside the tests: {', '.join(failed)}" if failed else "All checks passed.")
    return code or (1 if failed else 0)


@contextmanager
def begun(
    checks: Mapping[str, list[object]], variables: Mapping[str, str]
) -> Iterator[dict[str, Future[bool]]]:
    """One after the other; an interrupted run waits only for the one that it is at."""
    executor = ThreadPoolExecutor(1)
    try:
        yield {
            name: executor.submit(passes, name, command, variables)
            for name, command in checks.items()
        }
    finally:
        executor.shutdown(cancel_futures=True)


def passes(name: str, command: list[object], variables: Mapping[str, str]) -> bool:
    """Silent unless it fails; then all at once, for the tests are speaking meanwhile."""
    words = [str(word) for word in command]
    check = subprocess.run(
        words, check=False, cwd=ROOT, env=variables, text=True, stdout=PIPE, stderr=STDOUT
    )
    if check.returncode:
        say(f"\n— {name}: FAILED\n{check.stdout}")
    return check.returncode == 0


def end_left_behind() -> None:
    """The servers of this user's test runs that were killed, where they are too old to be in use."""
    for folder in Path("/tmp").glob(f"{places.TEMPORARY}*"):
        with suppress(Refused, FileNotFoundError):  # one that still goes on, or has gone just now
            status = folder.lstat()
            is_old = status.st_mtime < time.time() - FORGOTTEN_AFTER
            if is_old and status.st_uid == os.geteuid():
                place = DataFolder(folder)
                place.make()
                Services.for_tests(place).drop()
                place.remove()

"""script/test, faults, mutants and bench: everything that must hold, on servers of its own that are gone afterwards."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from subprocess import PIPE, STDOUT

import environment
import places
import setup
import template
from places import ROOT, VENV, Refused, say
from postgres import TEMPLATE
from processes import exit_code
from services import Services

BIN = VENV / "bin"


# Every line and branch that the tests reach is counted. Before Python 3.14 at a price, so behind a flag.
COVERAGE = "--coverage"
FAULTS = "tests/faults"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "config.settings"}
WHOLE = ["--numprocesses=auto", "--dist=worksteal"]
# Each row of each kind, all the examples, texts of full length.
LONG = "--long"


def main(arguments: list[str]) -> int:
    if set(arguments) <= {COVERAGE, LONG}:
        return everything(arguments)
    with servers() as variables:
        return pytest([word for word in arguments if word != LONG], variables | asked(arguments))


def faults(arguments: list[str]) -> int:
    """The long form, one test after the other: they measure time."""
    with servers() as variables:
        return pytest(arguments or [FAULTS], variables | {"LONG": "1"})


def mutants(arguments: list[str]) -> int:
    """Whether the tests notice access bugs that are put in on purpose."""
    with servers() as variables:
        return run([BIN / "python", "-m", "tests.mutants", *arguments], variables)


def bench(arguments: list[str]) -> int:
    """What the product costs, where a commit waits for the disk as in production."""
    with servers(throwaway=False) as variables:
        return run([BIN / "python", "-m", "tests.bench", *arguments], variables | SETTINGS)


def asked(arguments: list[str]) -> dict[str, str]:
    return {"LONG": "1"} if LONG in arguments else {}


@contextmanager
def servers(
    *, throwaway: bool = True, meanwhile: Callable[[dict[str, str]], None] = lambda variables: None
) -> Iterator[dict[str, str]]:
    """With the tables made; yields the tests' environment, in which `meanwhile` begins what needs no tables."""
    setup.run(for_tests=True)
    end_left_behind()
    place = places.temporary()
    services = Services.for_tests(place, throwaway=throwaway)
    variables = environment.for_tests(services) | {"TEST_TEMPLATE": TEMPLATE}
    try:
        meanwhile(variables)
        template.copy_to(place)
        with services.running():
            yield variables
    finally:
        place.remove()


def flags_of(arguments: list[str]) -> list[str]:
    """For pytest: what is left out, for script/faults has it; and counting, where it is asked for or costs little."""
    flags = [f"--ignore={FAULTS}"] if LONG in arguments else []
    if COVERAGE in arguments or sys.version_info >= (3, 14):
        flags.append(COVERAGE)
    return flags


def end_left_behind() -> None:
    """The servers of test runs that were killed."""
    for place in places.forgotten():
        with suppress(Refused):  # one that has gone on for long, and still does
            place.make()
            Services.for_tests(place).drop()
            place.remove()


def everything(arguments: list[str]) -> int:
    """The tests on all cores, and beside them, from when the tables are made, one check after the other."""
    with ThreadPoolExecutor(1) as beside:
        checked: dict[str, Future[bool]] = {}

        def begin(variables: dict[str, str]) -> None:
            for name, command in checks().items():
                checked[name] = beside.submit(passes, name, command, variables)

        with servers(meanwhile=begin) as variables:
            code = pytest([*WHOLE, *flags_of(arguments)], variables | asked(arguments))
            failed = [name for name, passed in checked.items() if not passed.result()]
    say(f"FAILED beside the tests: {', '.join(failed)}" if failed else "All checks passed.")
    return code or (1 if failed else 0)


# Tags of our own with content, which the indenter has to be told of. script/format reads this line too.
BLOCK_TAGS = (
    "closing consequence consequences crumbs datatable emptystate keyfigure keyfigures pagehead paragraph section"
    " summary summarylist tablehead tabletotal tight words"
)


def checks() -> dict[str, list[object]]:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    blocks = [word for tag in BLOCK_TAGS.split() for word in ("-b", f"{tag},end{tag}")]
    return {
        "types": [BIN / "python", "-m", "mypy", "."],
        "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "lint": [BIN / "ruff", "check", "--quiet", "."],
        "template indentation": [BIN / "djhtml", "--check", "--tabwidth", 2, *blocks, *templates],
        "template style": [BIN / "djade", "--check", "--target-version", "5.2", *templates],
        "layers": [BIN / "lint-imports"],
        "migrations": [BIN / "python", "manage.py", "makemigrations", "--check", "--dry-run"],
    }


def passes(name: str, command: Iterable[object], variables: Mapping[str, str]) -> bool:
    """Silent unless it fails; then all at once, for the tests are speaking meanwhile."""
    words = [str(word) for word in command]
    check = subprocess.run(
        words, check=False, cwd=ROOT, env=variables, text=True, stdout=PIPE, stderr=STDOUT
    )
    if check.returncode:
        say(f"\n— {name}: FAILED\n{check.stdout}")
    return check.returncode == 0


def pytest(arguments: list[str], variables: Mapping[str, str]) -> int:
    words = [word for word in arguments if word != COVERAGE]
    if COVERAGE in arguments:
        words.append("--cov")  # at the end: a file after it would be taken for what is measured
    return run([BIN / "python", "-m", "pytest", *words], variables)


def run(command: Iterable[object], variables: Mapping[str, str]) -> int:
    words = [str(word) for word in command]
    return exit_code(subprocess.run(words, check=False, cwd=ROOT, env=variables).returncode)

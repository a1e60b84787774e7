"""script/test: everything that must hold, on servers of its own that are gone afterwards."""

import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress

import environment
import places
import setup
from places import ROOT, VENV, Refused, say
from processes import exit_code
from services import Services

BIN = VENV / "bin"


def main(arguments: list[str]) -> int:
    setup.run(for_tests=True)
    end_left_behind()
    place = places.temporary()
    services = Services.for_tests(place)
    try:
        with services.running():
            variables = environment.for_tests(services)
            return pytest(arguments, variables) if arguments else everything(variables)
    finally:
        place.remove()


def end_left_behind() -> None:
    """The servers of test runs that were killed."""
    for place in places.forgotten():
        with suppress(Refused, OSError):
            Services.for_tests(place).drop()
        place.remove()


def everything(variables: Mapping[str, str]) -> int:
    failed = [name for name, command in checks().items() if not passes(name, command, variables)]
    if failed:
        say(f"FAILED before the tests: {', '.join(failed)}")
    code = pytest(["--numprocesses=auto", "--dist=loadfile"], variables)
    return code or (1 if failed else 0)


def checks() -> dict[str, list[object]]:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    return {
        "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "lint": [BIN / "ruff", "check", "--quiet", "."],
        "template indentation": [BIN / "djhtml", "--check", "--tabwidth", 2, *templates],
        "template style": [BIN / "djade", "--check", "--target-version", "5.2", *templates],
        "types": [BIN / "python", "-m", "mypy", "."],
        "layers": [BIN / "lint-imports"],
        "migrations": [BIN / "python", "manage.py", "makemigrations", "--check", "--dry-run"],
    }


def passes(name: str, command: Iterable[object], variables: Mapping[str, str]) -> bool:
    say(f"— {name}")
    return run(command, variables) == 0


def pytest(arguments: list[str], variables: Mapping[str, str]) -> int:
    return run([BIN / "python", "-m", "pytest", *arguments], variables)


def run(command: Iterable[object], variables: Mapping[str, str]) -> int:
    words = [str(word) for word in command]
    return exit_code(subprocess.run(words, check=False, cwd=ROOT, env=variables).returncode)

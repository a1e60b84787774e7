"""Tables and demo data, ready before anyone asks for them."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from environment import TRUE
from places import PYTHON, ROOT, DataFolder, Refused, digest, locked, say
from services import Services


def prepare(services: Services, variables: Mapping[str, str], *, is_bare: bool = False) -> None:
    """Always in a database that was given to us; in our own when it or the migrations are new.

    `is_bare`: without the demo, for what fills the database itself.
    """
    if "DATABASE_URL" not in services.servers:
        fill(variables, is_bare=is_bare)
        return
    stamp, wanted = stamp_of(services.place), digest(*migrations(), variables["DEMO"])
    with locked(services.place.data):
        if not stamp.exists() or stamp.read_text() != wanted:
            fill(variables, is_bare=is_bare)
            stamp.write_text(wanted)


def fill(variables: Mapping[str, str], *, is_bare: bool = False) -> None:
    say("Bringing the tables up to date …")
    manage(variables, "migrate", "--verbosity=0")
    if variables["DEMO"].lower() in TRUE and not is_bare:
        say("Loading the demo …")
        manage(variables, "load_demo")


def manage(variables: Mapping[str, str], *arguments: str) -> None:
    command = [str(PYTHON), str(ROOT / "manage.py"), *arguments]
    if subprocess.run(command, check=False, env=variables, stdout=sys.stderr).returncode:
        raise Refused(f"manage.py {' '.join(arguments)} failed.")


def forget(services: Services) -> None:
    """The embedded database with everything in it."""
    if "DATABASE_URL" not in services.servers:
        raise Refused("--fresh drops the embedded database only, and DATABASE_URL names another.")
    services.drop()


def stamp_of(place: DataFolder) -> Path:
    return place.data / "postgres" / "prepared"  # goes where the cluster goes


def migrations() -> list[bytes]:
    return [file.read_bytes() for file in sorted(ROOT.glob("*/migrations/*.py"))]

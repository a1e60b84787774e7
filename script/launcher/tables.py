"""Tables and demo data, ready before anyone asks for them; and the tests' own, which the migrations make once."""

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import environment
import places
from places import PYTHON, ROOT, DataFolder, digest, locked, when_changed
from processes import Refused, call, say
from services import NAME, Postgres, Services

# The tests' tables, beside an empty database, in the cluster that their runs copy.
TEMPLATE = f"{NAME}_template"
# What the tables and the cluster around them are made from.
SOURCES = (
    *("config/settings.py", "requirements/development.txt"),
    *("script/launcher/services.py", "script/launcher/tables.py"),
)


def prepare(services: Services, variables: Mapping[str, str], *, is_bare: bool = False) -> None:
    """Always in a database that was given to us; in our own when it or the migrations are new.

    `is_bare`: without the demo, for what fills the database itself.
    """

    def fill() -> None:
        say("Bringing the tables up to date …")
        manage(variables, "migrate", "--verbosity=0")
        if environment.is_demo(variables) and not is_bare:
            say("Loading the demo …")
            manage(variables, "load_demo")

    if not services.has_database:
        fill()
        return
    data = services.place.data
    with locked(data):
        stamp = data / "postgres" / "prepared"  # goes where the cluster goes
        when_changed(stamp, digest(*migrations(), variables["DEMO"]), fill)


def manage(variables: Mapping[str, str], *arguments: str) -> None:
    if call(PYTHON, ROOT / "manage.py", *arguments, env=variables, stdout=sys.stderr):
        raise Refused(f"manage.py {' '.join(arguments)} failed.")


def migrations() -> list[bytes]:
    return [file.read_bytes() for file in sorted(ROOT.glob("*/migrations/*.py"))]


def copy_to(place: DataFolder) -> None:
    """A cluster for a test run of its own, as the migrations leave it."""
    keeper = places.of_checkout()
    folder = keeper.servers_own(keeper.data / "test-template")
    with locked(folder):
        # Another name as soon as anything that the tables are made from is another.
        sources = [(ROOT / source).read_bytes() for source in SOURCES]
        template = folder / digest(*migrations(), *sources)
        if not template.exists():
            say("Making the tests' database …")
            for outdated in folder.iterdir():
                shutil.rmtree(outdated, ignore_errors=True)
            make_template(folder / "unfinished")
            (folder / "unfinished").rename(template)
        cluster = Postgres(place).cluster
        place.servers_own(cluster.parent)
        copy(template, cluster)


def make_template(target: Path) -> None:
    with places.temporary() as place:
        services, postgres = Services.for_tests(place), Postgres(place)
        with services.running():
            manage(environment.for_tests(services), "migrate", "--verbosity=0")
        postgres.single(f"CREATE DATABASE {TEMPLATE} TEMPLATE {NAME}", postgres.cluster)
        copy(postgres.cluster, target)


def copy(cluster: Path, target: Path) -> None:
    """With its owner; as a reflink where the file system has them."""
    if call("cp", "-a", cluster, target):
        raise Refused(f"{cluster} could not be copied to {target}.")

"""The tests' database as the migrations leave it: made once for each state of theirs, copied by each run."""

import shutil
import subprocess
from pathlib import Path

import environment
import places
import preparing
from places import ROOT, DataFolder, digest, locked, say
from postgres import NAME, TEMPLATE, Postgres
from services import Services

# What the tables and the cluster around them are made from.
SOURCES = (
    *("config/settings.py", "requirements/development.txt"),
    *("script/launcher/postgres.py", "script/launcher/template.py"),
)


def copy_to(place: DataFolder) -> None:
    """A cluster for a run of its own."""
    keeper = places.of_checkout()
    keeper.make()
    folder = keeper.servers_own(keeper.data / "test-template")
    with locked(folder):
        template = folder / state()
        if not template.exists():
            say("Making the tests' database …")
            shutil.rmtree(folder / "unfinished", ignore_errors=True)
            for outdated in folder.iterdir():
                shutil.rmtree(outdated, ignore_errors=True)
            make(folder / "unfinished")
            (folder / "unfinished").rename(template)
        cluster = Postgres(place).cluster
        place.servers_own(cluster.parent)
        copy(template, cluster)


def state() -> str:
    """Another name as soon as anything that the tables are made from is another."""
    return digest(*preparing.migrations(), *((ROOT / source).read_bytes() for source in SOURCES))


def make(cluster: Path) -> None:
    place = places.temporary()
    services = Services.for_tests(place)
    try:
        with services.running():
            preparing.manage(environment.for_tests(services), "migrate", "--verbosity=0")
        postgres = Postgres(place)
        postgres.single(f"CREATE DATABASE {TEMPLATE} TEMPLATE {NAME}")
        copy(postgres.cluster, cluster)
    finally:
        place.remove()


def copy(source: Path, target: Path) -> None:
    """With its owner; as a reflink where the file system has them."""
    subprocess.run(["cp", "-a", source, target], check=True)

"""script/manage: manage.py, with the services that run already or with its own while it lasts."""

import signal
import subprocess
from collections.abc import Mapping

import environment
import places
import server
import setup
import tables
from places import PYTHON, ROOT
from processes import exit_code
from services import Services

WITHOUT_SERVICES = {
    *("read_report", "help", "--help", "-h", "version", "--version", "check", "diffsettings"),
    *("makemessages", "compilemessages", "collectstatic", "findstatic"),
}
# The database as it lies: these make, mend, replace or look at its tables, and may come before any fit the models.
ON_ANY_DATABASE = {
    *("makemigrations", "migrate", "showmigrations", "sqlmigrate", "squashmigrations"),
    *("optimizemigration", "shell", "dbshell", "inspectdb", "restore"),
}
# Fills the database itself, in the place of the demo.
WITHOUT_DEMO = {"make_scale_data"}
HELP = {"--help", "-h"}


def main(arguments: list[str]) -> int:
    setup.run()
    place = places.of_checkout()
    services = Services.needed(place)
    variables = environment.make(services, **server.addresses(place))
    if not needs_services(arguments):
        return run(arguments, variables)
    with services.running():
        if services.has_database and arguments[0] not in ON_ANY_DATABASE:
            tables.prepare(services, variables, is_bare=arguments[0] in WITHOUT_DEMO)
        return run(arguments, variables)


def needs_services(arguments: list[str]) -> bool:
    return bool(arguments) and arguments[0] not in WITHOUT_SERVICES and not HELP & set(arguments)


def run(arguments: list[str], variables: Mapping[str, str]) -> int:
    """In the person's own terminal and folder; Ctrl-C is the command's business, not ours."""
    process = subprocess.Popen([PYTHON, ROOT / "manage.py", *arguments], env=variables)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code = process.wait()
    finally:
        process.terminate()
        process.wait()
    return exit_code(code)

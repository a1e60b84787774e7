"""script/server: the whole product on this machine, until Ctrl-C."""

import contextlib
import http.client
import json
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import environment
import places
import setup
import tables
from places import PYTHON, ROOT, DataFolder, alone
from processes import ByLog, Refused, end, require_running, start, stop, wait_until
from services import Services

WEB_WORKERS = 2
# They are few, and what they have done stands in our own tables.
QUIETLY = ("--loglevel", "INFO", "--without-gossip", "--without-mingle", "--without-heartbeat")
# In the environment of every process of script/server: the data folder that it works for.
MARK = "REVISIONSSPAR_SERVES"


def main(arguments: list[str]) -> int:
    unknown = set(arguments) - {"--fresh"}
    if unknown:
        raise Refused(f"unknown argument {unknown.pop()}; only --fresh is known.")
    setup.run()
    place = places.of_checkout()
    with only_server_of(place) as note:
        end_left_behind(place.data)
        port = free_port(wanted_port())
        services = Services.needed(place)
        if "--fresh" in arguments:
            services.drop()
        serve(services, port, note)
    return 0


def serve(services: Services, port: int, note: Path) -> None:
    place, mail_port = services.place, free_port()
    addresses = {"site": f"http://127.0.0.1:{port}", "mail": f"smtp://127.0.0.1:{mail_port}"}
    variables = environment.make(services, **addresses) | {MARK: str(place.data)}
    with services.running():
        tables.prepare(services, variables)
        with children(commands(place, port, mail_port), place, variables) as processes:
            awaited = "the web server's first answer"
            wait_until(lambda: healthy(port), processes, awaited=awaited)
            note.write_text(json.dumps(addresses))
            print(f"Revisionsspår: {variables['SITE_URL']}/", flush=True)
            print(f"Ctrl-C stops it. Logs: {place.logs}", flush=True)
            while True:
                require_running(processes)
                time.sleep(0.5)


def commands(place: DataFolder, port: int, mail_port: int) -> dict[str, list[object]]:
    gunicorn = [PYTHON, "-m", "gunicorn", "config.wsgi:application", "--preload"]
    celery = [PYTHON, "-m", "celery", "-A", "config"]
    commands = {
        "web": [
            *(*gunicorn, "--workers", WEB_WORKERS, "--threads", 4),
            *("--bind", f"127.0.0.1:{port}", "--no-control-socket"),
        ],
        "worker": [*celery, "worker", "--concurrency", 2, *QUIETLY],
        "sender": [*celery, "worker", "--queues", "mail", "--concurrency", 1, *QUIETLY],
        "papers": [*celery, "worker", "--queues", "papers", "--concurrency", 2, *QUIETLY],
        "scheduler": [*celery, "beat", "--schedule", place.run / "schedule", "--pidfile="],
    }
    if environment.is_demo() and "EMAIL_URL" not in os.environ:
        commands["mail"] = [PYTHON, ROOT / "manage.py", "demo_mail_sink", "--port", mail_port]
    return commands


@contextmanager
def children(
    commands: Mapping[str, list[object]], place: DataFolder, variables: Mapping[str, str]
) -> Iterator[ByLog]:
    running: ByLog = {}
    try:
        for name, command in commands.items():
            log = place.logs / f"{name}.log"
            running[log] = start(command, log, cwd=ROOT, env=variables)
        yield running
    finally:
        stop(running.values())


def end_left_behind(data: Path) -> None:
    """What a killed launcher could not end itself. (Without /proc there is nothing to find.)"""
    mark = f"{MARK}={data}".encode()
    marked = [folder for folder in Path("/proc").glob("[0-9]*") if mark in variables_of(folder)]
    end([int(folder.name) for folder in marked])


def variables_of(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/halsa/")
        return connection.getresponse().status == 200
    return False


def wanted_port() -> int:
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or int(port) > 65535:
        raise Refused(f"PORT={port} is no number of a port.")
    return int(port)


def free_port(port: int = 0) -> int:
    """That one if nobody has it, and any without."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise Refused(
                f"port {port} cannot be used ({error.strerror}); another: PORT=8123 script/server"
            ) from error
        number: int = listener.getsockname()[1]
        return number


@contextmanager
def only_server_of(place: DataFolder) -> Iterator[Path]:
    """Yields the note in which the running server keeps its addresses."""
    note = place.run / "server"
    with note.open("a") as handle:
        if not alone(handle):
            raise Refused(f"this checkout is served already: {note.read_text()}")
        note.write_text("")
        try:
            yield note
        finally:
            note.write_text("")


def addresses(place: DataFolder) -> dict[str, str]:
    """Those of the running server, otherwise those that it would have."""
    with contextlib.suppress(OSError, ValueError):
        known: dict[str, str] = json.loads((place.run / "server").read_text())
        return known
    return {"site": f"http://127.0.0.1:{wanted_port()}"}

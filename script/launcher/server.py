"""script/server: the whole product on this machine, until Ctrl-C."""

import contextlib
import fcntl
import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import environment
import places
import preparing
import setup
from places import PYTHON, ROOT, DataFolder, Refused
from processes import MARK, end_left_behind, require_running, start, stop, wait_until
from services import Services

WEB_WORKERS = 2
# They are few, and what they have done stands in our own tables.
QUIETLY = ("--loglevel", "INFO", "--without-gossip", "--without-mingle", "--without-heartbeat")


def main(arguments: list[str]) -> int:
    unknown = set(arguments) - {"--fresh"}
    if unknown:
        raise Refused(f"unknown argument {unknown.pop()}; only --fresh is known.")
    setup.run()
    place = places.of_checkout()
    place.make()
    with only_server_of(place) as note:
        end_left_behind(place.data)
        port = require_free_port()
        services = Services.needed(place)
        if "--fresh" in arguments:
            preparing.forget(services)
        serve(services, port, note)
    return 0


def serve(services: Services, port: int, note: Path) -> None:
    mail_port = environment.free_port()
    addresses = {"site": f"http://127.0.0.1:{port}", "mail": f"smtp://127.0.0.1:{mail_port}"}
    variables = environment.make(services, **addresses) | {MARK: str(services.place.data)}
    with services.running():
        preparing.prepare(services, variables)
        with children(
            commands(services.place, port, mail_port), services.place, variables
        ) as processes:
            wait_until(
                *(lambda: healthy(port), processes, services.place.logs),
                awaited="the web server's first answer",
            )
            note.write_text(json.dumps(addresses))
            print(f"Revisionsspår: {variables['SITE_URL']}/", flush=True)
            print(f"Ctrl-C stops it. Logs: {services.place.logs}", flush=True)
            watch(processes, services.place.logs)


def commands(place: DataFolder, port: int, mail_port: int) -> dict[str, list[object]]:
    celery = [PYTHON, "-m", "celery", "-A", "config"]
    commands = {
        "web": [
            *(PYTHON, "-m", "gunicorn", "config.wsgi:application", "--preload"),
            *(
                "--workers",
                WEB_WORKERS,
                "--threads",
                4,
                "--bind",
                f"127.0.0.1:{port}",
                "--no-control-socket",
            ),
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
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            log = place.logs / f"{name}.log"
            running[name] = start(command, log, cwd=ROOT, env=variables)
        yield running
    finally:
        stop(running.values())


def watch(running: dict[str, subprocess.Popen[bytes]], logs: Path) -> None:
    while True:
        require_running(running, logs)
        time.sleep(0.5)


def healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/halsa/")
        return connection.getresponse().status == 200
    return False


def require_free_port() -> int:
    port = wanted_port()
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise Refused(
                f"port {port} cannot be used ({error.strerror}); another: PORT=8123 script/server"
            ) from error
    return port


def wanted_port() -> int:
    try:
        return int(os.environ.get("PORT") or 8000)
    except ValueError as error:
        raise Refused(f"PORT={os.environ['PORT']} is no number.") from error


@contextmanager
def only_server_of(place: DataFolder) -> Iterator[Path]:
    """Yields the note in which the running server keeps its addresses."""
    note = place.run / "server"
    with note.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"this checkout is served already: {note.read_text()}") from error
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

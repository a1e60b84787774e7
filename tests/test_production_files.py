"""Dockerfile and docker-compose.yml, held together without a Docker engine."""

import re
import shlex
import shutil
import tomllib
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

import places
import server
import setup

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
SETTINGS = (ROOT / "config" / "settings.py").read_text()
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("web", "worker", "sender", "papers", "scheduler", "backup")


def test_services():
    assert set(SERVICES) == {*OURS, "postgres", "redis"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_a_health_check_and_comes_back(name: str):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_dependencies_are_services(name: str):
    assert set(SERVICES[name].get("depends_on", ())) <= set(SERVICES)


def test_volumes_are_declared_and_used():
    mounted = [each for service in SERVICES.values() for each in service.get("volumes", ())]

    assert {mount.split(":")[0] for mount in mounted} == set(COMPOSE["volumes"])


@pytest.mark.parametrize("name", ["postgres", "redis"])
def test_data_outlive_the_container(name: str):
    assert SERVICES[name]["volumes"]


@pytest.mark.parametrize("name", OURS)
def test_every_setting_without_a_default_is_given(name: str):
    wanted = set(re.findall(r'env\.\w+\("(\w+)"\)', SETTINGS))

    assert wanted <= set(SERVICES[name]["environment"])


@pytest.mark.parametrize("name", OURS)
def test_only_known_settings_are_given(name: str):
    assert set(SERVICES[name]["environment"]) <= set(re.findall(r'env\.\w+\(\s*"(\w+)"', SETTINGS))


# Known without being told, or part of something that is switched on; see tests/config/test_settings.py.
MAY_BE_MISSING = {
    "SECRET_KEY_FALLBACKS",
    "OIDC_CLIENT_SECRET",
    "SAML_METADATA_URL",
}


@pytest.mark.parametrize("name", SERVICES)
def test_a_missing_secret_stops_the_start(name: str):
    for variable, value in SERVICES[name].get("environment", {}).items():
        if re.search(r"SECRET|PASSWORD|_URL$", variable) and variable not in MAY_BE_MISSING:
            assert ":?}" in value


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_no_more_than_it_needs(name: str):
    service = SERVICES[name]

    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert name in OURS or service["user"] == name


def test_every_image_has_an_exact_tag():
    """Three numbers, or two where the product has no more; never the newest of a series."""
    named = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    images = named + re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)

    assert len(images) == 5
    for image in images:
        parts = 2 if image.startswith("postgres:") else 3
        assert re.fullmatch(r"[a-z]+:" + r"\.".join([r"\d+"] * parts) + r"-[a-z-]+", image)
    assert SERVICES["postgres"]["image"] in images[2:]  # pg_dump is of the server's version


def test_redis_wants_the_password_that_its_clients_have():
    redis = SERVICES["redis"]

    assert redis["environment"]["REDIS_PASSWORD"] == "${REDIS_PASSWORD:?}"
    assert "requirepass" in redis["command"]
    assert {SERVICES[name]["environment"]["REDIS_URL"] for name in OURS} == {
        "redis://:${REDIS_PASSWORD:?}@redis:6379/0"
    }


@pytest.mark.parametrize("name", OURS)
def test_demo_mode_is_off(name: str):
    assert "DEMO" not in SERVICES[name]["environment"]


@pytest.mark.parametrize(
    "command",
    [
        *(SERVICES[name]["command"] for name in OURS),
        re.findall(r"(python manage\.py .*)", DOCKERFILE)[0],
        shlex.join(re.findall(r'"([^"]+)"', re.findall(r"CMD (\[.*\])", DOCKERFILE)[0])),
    ],
)
def test_every_command_exists(command: str):
    for part in simple_commands(command):
        check_command(part)


def queues(commands: Iterable[Sequence[object]]) -> list[str]:
    """Those that the workers among the commands take from, one worker each."""
    workers = [[str(word) for word in words] for words in commands]
    workers = [words for words in workers if "worker" in words and "config" in words]
    return sorted(
        words[words.index("--queues") + 1] if "--queues" in words else "celery" for words in workers
    )


def test_every_queue_has_a_worker_of_its_own_here_and_in_production(tmp_path: Path, settings: Any):
    wanted = sorted({"celery", *(route["queue"] for route in settings.CELERY_TASK_ROUTES.values())})

    assert queues(shlex.split(SERVICES[name]["command"]) for name in OURS) == wanted
    here = server.commands(places.DataFolder(tmp_path), 8000, 2525)
    assert queues(here.values()) == wanted
    assert set(here) <= {*OURS} | {"mail"}


def simple_commands(command: str) -> list[list[str]]:
    words = shlex.split(command)
    script = words[2] if words[:2] == ["sh", "-c"] else command
    return [shlex.split(part.replace("exec ", "")) for part in script.split("&&")]


def check_command(words: list[str]) -> None:
    match words:
        case ["python", "manage.py", name, *_]:
            assert (ROOT / "manage.py").exists()
            assert name in get_commands()
        case ["gunicorn", application, *_]:
            assert import_from(application)
        case ["celery", "-A", app, "--quiet", "worker" | "beat", *_]:
            assert import_from(f"{app}.celery:app")
        case _:
            pytest.fail(f"unknown command: {words}")
    assert shutil.which(words[0], path=ROOT / ".venv" / "bin")


def import_from(address: str) -> object:
    module, name = address.split(":")
    return getattr(import_module(module), name)


def test_every_copied_file_exists_and_is_not_ignored():
    ignored = (ROOT / ".dockerignore").read_text().split()
    copied = [words.split()[:-1] for words in re.findall(r"^COPY (?!--)(.*)$", DOCKERFILE, re.M)]

    for source in {source for sources in copied for source in sources}:
        assert (ROOT / source).exists()
        assert source not in ignored


@pytest.mark.parametrize("ignored", ["node_modules", "var", "tests", "docs", "script"])
def test_what_production_does_not_need_stays_outside(ignored: str):
    assert ignored in (ROOT / ".dockerignore").read_text().split()


def test_the_image_has_the_libraries_for_pdf():
    assert set(setup.PDF_LIBRARIES) <= set(re.findall(r"\S+", DOCKERFILE))


def test_the_image_is_not_run_as_root():
    assert re.search(r"^USER (?!root)", DOCKERFILE, re.M)


def test_production_has_its_own_packages_and_no_others():
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock("production.txt"), re.M))
    groups = PROJECT["dependency-groups"]

    assert names(PROJECT["project"]["dependencies"]) <= locked
    assert not names(groups["embedded"] + groups["dev"]) & locked


def test_development_has_the_same_versions_as_production():
    assert versions("production.txt") <= versions("development.txt")


def test_every_package_has_a_hash_and_no_address():
    for file in (ROOT / "requirements").glob("*.txt"):
        assert "--hash=sha256:" in file.read_text()
        assert "://" not in file.read_text()
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def lock(name: str) -> str:
    return (ROOT / "requirements" / name).read_text()


def versions(name: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+==\S+)", lock(name), re.M))


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9-]+", requirement) for requirement in requirements)
    return {match[0].lower() for match in found if match}

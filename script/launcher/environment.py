"""What config/settings.py reads, filled in where the person who starts us has not."""

import os
import re
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path

from places import ROOT, DataFolder, digest
from postgres import Postgres
from services import Services

TRUE = {"true", "on", "ok", "y", "yes", "1"}
# All that the settings read, and what says how they are read.
OURS = {"DJANGO_SETTINGS_MODULE", "SERVES_PAGES", "LONG"} | set(
    re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config" / "settings.py").read_text())
)
NO_MAIL = "smtp://127.0.0.1:1"


def is_demo(variables: Mapping[str, str] = os.environ) -> bool:
    """The demo is the default, but never over an installation that has a secret of its own."""
    return variables.get("DEMO", "0" if "SECRET_KEY" in variables else "1").lower() in TRUE


def make(services: Services, *, site: str, mail: str = NO_MAIL) -> dict[str, str]:
    return filled_in(os.environ, services, site, mail)


def for_tests(services: Services) -> dict[str, str]:
    """The same wherever they run: nothing of ours is taken from the person's environment."""
    return filled_in(without_ours(), services, "http://testserver", NO_MAIL)


def filled_in(
    person: Mapping[str, str], services: Services, site: str, mail: str
) -> dict[str, str]:
    """What the person has set stands; but a server of ours is the one that is used."""
    place = services.place
    variables = {"DATA_DIR": str(place.data), "DEMO": "1" if is_demo(person) else "0"}
    if "DATABASE_URL" in services.urls:
        variables["POSTGRES_BIN"] = programs(place)
    if is_demo(person):
        variables |= demo_settings(place, site=site, mail=mail)
    return {**variables, **person, **services.urls}


def without_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OURS}


def programs(place: DataFolder) -> str:
    """Where PostgreSQL's own programs lie, of the version of the server."""
    return str(Postgres(place).binary("pg_dump").parent)


def demo_settings(place: DataFolder, *, site: str, mail: str) -> dict[str, str]:
    clone = digest(place.data)
    return {
        "SECRET_KEY": secret_key(place.data / "secret_key"),
        "SITE_URL": site,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "EMAIL_URL": mail,
        "EMAIL_FROM": "Lindvika kommuns revisorer <revisorerna@demo.example>",
        "MUNICIPALITY": "Lindvika kommun",
        "AUDITORS": "Lindvika kommuns revisorer",
        "AUDITORS_EMAIL": "revisorerna@demo.example",
        # Cookies do not tell ports apart: two clones on one machine would sign each other out.
        "SESSION_COOKIE_NAME": f"session_{clone}",
        "CSRF_COOKIE_NAME": f"csrf_{clone}",
    }


def secret_key(file: Path) -> str:
    """Made once, so that a restart signs nobody out."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port

"""What config/settings.py reads, filled in where the person who starts us has not."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from places import ROOT, DataFolder, digest
from services import Postgres, Services

TRUE = {"true", "on", "ok", "y", "yes", "1"}
# All that the settings read, and what says how they are read.
OURS = {"DJANGO_SETTINGS_MODULE", "SERVES_PAGES", "LONG"} | set(
    re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config" / "settings.py").read_text())
)
NO_MAIL = "smtp://127.0.0.1:1"


def is_demo(variables: Mapping[str, str] = os.environ) -> bool:
    """The demo is the default, but never over an installation that has a secret of its own."""
    return variables.get("DEMO", "0" if "SECRET_KEY" in variables else "1").lower() in TRUE


def for_tests(services: Services) -> dict[str, str]:
    """The same wherever they run: nothing of ours is taken from the person's environment."""
    return make(services, without_ours(), site="http://testserver")


def without_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OURS}


def make(
    services: Services, person: Mapping[str, str] = os.environ, /, *, site: str, mail: str = NO_MAIL
) -> dict[str, str]:
    """What the person has set stands; but a server of ours is the one that is used."""
    place = services.place
    variables = {"DATA_DIR": str(place.data), "DEMO": "1" if is_demo(person) else "0"}
    if isinstance(postgres := services.servers.get("DATABASE_URL"), Postgres):
        variables["POSTGRES_BIN"] = str(postgres.programs)
    if is_demo(person):
        variables |= demo_settings(place, site=site, mail=mail)
    return {**variables, **person, **services.urls}


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

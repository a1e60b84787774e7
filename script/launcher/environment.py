"""What config/settings.py reads, filled in where the person who starts us has not."""

import os
import secrets
import socket
from pathlib import Path

from places import DataFolder, digest
from postgres import Postgres
from services import Services

TRUE = {"true", "on", "ok", "y", "yes", "1"}
OURS = (
    *("DEMO", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "DATA_DIR"),
    *("EMAIL_URL", "EMAIL_FROM", "MUNICIPALITY", "AUDITORS", "AUDITORS_EMAIL", "REMINDER_STEPS"),
    "CLAMD_SOCKET",
    *("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DJANGO_SETTINGS_MODULE"),
    *("REQUIRE_SECOND_FACTOR", "SECRET_KEY_FALLBACKS", "OIDC_SERVER", "SAML_METADATA_URL"),
    *("SSO_NAME", "SSO_EMAIL_DOMAINS", "SSO_HAS_SECOND_FACTOR"),
    *("ALARM_WEBHOOK", "METRICS_TOKEN", "LOG_JSON"),
    *("BACKUP_DIR", "BACKUP_KEEP", "POSTGRES_BIN", "LONG"),
)
NO_MAIL = "smtp://127.0.0.1:1"


def is_demo() -> bool:
    """The demo is the default, but never over an installation that has a secret of its own."""
    return os.environ.get("DEMO", "0" if "SECRET_KEY" in os.environ else "1").lower() in TRUE


def make(services: Services, *, site: str, mail: str = NO_MAIL) -> dict[str, str]:
    place = services.place
    variables = {**services.urls, "DATA_DIR": str(place.data), "DEMO": "1" if is_demo() else "0"}
    if "DATABASE_URL" in services.urls:
        variables["POSTGRES_BIN"] = programs(place)
    if is_demo():
        variables |= demo_settings(place, site=site, mail=mail)
    return {**variables, **os.environ, **services.urls}


def for_tests(services: Services) -> dict[str, str]:
    """The same wherever they run: nothing of ours is taken from the person's environment."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    variables = demo_settings(services.place, site="http://testserver", mail=NO_MAIL)
    variables |= {"POSTGRES_BIN": programs(services.place)}
    return {
        **clean,
        **variables,
        **services.urls,
        "DATA_DIR": str(services.place.data),
        "DEMO": "1",
    }


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
        handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w") as key:
            key.write(secrets.token_urlsafe(50))
    return file.read_text()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port

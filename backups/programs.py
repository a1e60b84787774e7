"""PostgreSQL's own programs. What they connect with stands in their environment, never among their arguments."""

import os
import shutil
import subprocess

from django.conf import settings
from django.db import connection


class BackupError(Exception):
    """No backup, or one that cannot be used. The message is for whoever runs the command."""


class Different(BackupError):
    """What was restored on trial is not what was backed up."""


NAMES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
# What a DATABASE_URL may say of how to connect.
OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey")
OWNER_ONLY = 0o077


def call(program: str, *arguments: str, database: str) -> None:
    path = shutil.which(program, path=settings.POSTGRES_BIN or None)
    if path is None:
        raise BackupError(f"{program} is not installed here; POSTGRES_BIN may say where it lies.")
    process = subprocess.run(
        [path, "--no-password", *arguments],
        check=False,
        env=_environment(database),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        umask=OWNER_ONLY,
    )
    if process.returncode:
        raise BackupError(f"{program} failed: {process.stderr.strip() or process.returncode}")


def _environment(database: str) -> dict[str, str]:
    """The connection and the language of the messages, and no secret but the database's own."""
    settings = connection.settings_dict
    variables = {name: str(settings[key]) for key, name in NAMES.items() if settings[key]}
    for option in OPTIONS:
        if option in settings["OPTIONS"]:
            variables[f"PG{option.upper()}"] = str(settings["OPTIONS"][option])
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "PGDATABASE": database,
        "PGCONNECT_TIMEOUT": "10",
        **variables,
    }

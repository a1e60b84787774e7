"""The machine and the tables."""

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common import swedish
from operations.measures.measure import GIGABYTE, Indicator, IndicatorState, size


def disk() -> Indicator:
    usage = shutil.disk_usage(_existing(settings.DATA_DIR))
    share = usage.free / usage.total
    state = IndicatorState.WELL
    if usage.free < 5 * GIGABYTE or share < 0.1:
        state = IndicatorState.WATCH
    if usage.free < GIGABYTE or share < 0.03:
        state = IndicatorState.STOPPED
    return Indicator(
        subject="disk",
        name="Ledigt på disken",
        state=state,
        value=f"{size(usage.free)} av {size(usage.total)} är ledigt.",
        meaning="Databasen, säkerhetskopiorna och loggarna växer. Blir disken full kan inget sparas.",
        advice="Gör plats eller utöka disken. Ta aldrig bort databasens filer.",
        alarms=True,
        number=float(usage.free),
    )


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def migrations() -> Indicator:
    executor = MigrationExecutor(connection)
    count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    changes = swedish.counted(count, "ändring är inte gjord", "ändringar är inte gjorda")
    return Indicator(
        subject="migrations",
        name="Databasens tabeller",
        state=IndicatorState.STOPPED if count else IndicatorState.WELL,
        value=f"{changes.capitalize()}." if count else "Stämmer med versionen.",
        meaning="Varje version av Revisionsspår säger hur tabellerna ska se ut.",
        advice="Kör manage.py migrate, eller starta om tjänsten web som gör det.",
        alarms=True,
        number=float(count),
    )

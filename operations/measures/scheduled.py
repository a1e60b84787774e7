"""What is done by itself: reminders, other jobs, backups."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from backups.models import BackupRun
from common import swedish
from operations.measures.measure import Indicator, IndicatorState, by_age, size
from operations.models import Cause, Heartbeat, Turn

REMINDERS = "responses.tasks.send_reminders"
# The job runs each tenth minute: stood still for a quarter of an hour past that.
REMINDERS_LATE = timedelta(minutes=25)
BACKUP_LATE, BACKUP_SLOW = timedelta(hours=26), timedelta(hours=25)


def reminders(*, at: datetime) -> Indicator:
    turn = Turn.objects.filter(job=REMINDERS).first()
    age = at - turn.succeeded_at if turn and turn.succeeded_at else None
    return Indicator(
        subject="reminders",
        name="Påminnelser",
        state=IndicatorState.UNKNOWN
        if age is None
        else by_age(age, REMINDERS_LATE, REMINDERS_LATE),
        value=(
            "Har inte gåtts igenom än."
            if age is None
            else f"Gicks igenom för {swedish.duration(age)} sedan."
        ),
        meaning="Var tionde minut ser vi efter vilka påminnelser som ska gå.",
        advice="Se efter att schemaläggaren och arbetaren är igång. Påminnelser kommer inte dubbelt.",
        alarms=True,
        number=age.total_seconds() if age is not None else None,
    )


def jobs() -> Indicator:
    failing = Turn.objects.filter(failures_in_a_row__gt=0).order_by("-failed_at")
    latest = failing.first()
    return Indicator(
        subject="jobs",
        name="Återkommande jobb",
        state=IndicatorState.WATCH if latest else IndicatorState.WELL,
        value=_failing(failing.count(), latest),
        meaning="Det som görs av sig självt varje minut, var tionde minut eller varje dygn.",
        advice="De försöker igen av sig själva. Fortsätter det, läs arbetarens logg.",
        number=float(failing.count()),
    )


def _failing(count: int, latest: Turn | None) -> str:
    if latest is None or latest.failed_at is None:
        return "Alla gick bra senast."
    noun = swedish.counted(count, "jobb", "jobb", "ett").capitalize()
    times = swedish.counted(latest.failures_in_a_row, "gång", "gånger")
    return f"{noun} misslyckades senast, {times} i rad. {Cause(latest.cause).label}"


def backup(*, at: datetime) -> Indicator:
    good, latest = BackupRun.latest_good(), BackupRun.latest()
    age = at - good.ended_at if good else _waited_for_backup(at=at)
    # Nobody makes backups of the demo by itself.
    is_unknown = age is None or (good is None and settings.DEMO)
    state = (
        IndicatorState.UNKNOWN
        if age is None or is_unknown
        else by_age(age, BACKUP_SLOW, BACKUP_LATE)
    )
    trouble = (
        f" Senaste försöket: {latest.get_trouble_display()}" if latest and latest.trouble else ""
    )
    return Indicator(
        subject="backup",
        name="Säkerhetskopia",
        state=state,
        value=_backed_up(good, age) + trouble,
        meaning=(
            "Görs varje natt, provas och antecknas här. Filerna ligger där webben inte kommer åt dem; "
            "raden säger vad processen backup skrev."
        ),
        advice="Läs loggen för tjänsten backup, och gör en för hand: manage.py backup --check.",
        alarms=True,
        number=age.total_seconds() if good and age else None,
    )


def _waited_for_backup(*, at: datetime) -> timedelta | None:
    first = Heartbeat.objects.aggregate(first=models.Min("expected_since"))["first"]
    return at - first if first else None


def _backed_up(good: BackupRun | None, age: timedelta | None) -> str:
    if good is None or age is None:
        return "Ingen är antecknad än."
    tried = ", provad" if good.is_tried else ""
    return f"Den senaste gjordes för {swedish.duration(age)} sedan ({size(good.bytes)}{tried})."

"""Driftläge: the state of each part turns when the fact behind it does, and says nothing of any content."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.emails import PASSWORD
from backups.models import BackupRun, BackupTrouble
from common import dates
from common.causes import LABELS, JobCause
from importer.models import Reading, ReadingState
from mailing.models import OutgoingMail, Trouble
from mailing.services import enqueue, hold, outbox
from operations import heartbeats, measures
from operations.measures import IndicatorState, machine
from operations.measures.waiting import UNTOLD
from operations.models import Cause, Heartbeat, Turn
from reports.models import Compilation, CompilationKind, OverviewPaper, Report, ReportState
from responses.emails import REQUEST

CANARY = "kanariedrift"
REMINDERS = "responses.tasks.send_reminders"


def ago(**time):
    return timezone.now() - timedelta(**time)


def states():
    groups = measures.all_of_them(at=timezone.now())
    return {measure.subject: measure.state for group in groups.values() for measure in group}


def value(subject):
    groups = measures.all_of_them(at=timezone.now())
    return next(m.value for group in groups.values() for m in group if m.subject == subject)


@pytest.fixture
def page(client, administrator):
    client.force_login(administrator)
    return lambda: client.get(reverse("operations:status"))


def test_a_fresh_installation_waits_to_hear_from_its_processes(db):
    found = states()

    assert {found[f"process:{name}"] for name in heartbeats.expected()} == {IndicatorState.UNKNOWN}
    assert found["broker"] == found["migrations"] == found["mail"] == IndicatorState.WELL
    assert found["reminders"] == IndicatorState.UNKNOWN


@pytest.mark.parametrize(
    ("silent", "state"),
    [(1, IndicatorState.WELL), (5, IndicatorState.WATCH), (16, IndicatorState.STOPPED)],
)
def test_a_silent_process_is_seen(db, silent, state):
    heartbeats.beat("scheduler", "celery", "mail", at=ago(seconds=10))
    heartbeats.beat("mail", at=ago(minutes=silent))

    found = states()

    assert found["process:mail"] == state
    assert found["process:celery"] == IndicatorState.WELL


def test_one_that_never_is_heard_is_missed_from_when_somebody_listens(db):
    heartbeats.await_first(at=ago(minutes=20))
    heartbeats.beat("celery", at=timezone.now())

    assert states()["process:scheduler"] == IndicatorState.STOPPED
    assert states()["process:celery"] == IndicatorState.WELL


def mail(kind=REQUEST, **due):
    row = enqueue(key=f"{kind}{due}", kind=kind, recipient="a@test.example", subject="S", text="T")
    OutgoingMail.objects.filter(pk=row.pk).update(next_try_at=ago(**due))
    return row


def test_mail_that_may_go_and_does_not_is_seen(db):
    mail(minutes=20)
    assert states()["mail"] == IndicatorState.STOPPED
    assert "20\xa0minuter" in value("mail")


def test_the_night_is_no_standstill(db):
    """At noon the office has been open for five hours; at five past seven for five minutes; at night it is closed."""
    mail(hours=14)
    day = dates.now()
    with dates.told_at(day.replace(hour=7, minute=5)):
        assert states()["mail"] == IndicatorState.WATCH
    with dates.told_at(day.replace(hour=3)):
        assert states()["mail"] == IndicatorState.WELL
    mail(PASSWORD, hours=14)
    with dates.told_at(day.replace(hour=3)):
        assert states()["mail"] == IndicatorState.STOPPED


def test_a_paused_outbox_says_why_and_a_held_one_is_no_alarm(db):
    mail(minutes=1)
    outbox().pause(Trouble.SIGN_IN, server="a:25", error=CANARY, at=ago(minutes=16))
    assert states()["mail"] == IndicatorState.STOPPED
    assert Trouble.SIGN_IN.label in value("mail")

    hold("Återställd.")
    assert states()["mail"] == IndicatorState.WATCH


def test_readings_and_papers_that_wait_are_seen(handed_over, auditor):
    asked = dates.now() - timedelta(minutes=16)
    Reading.objects.create(read_at=asked, read_by=auditor)
    report = Report.objects.create(
        audit=handed_over, per=dates.today(), requested_at=asked, requested_by=auditor
    )
    assert states()["readings"] == states()["papers"] == IndicatorState.STOPPED

    report.claim(until=timezone.now() + timedelta(minutes=1))
    assert states()["papers"] == IndicatorState.WELL


def test_every_kind_of_paper_is_counted(db, auditor):
    asked = {"requested_at": dates.now() - timedelta(minutes=16), "requested_by": auditor}
    waiting = Compilation.objects.create(
        kind=CompilationKind.TABLE, title=CANARY, per=dates.today(), **asked
    )
    assert states()["papers"] == IndicatorState.STOPPED
    assert value("papers").startswith("En väntar")

    waiting.fail(JobCause.MEMORY, CANARY, at=dates.now())
    OverviewPaper.objects.create(
        **asked,
        per=dates.today(),
        finished_at=dates.now() - timedelta(days=1),
        state=ReportState.FAILED,
        cause=JobCause.MEMORY,
    )
    assert states()["papers"] == IndicatorState.WELL
    assert value("failed_papers").startswith(
        "Två misslyckade papper. Senast för mindre än en minut"
    )


def test_what_was_given_up_is_told_without_its_own_words(handed_over, auditor, page):
    Reading.objects.create(
        read_at=dates.now(),
        read_by=auditor,
        state=ReadingState.FAILED,
        cause=JobCause.NO_TEXT,
        error=CANARY,
        file_names=[CANARY],
    )
    for cause in (JobCause.OFF_PAGE, JobCause.MEMORY, JobCause.OFF_PAGE, ""):
        Report.objects.create(
            audit=handed_over,
            per=dates.today(),
            requested_at=dates.now(),
            requested_by=auditor,
            finished_at=dates.now(),
            state=ReportState.FAILED,
            cause=cause,
            error=CANARY,
        )
    mail(minutes=1).mark_failed(Trouble.FULL, error=CANARY, at=dates.now())

    found, answer = states(), page()

    assert (
        found["failed_readings"]
        == found["failed_papers"]
        == found["failed_mail"]
        == IndicatorState.WATCH
    )
    assert "Ett misslyckat mejl." in answer.text
    assert f"Ett: {Trouble.FULL.label}" in answer.text
    assert "En misslyckad inläsning." in answer.text
    assert "Fyra misslyckade papper." in answer.text
    assert f"En: {LABELS[JobCause.NO_TEXT]}" in answer.text
    assert f"Två: {LABELS[JobCause.OFF_PAGE]}" in answer.text
    assert f"Ett: {LABELS[JobCause.MEMORY]}" in answer.text
    assert f"Ett: {UNTOLD}" in answer.text
    assert CANARY not in answer.text
    assert handed_over.title not in answer.text


def test_turns_of_jobs(db):
    heartbeats.record_turn(REMINDERS, at=ago(minutes=26))
    assert states()["reminders"] == IndicatorState.STOPPED
    assert states()["jobs"] == IndicatorState.WELL

    heartbeats.record_turn(REMINDERS, TimeoutError(), at=ago(minutes=1))
    heartbeats.record_turn(REMINDERS, ValueError(CANARY), at=ago(minutes=1))
    assert (Turn.objects.get().failures_in_a_row, Turn.objects.get().cause) == (2, Cause.UNEXPECTED)
    assert states()["jobs"] == IndicatorState.WATCH

    heartbeats.record_turn(REMINDERS, at=timezone.now())
    heartbeats.record_turn("reports.tasks.make_report", at=timezone.now())  # not by the schedule
    assert states()["reminders"] == states()["jobs"] == IndicatorState.WELL
    assert Turn.objects.count() == 1


def run(trouble="", **time):
    BackupRun.objects.create(begun_at=ago(**time), ended_at=ago(**time), trouble=trouble)


def test_backups(db):
    assert states()["backup"] == IndicatorState.UNKNOWN
    run(hours=27)
    assert states()["backup"] == IndicatorState.STOPPED
    run(hours=2)
    run(BackupTrouble.DIFFERS, minutes=5)
    assert states()["backup"] == IndicatorState.WELL
    assert BackupTrouble.DIFFERS.label in value("backup")


@pytest.mark.parametrize(
    ("free", "state"),
    [(100, IndicatorState.WELL), (4, IndicatorState.WATCH), (0.5, IndicatorState.STOPPED)],
)
def test_disk(monkeypatch, free, state):
    usage = SimpleNamespace(free=int(free * 1024**3), total=120 * 1024**3)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda folder: usage)

    assert machine.disk().state == state


def test_tables_that_are_behind_the_version(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'reports' AND name = "
            "(SELECT max(name) FROM django_migrations WHERE app = 'reports')"
        )

    assert states()["migrations"] == IndicatorState.STOPPED
    assert value("migrations") == "En ändring är inte gjord."


def test_the_page_says_state_in_words_and_what_to_do(page):
    heartbeats.beat("celery", at=ago(minutes=20))

    text = page().text

    assert "Kräver åtgärd" in text
    assert "Starta om tjänsten worker" in text
    assert "20\xa0minuter" in text


def test_queries_do_not_grow(page):
    def count():
        with CaptureQueriesContext(connection) as queries:
            page()
        return len(queries)

    run(minutes=1)
    page()
    before = count()
    for minutes in range(5):
        mail(minutes=minutes)
        run(minutes=minutes)
        heartbeats.beat(f"q{minutes}", at=timezone.now())

    assert count() == before <= 36


def test_a_heartbeat_without_a_database_is_a_line_in_the_log(monkeypatch, caplog, db):
    def away(*args, **kwargs):
        raise heartbeats.DatabaseError(CANARY)

    monkeypatch.setattr(Heartbeat.objects, "bulk_create", away)

    assert heartbeats.beat("celery", at=timezone.now()) is False
    assert "no heartbeat" in caplog.text
    assert CANARY not in caplog.text

import time
from contextlib import suppress
from datetime import date, timedelta
from queue import Empty
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from audit.models import Audit
from common import dates, pdf
from common.causes import JobCause
from common.rules import RuleBroken
from reports import making, services, tasks
from reports.making import Attempt, PaperMade
from reports.models import MOST_ATTEMPTS, Report, ReportState
from reports.views.papers import enqueue
from tests.common.test_pdf import text_of
from tests.conftest import NOW

TODAY = date(2023, 2, 14)
LATE = Attempt(PaperMade(b"%PDF-", "papper.pdf"))


@pytest.fixture
def waiting(handed_over: Audit, chair: User) -> Report:
    return services.order_report(handed_over, on=TODAY, at=NOW, by=chair)


def test_a_waiting_report_is_made_and_kept(waiting: Report, handed_over: Audit) -> None:
    services.maker.make(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.state == ReportState.DONE
    assert (
        waiting.document.name
        == f"Svar och uppföljning, granskning {handed_over.pk}, läge 2023-02-14.pdf"
    )
    assert handed_over.title in text_of(waiting.document.data)


def test_pressed_twenty_times_is_one_order(handed_over: Audit, chair: User) -> None:
    missives = {services.order_missive(handed_over, at=NOW, by=chair).pk for _ in range(20)}
    reports = {services.order_report(handed_over, on=TODAY, at=NOW, by=chair).pk for _ in range(20)}

    assert (len(missives), len(reports)) == (1, 1)


def test_what_has_been_made_is_asked_for_anew(
    waiting: Report, handed_over: Audit, chair: User
) -> None:
    with pytest.raises(RuleBroken, match=r"läge per 14.+februari.+2023 är redan beställd"):
        services.order_report(handed_over, on=date(2023, 2, 13), at=NOW, by=chair)
    services.maker.claim(waiting.pk, at=timezone.now())

    assert services.order_report(handed_over, on=date(2023, 2, 13), at=NOW, by=chair) != waiting


def test_a_paper_that_would_lose_text_fails_with_its_cause(
    waiting: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "STYLE", pdf.FONT_STYLE)  # without our style no long word is broken
    Audit.objects.update(overall_assessment="Ärendehanteringssystem" * 7)

    services.maker.make(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.document) == (ReportState.FAILED, None)
    assert "utanför papperet" in waiting.error
    assert waiting.cause == JobCause.OFF_PAGE


def test_a_paper_that_holds_no_standard_fails_with_its_cause(
    waiting: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "marked_as_accessible", lambda raw: raw)

    services.maker.make(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.document) == (ReportState.FAILED, None)
    assert "följer inte reglerna" in waiting.error
    assert waiting.cause == JobCause.STANDARD
    assert "tillgänglighet (PDF/UA-1)" in waiting.error


def test_made_twice_is_made_once(waiting: Report) -> None:
    assert tasks.make_report(waiting.pk) is True
    assert tasks.make_report(waiting.pk) is False


def queued(queue: str) -> list[list[int]]:
    """The arguments of the tasks that wait in a queue, which is emptied."""
    with current_app.connection_for_read() as connection, connection.SimpleQueue(queue) as waiting:
        found = []
        with suppress(Empty):
            while True:
                message = waiting.get_nowait()
                message.ack()
                found.append(list(message.payload[0]))
        return found


def test_the_sweeper_makes_a_task_of_each_that_waits(
    waiting: Report, handed_over: Audit, chair: User
) -> None:
    missive = services.order_missive(handed_over, at=NOW, by=chair)
    abandoned = services.order_missive(handed_over, at=NOW, by=chair)
    services.maker.claim(abandoned.pk, at=timezone.now() - timedelta(hours=1))
    for queue in ("papers", "celery"):
        queued(queue)  # what other tests have left behind is taken out

    assert tasks.make_waiting_reports() == 2
    assert queued("papers") == [[waiting.pk], [missive.pk]]
    assert queued("celery") == []


@pytest.mark.parametrize(
    ("heavy", "cause"),
    [("while True: pass", JobCause.TOO_LONG), ("bytearray(3 * 1024**3)", JobCause.MEMORY)],
)
def test_a_paper_that_is_too_heavy_fails_with_its_cause(
    heavy: str, cause: str, waiting: Report, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PAPER_SECONDS = 0.2
    monkeypatch.setattr("reports.papers.follow_up.paper", lambda *args, **kwargs: exec(heavy))

    services.maker.make(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (ReportState.FAILED, making.TOO_HEAVY)
    assert waiting.cause == cause


def test_a_paper_that_asks_for_what_is_not_ours_fails(
    waiting: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "STYLE", "css/finns-inte.css")

    services.maker.make(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (ReportState.FAILED, making.NOT_MADE)


def test_a_report_that_another_worker_has_is_left_alone(waiting: Report) -> None:
    services.maker.claim(waiting.pk, at=timezone.now())

    assert services.maker.make(waiting.pk) is None


def test_what_a_dead_worker_left_is_taken_over(waiting: Report) -> None:
    services.maker.claim(waiting.pk, at=timezone.now() - timedelta(hours=1))

    assert services.maker.make_waiting() == 1


def test_a_late_worker_does_not_make_a_second_file(waiting: Report) -> None:
    late = services.maker.claim(waiting.pk, at=timezone.now() - timedelta(hours=1))
    assert late is not None
    services.maker.make(waiting.pk)
    waiting.refresh_from_db()

    assert services.maker.settle(late, LATE) is None
    assert Report.objects.get().document_id == waiting.document_id


def test_what_stops_its_worker_each_time_is_given_up(waiting: Report) -> None:
    for hours in range(MOST_ATTEMPTS, 0, -1):
        services.maker.claim(waiting.pk, at=timezone.now() - timedelta(hours=hours))

    assert services.maker.make_waiting() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (ReportState.FAILED, making.GAVE_UP)
    assert waiting.cause == JobCause.INTERRUPTED


def test_trouble_is_recorded_in_swedish_without_its_details(
    waiting: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> bytes:
        raise ValueError("kanariefågel")

    monkeypatch.setattr("reports.papers.follow_up.paper", broken)
    services.maker.make(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (ReportState.FAILED, making.NOT_MADE)
    assert waiting.cause == JobCause.UNEXPECTED


def test_an_audit_that_was_not_handed_over_then_is_not_ordered(
    handed_over: Audit, chair: User
) -> None:
    with pytest.raises(RuleBroken):
        services.order_report(handed_over, on=date(2022, 11, 1), at=NOW, by=chair)


def test_released_once(waiting: Report, chair: User) -> None:
    with pytest.raises(RuleBroken, match="inte klar"):
        services.release(waiting, at=NOW, by=chair)
    services.maker.make(waiting.pk)

    released = services.release(waiting, at=dates.now(), by=chair)

    assert released.released_by == chair
    with pytest.raises(RuleBroken, match="redan"):
        services.release(waiting, at=NOW, by=chair)


def test_a_silent_broker_neither_breaks_nor_holds_the_request(
    waiting: Report,
) -> None:
    began = time.monotonic()

    with (
        current_app.connection_for_write("redis://127.0.0.1:1/0") as dead,
        pytest.raises(OperationalError),
    ):
        tasks.make_report.apply_async((waiting.pk,), retry=False, connection=dead)

    assert time.monotonic() - began < 5


def test_the_worker_is_told_by_the_broker(waiting: Report) -> None:
    enqueue(waiting.pk)

    assert Report.objects.get().state == ReportState.WAITING

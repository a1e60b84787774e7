"""The job that reads: safe to run twice, taken over from a dead worker, and nothing kept of what can't be read."""

import time
from datetime import timedelta

import pypdfium2
import pytest
from django.core.management import call_command
from django.utils import timezone
from weasyprint import HTML

from common import dates
from common.causes import JobCause
from documents.models import Document, DocumentContent
from importer import decoding, tasks
from importer.models import MOST_ATTEMPTS, Reading, ReadingDocument, ReadingState
from importer.reader import Unreadable
from importer.services import read_waiting, take_in
from importer.services.jobs import GAVE_UP, NOT_READ, _settle, claim
from importer.views import enqueue
from tests.documents.hostile import W, office
from tests.importer.reading import FILES, read_files

NOT_AN_AUDIT = ("recept.txt", b"Koka pasta i tio minuter.")


@pytest.fixture
def waiting(auditor):
    return take_in(FILES, at=dates.now(), by=auditor)


def test_what_was_found_and_read_is_kept(waiting):
    assert read_waiting(waiting.pk) == 1

    waiting.refresh_from_db()
    assert waiting.state == ReadingState.DONE
    assert waiting.found["title"] == "Granskning av kommunens stöd till anhöriga"
    assert all(one.text for one in waiting.documents.all())


def test_read_twice_is_read_once(waiting):
    assert tasks.read_waiting(waiting.pk) == 1
    assert tasks.read_waiting(waiting.pk) == 0


def test_the_sweeper_and_the_command_find_what_was_never_enqueued(waiting, capsys):
    call_command("read_waiting")

    assert capsys.readouterr().out.strip() == "1"
    assert tasks.read_waiting() == 0


def test_a_waiting_one_is_put_in_the_queue(waiting):
    enqueue(waiting.pk)

    assert Reading.objects.get().state == ReadingState.WAITING


def test_progress_is_told_file_by_file(waiting):
    read_waiting(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.files_read == 2
    assert waiting.bytes_read == waiting.bytes_given


def test_one_that_another_worker_has_is_left_alone(waiting):
    claim(waiting.pk, at=timezone.now())

    assert read_waiting(waiting.pk) == 0


def test_what_a_dead_worker_left_is_taken_over(waiting):
    claim(waiting.pk, at=timezone.now() - timedelta(hours=1))

    assert read_waiting() == 1


def test_a_late_worker_changes_nothing(waiting):
    late = claim(waiting.pk, at=timezone.now() - timedelta(hours=1))
    read_waiting()

    assert _settle(late, cause=JobCause.UNEXPECTED, error="För sent.") is False
    assert Reading.objects.get().state == ReadingState.DONE


def test_what_stops_its_worker_each_time_is_given_up(waiting):
    for hours in range(MOST_ATTEMPTS, 0, -1):
        claim(waiting.pk, at=timezone.now() - timedelta(hours=hours))

    assert read_waiting() == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (ReadingState.FAILED, GAVE_UP)
    assert waiting.cause == JobCause.INTERRUPTED
    assert DocumentContent.objects.exists()


def test_what_turns_out_unreadable_stays_until_a_person_has_chosen(auditor):
    reading = read_files([*FILES, NOT_AN_AUDIT], by=auditor)

    assert reading.state == ReadingState.FAILED
    assert "Filen recept.txt ser inte ut som en revisionsrapport" in reading.error
    assert reading.cause == JobCause.NOT_AN_AUDIT
    assert Document.objects.count() == ReadingDocument.objects.count() == 3


def test_trouble_is_told_in_swedish_without_its_details(waiting, monkeypatch):
    def broken(*args):
        raise ValueError("kanariefågel")

    monkeypatch.setattr("importer.services.jobs.read_with_kinds", broken)
    read_waiting(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == (ReadingState.FAILED, NOT_READ)
    assert waiting.cause == JobCause.UNEXPECTED


def test_a_discarded_one_is_not_read(waiting, auditor):
    waiting.discard(at=dates.now(), by=auditor)

    assert read_waiting() == 0


def test_discarded_while_it_is_read_stays_as_it_was(waiting, auditor):
    held = claim(waiting.pk, at=timezone.now())
    Reading.objects.get().discard(at=dates.now(), by=auditor)

    assert _settle(held, cause=JobCause.UNEXPECTED, error="Kunde inte läsas.") is False
    assert Document.objects.count() == 2


def test_what_shows_at_once_leaves_nothing(auditor):
    with pytest.raises(Unreadable):
        take_in([*FILES, ("tom.txt", b"")], at=dates.now(), by=auditor)

    assert not Document.objects.exists()
    assert not Reading.objects.exists()


def test_a_hundred_pages_take_little_more_than_their_text(auditor):
    """Measured in this process's own time, so that what else the machine does is no part of it."""
    pdf = report_of(100)
    began = time.process_time()
    raw_pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    raw = time.process_time() - began
    reading = take_in([("rapport.pdf", pdf)], at=dates.now(), by=auditor)

    began = time.process_time()
    read_waiting(reading.pk)
    took = time.process_time() - began

    reading.refresh_from_db()
    assert len(raw_pages) >= 100
    assert reading.state == ReadingState.DONE
    assert took <= 2 * raw + 1


def report_of(pages):
    """A report of many pages, as WeasyPrint makes it."""
    line = "Nämnden följer inte upp granskningen av stödet, och rutinerna är inte kända. "
    chapters = "".join(
        f"<h2>{number}. Iakttagelser</h2><p>{line * 25}</p>" for number in range(1, pages + 1)
    )
    text = (
        "<h1>Revisionsrapport</h1><p>Granskning av stödet till anhöriga</p>"
        "<h2>Revisionsfrågor</h2><ul><li>Finns det en rutin för stödet?</li>"
        "<li>Följer nämnden upp stödet?</li></ul>"
        "<h2>Rekommendationer</h2><p>Vi rekommenderar nämnden att:</p>"
        f"<ul><li>Ta fram en rutin</li><li>Följa upp stödet</li></ul>{chapters}"
    )
    style = "<style>h2 { break-before: page }</style>"
    return HTML(string=f"<html lang='sv'>{style}<body>{text}</body></html>").write_pdf()


@pytest.mark.confined
def test_a_file_that_makes_its_reader_die_ends_with_a_cause(auditor, monkeypatch):
    body = f"<w:document {W}><w:body>{'<w:p/>' * 300_000}</w:body></w:document>"
    word = office(word__document_xml=body)
    waiting = take_in([("rapport.docx", word)], at=dates.now(), by=auditor)
    monkeypatch.setattr(decoding, "MEMORY", 30 * 1024 * 1024)

    read_waiting(waiting.pk)

    waiting.refresh_from_db()
    assert waiting.state == ReadingState.FAILED
    assert "är för tung att läsa in" in waiting.error
    assert waiting.cause == JobCause.TOO_HEAVY


@pytest.mark.confined
def test_the_cause_comes_out_of_the_process_that_opens_the_file():
    with pytest.raises(Unreadable) as refusal:
        decoding.read_confined("rapport.pdf", b"%PDF-1.7", seconds=10)

    assert refusal.value.cause is JobCause.BROKEN

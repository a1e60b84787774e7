"""A reading is a job: files are taken in, claimed by a worker and read.

What can't be read is kept until the person who gave it has seen why, and takes it away or opens it as it is.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from time import monotonic

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import DocumentPart
from common.causes import JobCause
from documents.files import KINDS
from documents.models import Document
from importer.decoding import IN_WORKER, ON_PAGE, read_confined
from importer.intake import look_at
from importer.models import LEASE, MOST_ATTEMPTS, Reading, ReadingDocument, ReadingState
from importer.reader import (
    DocumentKind,
    Doubt,
    DoubtCode,
    PrintedAudit,
    Unreadable,
    read_with_kinds,
    with_bars,
)

logger = logging.getLogger(__name__)
PARTS = {
    "report": DocumentPart.REPORT,
    "missiv": DocumentPart.MISSIVE,
    "other": DocumentPart.OTHER,
}
# Questions and recommendations of one reading: more than any audit has, few enough for one form.
MOST_FINDS = 100
GAVE_UP = "Läsningen avbröts flera gånger."
NOT_READ = "Ett fel hindrade läsningen. Kontakta administratören."


@transaction.atomic
def take_in(files: Sequence[tuple[str, bytes]], *, at: datetime, by: User) -> Reading:
    """Keep the (name, content) files of one audit unchanged, for the audit side alone, and let them wait to be read.

    Raises Unreadable, and stores nothing, when one shows at once that it can't be read.
    """
    for name, data in files:
        look_at(name, data)
    reading = Reading.objects.create(
        read_at=at, read_by=by, bytes_given=sum(len(data) for _, data in files)
    )
    for position, (name, data) in enumerate(files):
        document = Document.objects.store(
            name=name,
            data=data,
            media_type=KINDS[name.lower().rpartition(".")[2]],
            at=at,
            by=by,
            may_be_secret=True,
        )
        ReadingDocument.objects.create(reading=reading, document=document, position=position)
        reading.file_names.append(document.name)
    reading.save(update_fields=["file_names"])
    return reading


def read_waiting(pk: int | None = None) -> int:
    """Read that reading, or all that wait or were left by a worker that died. Returns how many; safe to run twice."""
    count = 0
    while reading := claim(pk, at=timezone.now()):
        _read(reading)
        count += 1
    return count


@transaction.atomic
def claim(pk: int | None, *, at: datetime) -> Reading | None:
    """Take one reading, so that no other worker does until the lease runs out. Gives up what stopped too often."""
    waiting = Reading.objects.to_read(at=at).select_for_update(skip_locked=True, of=("self",))
    if pk is not None:
        waiting = waiting.filter(pk=pk)
    for reading in waiting.order_by("read_at", "pk"):
        if reading.attempts < MOST_ATTEMPTS:
            reading.claim(until=at + LEASE)
            return reading
        reading.fail(JobCause.INTERRUPTED, GAVE_UP)
    return None


def _read(reading: Reading) -> None:
    try:
        texts = _texts(reading)
        content, kinds = _found(reading, texts)
    except Unreadable as refusal:
        _settle(reading, cause=refusal.cause, error=str(refusal))
    except DatabaseError:
        raise  # the lease runs out, and the sweeper tries again
    except Exception:
        logger.exception("reading %s not read", reading.pk)
        _settle(reading, cause=JobCause.UNEXPECTED, error=NOT_READ)
    else:
        _settle(reading, texts=texts, kinds=kinds, content=content)


def _texts(reading: Reading) -> list[str]:
    """One file at a time, and the row says how far it has come. They share the time that a task may take."""
    texts = []
    ends = monotonic() + IN_WORKER
    for row in reading.documents.select_related("document__content"):
        seconds_left = ends - monotonic()
        texts.append(read_confined(row.document.name, row.document.data, seconds=seconds_left))
        reading.progressed(row.document.size)
    return texts


def _found(reading: Reading, texts: list[str]) -> tuple[PrintedAudit, list[DocumentKind]]:
    """Raises Unreadable when it is nothing of an audit, or more than one."""
    content, kinds = read_with_kinds(list(zip(reading.file_names, texts, strict=True)))
    if len(content.questions) + len(content.recommendations) > MOST_FINDS:
        raise Unreadable(
            f"Fler än {MOST_FINDS} revisionsfrågor och rekommendationer hittades. "
            "Läs in en granskning i taget.",
            JobCause.TOO_LARGE,
        )
    return content, kinds


@transaction.atomic
def _settle(
    reading: Reading,
    *,
    texts: Sequence[str] = (),
    kinds: Sequence[DocumentKind] = (),
    content: PrintedAudit | None = None,
    cause: JobCause = JobCause.UNEXPECTED,
    error: str = "",
) -> bool:
    """Record what came of it, unless it is discarded or the lease has run out and another worker has taken over."""
    locked = Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if (
        not locked.is_pending
        or locked.discarded_at
        or locked.claimed_until != reading.claimed_until
    ):
        return False
    if content is None:
        locked.fail(cause, error)
        return True
    for row, text, kind in zip(locked.documents.all(), texts, kinds, strict=True):
        row.text, row.part = with_bars(text), PARTS[kind]
        row.save(update_fields=["text", "part"])
    locked.finish(content.as_full_dict())
    return True


@transaction.atomic
def open_unread(reading: Reading) -> Reading:
    """Show the text of files in which nothing was recognised, so that a person can add the finds by hand.

    Raises Unreadable when a file has no text, and RuleBroken when the reading is discarded.
    """
    locked = Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    locked.require_unfinished()
    if locked.is_read:
        return locked
    read_documents = list(locked.documents.select_related("document__content"))
    texts = [
        read_confined(row.document.name, row.document.data, seconds=ON_PAGE)
        for row in read_documents
    ]
    if not texts:
        raise Unreadable("Filerna finns inte kvar.", JobCause.BROKEN)
    for row, text in zip(read_documents, texts, strict=True):
        row.text, row.part = with_bars(text), DocumentPart.OTHER
        row.save(update_fields=["text", "part"])
    locked.finish(
        PrintedAudit(doubts=[Doubt(DoubtCode.UNREADABLE, "kind", locked.error)]).as_full_dict()
    )
    return locked


@transaction.atomic
def discard(reading: Reading, *, at: datetime, by: User) -> None:
    """Nothing comes of it. Files that could not be read go with it; those that were read stay for the record."""
    if reading.state == ReadingState.FAILED:
        stored = [row.document for row in reading.documents.select_related("document")]
        reading.documents.all().delete()
        for document in stored:
            document.delete()
    reading.discard(at=at, by=by)

"""Taking files in and giving them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from accounts.models import User
from common import swedish
from common.rules import require
from common.typed import UploadedFile
from documents.inspecting import BROKEN, inspect
from documents.models import Document, DocumentRead
from documents.scanning import Scan, scan

PDF = "application/pdf"


@dataclass(frozen=True)
class Upload:
    """A file that has been checked and read."""

    name: str
    data: bytes
    media_type: str
    # The virus scanner was away.
    is_held: bool = False


# Media type by name; the content must agree.
KINDS = {
    "pdf": PDF,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
}


# What may be handed in; a working file may be plain text too.
OF_ANSWERS = ("pdf", "docx", "xlsx", "png", "jpg", "jpeg")
OF_WORK = (*OF_ANSWERS, "txt")


def checked_file(upload: UploadedFile, endings: Sequence[str] = OF_WORK) -> Upload:
    """Read an uploaded file of one of the kinds, known by its content.

    Raises ValidationError with Swedish text when it is empty, too large, of another kind, infected, or does things by
    itself.
    """
    name = upload.name or "fil"
    data = _read(upload, name)
    ending = name.lower().rpartition(".")[2]
    if ending not in endings:
        raise ValidationError(f"{name} {refused_kind(endings)}")
    if fault := _fault(ending, data):
        raise ValidationError(f"{name} {fault}")
    verdict = scan(data)
    if verdict == Scan.INFECTED:
        raise ValidationError(f"{name} innehåller ett virus och har inte tagits emot.")
    return Upload(name, data, KINDS[ending], is_held=verdict == Scan.UNKNOWN)


def refused_kind(endings: Sequence[str]) -> str:
    """The end of a sentence that begins with the file's name."""
    return f"kan inte tas emot. Välj {kinds_listed(endings)}."


def too_large() -> str:
    """The end of a sentence that begins with the file's name."""
    return f"är större än {settings.MAX_UPLOAD_BYTES // 1024 // 1024} MB."


def kinds_listed(endings: Sequence[str]) -> str:
    """PDF, docx, xlsx, png eller jpg"""
    words = ["PDF" if ending == "pdf" else ending for ending in endings if ending != "jpeg"]
    return swedish.listing(words, "eller")


def _fault(ending: str, data: bytes) -> str:
    if ending == "txt":
        return BROKEN if b"\0" in data else ""
    return inspect(ending, data).fault


def _read(upload: UploadedFile, name: str) -> bytes:
    if (upload.size or 0) > settings.MAX_UPLOAD_BYTES:
        raise ValidationError(f"{name} {too_large()}")
    data: bytes = upload.read()
    if not data:
        raise ValidationError(f"{name} är tom.")
    return data


@transaction.atomic
def keep(upload: Upload, *, at: datetime, by: User | None, may_be_secret: bool = False) -> Document:
    """Store what somebody has sent; held where the virus scanner has not seen it."""
    document = Document.objects.store(
        name=upload.name,
        data=upload.data,
        media_type=upload.media_type,
        at=at,
        by=by,
        may_be_secret=may_be_secret,
    )
    if upload.is_held:
        document.hold(at=at)
    return document


def given_to(reader: User, document: Document, *, at: datetime) -> HttpResponse:
    """The file as a download; that somebody opened what may be secret is kept."""
    require(document.can_be_opened())
    if document.may_be_secret:
        DocumentRead.objects.create(document=document, reader=reader, read_at=at)
    return as_download(document)


def as_download(document: Document) -> HttpResponse:
    """The file itself, always as a download and never run by the browser. 403 while it waits for the virus scanner."""
    require(document.can_be_opened())
    return as_download_of(document.data, name=document.name, media_type=document.media_type)


def as_download_of(data: bytes, *, name: str, media_type: str) -> HttpResponse:
    """As `as_download`, of bytes that are no document."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

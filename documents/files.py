"""Taking files in and giving them out."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from accounts.models import User
from common.typed import UploadedFile
from documents.inspecting import BROKEN, inspect
from documents.models import Document, DocumentRead

PDF = "application/pdf"


@dataclass(frozen=True)
class Upload:
    """A file that has been checked and read."""

    name: str
    data: bytes
    media_type: str


def checked_pdf(upload: UploadedFile) -> Upload:
    """Read an uploaded PDF, known by its content and not by its name.

    Raises ValidationError with Swedish text when it is empty, too large, of another kind, or does things by itself.
    """
    name = upload.name or "fil"
    data = _read(upload, name)
    fault = inspect("pdf", data).fault if name.lower().endswith(".pdf") else BROKEN
    if fault == BROKEN:
        raise ValidationError(f"{name} är inte en hel PDF-fil. Bara PDF kan bifogas.")
    if fault:
        raise ValidationError(f"{name} {fault}")
    return Upload(name, data, PDF)


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


def checked_file(upload: UploadedFile) -> Upload:
    """Read an uploaded working file: PDF, Word, Excel, picture or plain text, known by its content.

    Raises ValidationError with Swedish text when it is empty, too large, of another kind, or does things by itself.
    """
    name = upload.name or "fil"
    data = _read(upload, name)
    ending = name.lower().rpartition(".")[2]
    if ending not in KINDS:
        raise ValidationError(
            f"{name} kan inte tas emot. Välj PDF, docx, xlsx, png, jpg eller txt."
        )
    if fault := _fault(ending, data):
        raise ValidationError(f"{name} {fault}")
    return Upload(name, data, KINDS[ending])


def _fault(ending: str, data: bytes) -> str:
    if ending == "txt":
        return BROKEN if b"\0" in data else ""
    return inspect(ending, data).fault


def _read(upload: UploadedFile, name: str) -> bytes:
    limit = settings.MAX_UPLOAD_BYTES
    if (upload.size or 0) > limit:
        raise ValidationError(f"{name} är större än {limit // 1024 // 1024} MB.")
    data: bytes = upload.read()
    if not data:
        raise ValidationError(f"{name} är tom.")
    return data


def given_to(reader: User, document: Document, *, at: datetime) -> HttpResponse:
    """The file as a download; that somebody opened what may be secret is kept."""
    if document.may_be_secret:
        DocumentRead.objects.create(document=document, reader=reader, read_at=at)
    return as_download(document)


def as_download(document: Document) -> HttpResponse:
    """The file itself, always as a download and never run by the browser."""
    response = HttpResponse(document.data, content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(True, document.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

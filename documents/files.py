"""Taking files in and giving them out."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from accounts.models import User
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

    Raises ValidationError with Swedish text when it is empty, too large or of another kind.
    """
    name = upload.name or "fil"
    data = _read(upload, name)
    if (
        not name.lower().endswith(".pdf")
        or not data.startswith(b"%PDF-")
        or b"%%EOF" not in data[-2048:]
    ):
        raise ValidationError(f"{name} är inte en hel PDF-fil. Bara PDF kan bifogas.")
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
SIGNATURES = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
}
INNER_FOLDER = {"docx": "word/", "xlsx": "xl/"}


def checked_file(upload: UploadedFile) -> Upload:
    """Read an uploaded working file: PDF, Word, Excel, picture or plain text, known by its content.

    Raises ValidationError with Swedish text when it is empty, too large, of another kind or carries macros.
    """
    name = upload.name or "fil"
    data = _read(upload, name)
    ending = name.lower().rpartition(".")[2]
    if ending not in KINDS:
        raise ValidationError(
            f"{name} kan inte tas emot. Välj PDF, docx, xlsx, png, jpg eller txt."
        )
    if not _is(ending, data):
        raise ValidationError(f"{name} är skadad eller av ett annat slag än namnet säger.")
    return Upload(name, data, KINDS[ending])


def _is(ending: str, data: bytes) -> bool:
    if ending in SIGNATURES:
        return data.startswith(SIGNATURES[ending])
    if ending == "txt":
        return b"\0" not in data
    try:
        names = ZipFile(BytesIO(data)).namelist()
    except (BadZipFile, ValueError, OSError):
        return False
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return any(name.startswith(INNER_FOLDER[ending]) for name in names) and not has_macros


def _read(upload: UploadedFile, name: str) -> bytes:
    limit = settings.MAX_UPLOAD_BYTES
    if (upload.size or 0) > limit:
        raise ValidationError(f"{name} är större än {limit // 1024 // 1024} MB.")
    data = upload.read()
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

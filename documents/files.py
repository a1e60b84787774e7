"""Taking files in and giving them out."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from documents.models import Document

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


def _read(upload: UploadedFile, name: str) -> bytes:
    limit = settings.MAX_UPLOAD_BYTES
    if (upload.size or 0) > limit:
        raise ValidationError(f"{name} är större än {limit // 1024 // 1024} MB.")
    data = upload.read()
    if not data:
        raise ValidationError(f"{name} är tom.")
    return data


def as_download(document: Document) -> HttpResponse:
    """The file itself, always as a download and never run by the browser."""
    response = HttpResponse(document.data, content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(True, document.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response

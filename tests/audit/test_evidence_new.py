import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Evidence
from tests.documents.hostile import XLSX, launching, office, pdf, picture


def zipped(*names):
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def send(client, audit, name, data):
    url = reverse("audit:evidence_new", args=[audit.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", pdf()),
        ("a.docx", office()),
        ("a.xlsx", office(XLSX, main="xl/workbook.xml")),
        ("a.png", picture()),
        ("a.txt", "Åtgärd".encode()),
    ],
)
def test_what_it_says_it_is_is_kept_with_its_hash(client, auditor, draft, name, data):
    client.force_login(auditor)

    send(client, draft, name, data)

    assert Evidence.objects.get().document.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"<html>"),
        ("a.pdf", b"%PDF-1.4 %%EOF"),
        ("a.pdf", pdf(launching)),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", zipped("xl/workbook.xml")),
        ("a.docx", zipped("word/document.xml", "word/vbaProject.bin")),
        ("a.docm", zipped("word/document.xml")),
        ("a.exe", b"MZ"),
        ("a.svg", b"<svg/>"),
        ("a.txt", b"a\0b"),
        ("a.txt", b""),
    ],
)
def test_what_it_is_not_is_refused(client, auditor, draft, name, data):
    client.force_login(auditor)

    response = send(client, draft, name, data)

    assert response.status_code == 200 and name in response.content.decode()
    assert not Evidence.objects.exists()

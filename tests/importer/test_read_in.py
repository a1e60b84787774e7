import io
import zipfile

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from audit.models import Audit
from common import dates
from documents.models import Document
from importer.models import Reading, ReadingState
from importer.services import read_waiting, take_in
from tests.importer.reading import FILES, read_files

URL = reverse("importer:read_in")
REPORT, MISSIV = FILES


def upload(client, *files):
    sent = [SimpleUploadedFile(name, data, content_type="text/plain") for name, data in files]
    return client.post(URL, {"documents": sent})


def packed(*names, **sizes):
    """A Word file as far as its directory goes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("word/document.xml", *names):
            archive.writestr(name, b"0" * sizes.get("size", 1))
    return data.getvalue()


def bomb():
    return packed("a", "b", "c", size=60 * 1024 * 1024)


def scanned():
    """Two pages without a text layer."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(595, 842)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def refusal(response):
    [said] = response.context["form"].errors["documents"]
    return said


def test_both_files_wait_for_the_worker(client, auditor):
    client.force_login(auditor)

    response = upload(client, *FILES)

    reading = Reading.objects.get()
    assert response.url == reverse("importer:reading", args=[reading.pk])
    assert (reading.read_by, reading.state) == (auditor, ReadingState.WAITING)
    assert not Audit.objects.exists()


def test_a_sakkunnig_may(client, expert):
    client.force_login(expert)

    assert upload(client, *FILES).status_code == 302


@pytest.mark.parametrize("who", ["board_clerk", "presidium_member", "administrator", "stranger"])
def test_others_have_no_such_page(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(URL).status_code == 404
    assert upload(client, *FILES).status_code == 404
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Välj minst en fil."),
        ([("tom.txt", b"")], "Filen tom.txt är tom."),
        ([("blank.txt", b" \n \n")], "Filen blank.txt är tom."),
        (
            [("bild.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")],
            "Filen bild.txt är inte en textfil.",
        ),
        ([("rapport.pdf", b"%PDF-1.7")], "Filen rapport.pdf är skadad"),
        ([("rapport.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00")], "är inte en textfil"),
        ([("rapport.pdf", b"Revisionsrapport")], "Filen rapport.pdf är inte en PDF-fil."),
        ([REPORT, ("rapport.docx", b"PK\x03\x04")], "Filen rapport.docx är skadad"),
        ([("rapport.docx", b"\xd0\xcf\x11\xe0" * 9)], "Filen rapport.docx är låst med lösenord"),
        ([("rapport.docx", packed("word/vbaProject.bin"))], "Filen rapport.docx innehåller makron"),
        ([("rapport.docx", packed("../x"))], "Filen rapport.docx är skadad"),
        ([("rapport.docx", bomb)], "Filen rapport.docx är för stor när den packas upp"),
        ([("skanning.pdf", scanned())], "Filen skanning.pdf har ingen text att läsa"),
        ([("stor.txt", b"Granskning. " * 1_700_000)], "Filen stor.txt är för stor"),
        ([REPORT] * 6, "Högst 5 filer"),
        ([("noll.txt", REPORT[1] + b"\x00")], "är inte en textfil"),
    ],
)
def test_what_is_not_understood_is_said_at_the_field(client, auditor, files, said):
    client.force_login(auditor)

    response = upload(client, *((name, bomb() if data is bomb else data) for name, data in files))

    assert said in refusal(response)
    assert not Reading.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_other_encodings_are_understood(client, auditor, encoding):
    text = MISSIV[1].decode().replace("▶ ", "")
    client.force_login(auditor)

    upload(client, ("missiv.txt", text.encode(encoding)))

    read_waiting()
    assert Reading.objects.get().found["addressees"] == ["Kommunstyrelsen", "Socialnämnden"]


def test_a_name_with_a_path_is_only_a_name(client, auditor):
    client.force_login(auditor)

    upload(client, ("../../x.txt", MISSIV[1]))

    assert Document.objects.get().name == "x.txt"


def test_unfinished_readings_are_listed_with_their_doubts(client, auditor):
    reading = read_files(FILES, by=auditor)
    client.force_login(auditor)

    page = client.get(URL).content.decode()

    assert "Granskning av kommunens stöd till anhöriga" in page
    assert "fem tveksamheter" in page
    assert reverse("importer:discard", args=[reading.pk]) in page


def test_a_sakkunnig_sees_only_their_own(client, auditor, expert):
    read_files(FILES, by=auditor)
    client.force_login(expert)

    assert "Ingen inläsning är påbörjad" in client.get(URL).content.decode()


def test_finished_readings_are_not_listed(client, auditor):
    read_files(FILES, by=auditor).discard(at=dates.now(), by=auditor)
    client.force_login(auditor)

    assert "Ingen inläsning är påbörjad" in client.get(URL).content.decode()


def test_as_many_queries_for_many_readings(client, auditor, django_assert_max_num_queries):
    for number in range(4):
        person = User.objects.create_user(f"p{number}@test.example", f"Person {number}")
        Reading.objects.create(
            read_at=dates.now(), read_by=person, found={"title": "En titel"}, state="done"
        )
    client.force_login(auditor)

    with django_assert_max_num_queries(6):
        client.get(URL)


def test_the_list_says_how_each_reading_goes(client, auditor):
    read_files([("recept.txt", b"Koka pasta i tio minuter.")], by=auditor)
    take_in(FILES, at=dates.now(), by=auditor)
    client.force_login(auditor)

    page = client.get(URL).content.decode()

    assert "Kunde inte läsas" in page
    assert "Väntar på tur" in page


def test_a_waiting_upload_is_enqueued_once_it_is_there(
    client, auditor, monkeypatch, django_capture_on_commit_callbacks
):
    enqueued = []
    monkeypatch.setattr("importer.views.enqueue", enqueued.append)
    client.force_login(auditor)

    with django_capture_on_commit_callbacks(execute=True):
        upload(client, *FILES)

    assert enqueued == [Reading.objects.get().pk]

"""The virus scanner: what it finds is refused, and while it is away nothing is passed."""

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import Document
from documents.scanning import Scan, scan, scan_held
from responses import services
from responses.models import AnswerDocument
from tests.conftest import NOW, write_answer
from tests.documents import clamd, hostile
from tests.responses.drafting import shown


@pytest.fixture
def socket(settings):
    """A short path: a socket's may have 100 letters."""
    with tempfile.TemporaryDirectory() as folder:
        settings.CLAMD_SOCKET = str(Path(folder) / "clamd")
        yield Path(settings.CLAMD_SOCKET)


@pytest.fixture
def secretary(client, social_clerk):
    client.force_login(social_clerk)
    return client


def infected():
    def title(document):
        document.docinfo["/Title"] = clamd.WORD.decode()

    return hostile.pdf(title)


def attach(client, request, data):
    file = SimpleUploadedFile("Yttrande.pdf", data)
    return client.post(reverse("responses:attach", args=[request.pk]), {"file": file}, follow=True)


def test_without_a_scanner_files_are_taken(settings):
    settings.CLAMD_SOCKET = ""

    assert scan(b"") == Scan.CLEAN


@pytest.mark.parametrize(
    ("data", "verdict"),
    [(b"x" * 200_000, Scan.CLEAN), (b"", Scan.CLEAN), (b"y" * 90_000 + clamd.WORD, Scan.INFECTED)],
)
def test_what_the_scanner_says(socket, data, verdict):
    with clamd.running(socket):
        assert scan(data) == verdict


@pytest.mark.parametrize(
    "words", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0", b"x" * 9000]
)
def test_what_is_no_answer_passes_nothing(socket, words):
    with clamd.running(socket, says=words):
        assert scan(b"") == Scan.UNKNOWN


@pytest.mark.parametrize("address", ["/nowhere/clamd", "tcp://127.0.0.1:1", "unix:///nowhere/x"])
def test_a_scanner_that_is_away(settings, address):
    settings.CLAMD_SOCKET = address

    assert scan(b"") == Scan.UNKNOWN


def test_an_infected_file_is_refused_at_its_field(socket, secretary, social_request):
    with clamd.running(socket):
        page = shown(attach(secretary, social_request, infected()))

    assert "Yttrande.pdf innehåller ett virus och har inte tagits emot." in page
    assert not AnswerDocument.objects.exists()


def test_a_clean_file_is_opened_at_once(socket, secretary, social_request):
    with clamd.running(socket):
        attach(secretary, social_request, hostile.pdf())

    assert opened(secretary, social_request) == 200


def opened(client, request):
    attached = AnswerDocument.objects.get()
    return client.get(reverse("responses:document", args=[request.pk, attached.pk])).status_code


def test_while_the_scanner_is_away_the_file_is_held(
    socket, secretary, social_request, social_clerk, client, chair
):
    page = shown(attach(secretary, social_request, hostile.pdf()))
    services.submit(write_answer(social_request), at=NOW, by=social_clerk)

    assert "Väntar på viruskontroll." in page
    assert opened(secretary, social_request) == 403
    client.force_login(chair)
    assert "Väntar på viruskontroll." in shown(client.get(social_request.get_absolute_url()))
    assert opened(client, social_request) == 403
    assert scan_held(at=NOW) == 0

    with clamd.running(socket):
        assert scan_held(at=NOW) == 1

    assert opened(client, social_request) == 200


def test_a_held_file_that_is_infected_is_never_opened(socket, secretary, social_request):
    attach(secretary, social_request, infected())

    with clamd.running(socket):
        assert scan_held(at=NOW) == 1
        assert scan_held(at=NOW) == 0

    assert opened(secretary, social_request) == 403
    assert "Virus hittades i filen." in shown(secretary.get(social_request.get_absolute_url()))
    assert Document.objects.get().closed_words

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from recommendations.models import ProgressReport
from tests.documents import hostile


@pytest.fixture
def addressee(board_answer):
    return board_answer.items.first().asked.addressee


def url(addressee):
    return reverse("responses:progress", args=[addressee.pk])


def test_a_file_has_a_date_of_its_own(client, board_clerk, addressee):
    client.force_login(board_clerk)
    pdf = SimpleUploadedFile("protokoll.pdf", hostile.pdf(), content_type="application/pdf")

    client.post(
        url(addressee),
        {"version": 0, "claim": "ongoing", "text": "Se filen.", "file": pdf}
        | {"dated_on": "2023-01-18", "report": "1"},
    )

    file = ProgressReport.objects.get().files.get()
    assert (file.document.name, file.dated_on) == ("protokoll.pdf", date(2023, 1, 18))


def test_a_file_of_a_draft_is_taken_out(client, board_clerk, auditor, addressee):
    client.force_login(board_clerk)
    pdf = SimpleUploadedFile("protokoll.pdf", hostile.pdf(), content_type="application/pdf")
    client.post(url(addressee), {"version": 0, "text": "Se filen.", "file": pdf})
    report = ProgressReport.objects.get()
    file = report.files.get()
    address = reverse("responses:progress_file", args=[report.pk, file.pk])
    assert client.get(address).status_code == 200

    client.post(url(addressee), {"version": 1, "text": "Se filen.", "detach": file.pk})

    assert client.get(address).status_code == 404

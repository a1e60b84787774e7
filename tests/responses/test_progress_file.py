from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.files import Upload
from recommendations.models import Addressee, ProgressReport
from responses import services
from tests.conftest import NOW
from tests.documents import hostile
from tests.factories import assign


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


def filed(addressee, by, *, is_told, may_be_secret):
    """The address of a file with a report of the body."""
    report = ProgressReport.objects.create(
        addressee=addressee,
        claim="ongoing",
        text="Se filen.",
        may_be_secret=may_be_secret,
        created_at=NOW,
    )
    file = services.attach_to_progress(
        report,
        Upload("lage.pdf", hostile.pdf(), "application/pdf"),
        dated_on=None,
        may_be_secret=may_be_secret,
        at=NOW,
        by=by,
    )
    if is_told:
        services.report_progress(report, at=NOW, by=by)
    return reverse("responses:progress_file", args=[report.pk, file.pk])


@pytest.mark.parametrize("may_be_secret", [False, True])
@pytest.mark.parametrize(
    ("is_told", "readers"),
    [(False, {"board_clerk"}), (True, {"board_clerk", "chair", "auditor", "assigned"})],
)
def test_who_downloads_a_file_of_a_report(
    client, request, handed_over, board, board_clerk, expert, is_told, readers, may_be_secret
):
    """A draft: its body alone, marked or not. What is told: the audit side too, and nobody else."""
    addressee = Addressee.objects.filter(body=board).first()
    address = filed(addressee, board_clerk, is_told=is_told, may_be_secret=may_be_secret)
    outsiders = ("social_clerk", "presidium_member", "administrator", "stranger", "expert")
    allowed = set()
    for role in (*outsiders, "assigned", "board_clerk", "chair", "auditor"):
        if role == "assigned":
            assign(handed_over, expert)
        name = "expert" if role == "assigned" else role
        client.force_login(request.getfixturevalue(name))
        answer = client.get(address)
        assert answer.status_code in (200, 404), role
        allowed |= {role} if answer.status_code == 200 else set()

    assert allowed == readers


def test_a_file_is_not_found_under_the_report_of_another(
    client, handed_over, board, social, board_clerk, social_clerk
):
    """Whoever has a report of their own gets no file of somebody else's through it."""
    options = {"is_told": False, "may_be_secret": False}
    board_addressee, social_addressee = (
        Addressee.objects.filter(body=body).first() for body in (board, social)
    )
    address = filed(social_addressee, social_clerk, **options)
    filed(board_addressee, board_clerk, **options)
    report = ProgressReport.objects.get(addressee=board_addressee)
    foreign = ProgressReport.objects.get(addressee=social_addressee).files.get()
    client.force_login(board_clerk)

    assert client.get(address).status_code == 404
    through = reverse("responses:progress_file", args=[report.pk, foreign.pk])
    assert client.get(through).status_code == 404

"""Files for an answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import Document
from responses import services
from responses.models import AnswerDocument
from tests.conftest import NOW
from tests.documents import hostile
from tests.responses.drafting import fields_in, read, shown, text_field

PDF = hostile.pdf()


def pdf(name="Protokollsutdrag.pdf", data=PDF):
    return SimpleUploadedFile(name, data, content_type="application/pdf")


@pytest.fixture
def url(social_request):
    return reverse("responses:attach", args=[social_request.pk])


@pytest.fixture
def attached(clerk, url):
    clerk.post(url, {"file": pdf()})
    return AnswerDocument.objects.get()


@pytest.fixture
def remove_url(social_request, attached):
    return reverse("responses:document_remove", args=[social_request.pk, attached.pk])


def test_a_pdf_is_attached(attached):
    assert attached.document.name == "Protokollsutdrag.pdf"
    assert attached.document.data == PDF
    assert not attached.document.may_be_secret


def test_the_tick_marks_the_file(clerk, url):
    clerk.post(url, {"file": pdf(), "file_may_be_secret": "on"})

    assert AnswerDocument.objects.get().document.may_be_secret


def test_what_was_typed_is_saved_with_the_file(clerk, url, social_request):
    data = read(clerk, social_request) | {text_field(social_request): "Text"}

    response = clerk.post(url, data | {"file": pdf()})

    assert response.status_code == 302
    assert social_request.answers.draft().items.first().text == "Text"


@pytest.mark.parametrize(
    "file",
    [
        None,
        pdf(data=b""),
        pdf(data=b"<html>inte en pdf</html>"),
        pdf(name="bild.png"),
        pdf(data=PDF[:20]),
    ],
)
def test_what_is_not_a_pdf_is_refused_and_the_text_is_saved(clerk, url, social_request, file):
    data = read(clerk, social_request) | {text_field(social_request): "Text"}

    response = clerk.post(url, data | ({"file": file} if file else {}))

    assert response.status_code == 200
    assert fields_in(response.content.decode())[text_field(social_request)] == "Text"
    assert social_request.answers.draft().items.first().text == "Text"
    assert not AnswerDocument.objects.exists()


def test_a_large_file_is_refused(clerk, url, settings):
    settings.MAX_UPLOAD_BYTES = 10

    response = clerk.post(url, {"file": pdf()})

    assert "är större än" in shown(response)


def test_a_name_with_a_path_is_made_safe(clerk, url):
    clerk.post(url, {"file": pdf(name="..\\..\\proto<koll>.pdf")})

    assert AnswerDocument.objects.get().document.name == "proto_koll_.pdf"


def test_a_typing_error_keeps_the_file_and_shows_the_text(clerk, url, social_request):
    data = read(clerk, social_request) | {"beslut-decided_on": "2023-02-29"}

    response = clerk.post(url, data | {"file": pdf()})

    assert response.status_code == 200
    assert AnswerDocument.objects.count() == 1
    assert "Protokollsutdrag.pdf" in shown(response)


def test_the_same_file_twice_is_one(clerk, url, attached):
    clerk.post(url, {"file": pdf()})

    assert AnswerDocument.objects.count() == 1


def test_the_same_file_with_another_mark_replaces_it(clerk, url, attached):
    clerk.post(url, {"file": pdf(), "file_may_be_secret": "on"})

    assert AnswerDocument.objects.get(removed_at=None).document.may_be_secret


def test_there_is_an_end_to_the_number_of_files(clerk, url, social_request):
    for number in range(services.answering.MOST_FILES - 1):
        document = Document.objects.store(
            name=f"{number}.pdf",
            data=bytes([number]),
            media_type="application/pdf",
            at=NOW,
            by=None,
        )
        social_request.answers.draft().documents.create(document=document)
    assert clerk.post(url, {"file": pdf(data=PDF + b"den sista\n%%EOF")}).status_code == 302

    response = clerk.post(url, {"file": pdf(data=PDF + b"en till\n%%EOF")})

    assert "högst 20 bilagor" in shown(response)


def test_a_removed_file_leaves_the_draft_but_not_the_database(clerk, remove_url, attached):
    response = clerk.post(remove_url)

    attached.refresh_from_db()
    assert response.status_code == 302
    assert attached.removed_at == NOW


def test_removing_saves_what_was_typed(clerk, remove_url, social_request):
    data = read(clerk, social_request) | {text_field(social_request): "Text"}

    clerk.post(remove_url, data)

    assert social_request.answers.draft().items.first().text == "Text"


def test_a_file_of_another_request_is_not_removed(
    clerk, social_request, board_request, board_clerk
):
    foreign = services.attach(
        board_request.answers.draft(),
        services.answering.Upload("a.pdf", PDF, "application/pdf"),
        may_be_secret=False,
        at=NOW,
        by=board_clerk,
    )

    url = reverse("responses:document_remove", args=[social_request.pk, foreign.pk])

    assert clerk.post(url).status_code == 404


@pytest.mark.parametrize("name", ["auditor", "presidium_member"])
def test_only_the_body_attaches_and_removes(client, request, url, remove_url, name):
    client.force_login(request.getfixturevalue(name))

    assert client.post(url, {"file": pdf()}).status_code == 403
    assert client.post(remove_url).status_code == 403


@pytest.mark.parametrize("name", ["board_clerk", "administrator", "stranger"])
def test_it_does_not_exist_for_the_rest(client, request, url, remove_url, name):
    client.force_login(request.getfixturevalue(name))

    assert client.post(url, {"file": pdf()}).status_code == 404
    assert client.post(remove_url).status_code == 404


def test_after_submission_nothing_is_attached_or_removed(client, board_answer, board_clerk):
    client.force_login(board_clerk)
    url = reverse("responses:attach", args=[board_answer.request_id])

    response = client.post(url, {"file": pdf()})

    assert response.status_code == 403
    assert "Svaret är inlämnat" in shown(response)


def test_there_is_nothing_to_get(clerk, url):
    assert clerk.get(url).status_code == 405


def test_a_chosen_file_goes_along_with_any_button(client, social_request, social_clerk):
    client.force_login(social_clerk)
    file = SimpleUploadedFile("yttrande.pdf", PDF, "application/pdf")

    client.post(reverse("responses:request", args=[social_request.pk]), {"file": file})

    assert [str(a.document) for a in social_request.answers.draft().documents.all()] == [
        "yttrande.pdf"
    ]

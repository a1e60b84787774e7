"""Who may fetch a file of an answer."""

import pytest
from django.urls import reverse

from documents.files import Upload
from responses import services
from tests import factories
from tests.conftest import NOW, write_answer

PDF = b"%PDF-1.7\nkanariefil\n%%EOF\n"
OTHERS = ["auditor", "chair", "expert", "presidium_member"]
NOBODY = ["social_clerk", "administrator", "stranger"]


def attach(answer, by, *, may_be_secret=False):
    upload = Upload("Kanarie.pdf", PDF, "application/pdf")
    return services.attach(answer, upload, may_be_secret=may_be_secret, at=NOW, by=by)


def url_of(attached):
    return reverse("responses:document", args=[attached.answer.request_id, attached.pk])


@pytest.fixture
def in_draft(handed_over, board_request, board_clerk, expert):
    factories.assign(handed_over, expert)
    return attach(board_request.answers.draft(), board_clerk)


@pytest.fixture
def submitted(in_draft, board_request, board_clerk):
    services.submit(write_answer(board_request), at=NOW, by=board_clerk)
    return in_draft


@pytest.fixture
def secret(handed_over, board_request, board_clerk, expert):
    factories.assign(handed_over, expert)
    attached = attach(board_request.answers.draft(), board_clerk, may_be_secret=True)
    services.submit(write_answer(board_request), at=NOW, by=board_clerk)
    return attached


def test_the_body_fetches_the_file_of_its_draft(client, board_clerk, in_draft):
    client.force_login(board_clerk)

    response = client.get(url_of(in_draft))

    assert response.content == PDF
    assert response["Content-Disposition"] == 'attachment; filename="Kanarie.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", OTHERS + NOBODY)
def test_nobody_else_fetches_it_from_the_draft(client, request, in_draft, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url_of(in_draft)).status_code == 404


@pytest.mark.parametrize("name", OTHERS)
def test_after_submission_those_who_see_the_answer_fetch_it(client, request, submitted, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url_of(submitted)).content == PDF


@pytest.mark.parametrize("name", NOBODY)
def test_the_rest_do_not(client, request, submitted, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url_of(submitted)).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("board_clerk", 200), ("auditor", 200), ("expert", 200), ("presidium_member", 404)],
)
def test_a_file_that_may_be_secret_stays_with_body_and_audit_side(
    client, request, secret, name, status
):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url_of(secret)).status_code == status


def test_its_name_is_withheld_too(client, presidium_member, secret):
    client.force_login(presidium_member)

    page = client.get(secret.answer.request.get_absolute_url()).content.decode()

    assert "Kanarie" not in page
    assert "Sekretess inte prövad" in page


def test_a_removed_file_is_gone(client, board_clerk, in_draft):
    services.detach(in_draft, at=NOW)
    client.force_login(board_clerk)

    assert client.get(url_of(in_draft)).status_code == 404


def test_the_address_names_the_right_request(client, board_clerk, in_draft, social_request):
    client.force_login(board_clerk)
    url = reverse("responses:document", args=[social_request.pk, in_draft.pk])

    assert client.get(url).status_code == 404

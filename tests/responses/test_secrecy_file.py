"""A file is tested: who fetches it then, and under which name."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.files import Upload
from documents.models import DocumentRead
from responses import services
from responses.models import Answer, SecrecyTest
from tests.conftest import NOW, write_answer
from tests.documents import hostile
from tests.responses.drafting import fields_in
from tests.responses.marking import keep_test, marked_file

NAME = "Varning Anna Alm.pdf"
MASKED = hostile.pdf()


@pytest.fixture
def attached(board_request, board_clerk):
    answer = write_answer(board_request)
    attached = marked_file(answer, NAME, by=board_clerk)
    services.submit(answer, at=NOW, by=board_clerk)
    return attached


def send(client, attached, **entered):
    url = url_of(attached)
    return client.post(url, fields_in(client.get(url).text) | entered)


def url_of(attached):
    return reverse("responses:secrecy_file", args=[attached.answer.request_id, attached.pk])


def fetched(client, person, attached):
    client.force_login(person)
    return client.get(reverse("responses:document", args=[attached.answer.request_id, attached.pk]))


def masked_file():
    return SimpleUploadedFile(NAME, MASKED, "application/pdf")


def test_a_released_file_is_fetched_by_its_name(client, chair, presidium_member, attached):
    client.force_login(chair)
    send(client, attached, outcome="released")

    response = fetched(client, presidium_member, attached)

    assert response.content == attached.document.data
    assert "Anna" in response["Content-Disposition"]
    assert NAME in client.get(attached.answer.request.get_absolute_url()).text


def test_of_a_part_the_masked_file_by_a_name_that_tells_nothing(
    client, chair, presidium_member, attached
):
    client.force_login(chair)
    send(client, attached, outcome="partly", ground="26 kap. 1 §", masked=masked_file())

    response = fetched(client, presidium_member, attached)
    page = client.get(attached.answer.request.get_absolute_url()).text

    assert response.content == MASKED
    assert response["Content-Disposition"].endswith(f'"bilaga-{attached.pk}-maskad.pdf"')
    assert "Anna" not in page
    assert "lämnas ut i del. Grund: 26 kap. 1 §." in page
    assert fetched(client, chair, attached).content == attached.document.data


def test_what_is_not_released_is_not_fetched(client, chair, presidium_member, attached):
    keep_test(attached, "withheld", ground="26 kap. 1 §", by=chair)

    assert fetched(client, presidium_member, attached).status_code == 404
    page = client.get(attached.answer.request.get_absolute_url()).text
    assert "Anna" not in page
    assert "lämnas inte ut. Grund: 26 kap. 1 §." in page


def test_what_is_closed_again_is_not_fetched(client, chair, presidium_member, attached):
    keep_test(attached, "released", by=chair)
    keep_test(attached, "withheld", ground="26 kap. 1 §", by=chair)

    assert fetched(client, presidium_member, attached).status_code == 404


def test_a_part_needs_its_file_and_takes_the_one_before(client, chair, attached):
    client.force_login(chair)

    without = send(client, attached, outcome="partly", ground="26 kap.")
    send(client, attached, outcome="partly", ground="26 kap.", masked=masked_file())
    again = send(client, attached, ground="27 kap.")

    assert "Välj den maskade filen." in without.text
    assert again.status_code == 302
    first, second = SecrecyTest.objects.order_by("pk")
    assert first.masked == second.masked


def test_a_file_of_another_kind_is_refused(client, chair, attached):
    client.force_login(chair)
    program = SimpleUploadedFile("a.exe", b"MZ", "application/octet-stream")

    response = send(client, attached, outcome="partly", ground="26 kap.", masked=program)

    assert "kan inte tas emot" in response.text
    assert not SecrecyTest.objects.exists()


def test_the_masked_version_is_looked_at_by_those_who_read_all(client, chair, attached):
    client.force_login(chair)
    send(client, attached, outcome="partly", ground="26 kap.", masked=masked_file())
    document = reverse("responses:document", args=[attached.answer.request_id, attached.pk])
    url = f"{document}?maskad={SecrecyTest.objects.get().pk}"

    assert url in client.get(url_of(attached)).text
    assert client.get(url).content == MASKED
    assert client.get(f"{document}?maskad=x").status_code == 404


def test_who_reads_the_whole_is_noted(client, chair, presidium_member, attached):
    keep_test(
        attached,
        "partly",
        ground="26 kap.",
        masked=Upload("m.pdf", MASKED, "application/pdf"),
        by=chair,
    )
    fetched(client, presidium_member, attached)
    fetched(client, chair, attached)

    assert [read.reader for read in DocumentRead.objects.all()] == [chair]


def test_a_file_that_follows_into_a_new_version_is_the_same(
    chair, board_clerk, presidium_member, client, attached
):
    keep_test(attached, "released", by=chair)
    services.open_answers(Answer.objects.filter(pk=attached.answer_id), at=NOW, by=chair)
    draft = services.begin_version(attached.answer.request, at=NOW)
    later = services.submit(draft, at=NOW + timedelta(hours=1), by=board_clerk)
    new = later.documents.get()

    assert fetched(client, presidium_member, new).status_code == 200
    keep_test(new, "withheld", ground="26 kap.", by=chair, at=NOW + timedelta(hours=2))
    assert fetched(client, presidium_member, new).status_code == 404
    assert fetched(client, presidium_member, attached).status_code == 404

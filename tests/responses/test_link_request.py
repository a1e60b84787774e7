"""What a registrator hands in through a link."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common import dates
from mailing.models import OutgoingMail
from responses.models import Answer, AnswerDocument, LinkFile, Stance
from tests.documents import hostile
from tests.responses.drafting import fields_in, shown
from tests.responses.visiting import come_in

DECISION = {
    "beslut-decision_kind": "body",
    "beslut-decision_ref": "44",
    "beslut-decided_on": "2023-02-07",
    "beslut-confirmed_on": "2023-02-08",
    "beslut-reference": "SN 2022/341",
}
DRAFTED = "Det här har nämnden inte beslutat."


def file(name="Yttrande.pdf", data=None):
    return SimpleUploadedFile(name, data or hostile.pdf())


@pytest.fixture
def url(client, social_request):
    item = social_request.answers.draft().items.first()
    item.text = DRAFTED
    item.save()
    return come_in(client, social_request)


def filled(client, url, **sent):
    return fields_in(client.get(url).content.decode()) | DECISION | {"confirm": "on"} | sent


def in_force(request):
    return Answer.objects.in_force().filter(request=request).first()


def test_a_file_and_the_decision_are_an_answer(client, url, social_request):
    response = client.post(url, filled(client, url, statement=file(), hand_in="1"))

    answer = in_force(social_request)
    assert response.url == reverse("responses:link_receipt")
    assert (answer.submitted_by, answer.submitted_address) == (None, "sn@test.example")
    assert [str(attached) for attached in answer.documents.all()] == ["Yttrande.pdf"]
    assert set(answer.items.values_list("stance", flat=True)) == {Stance.NOT_STATED}
    assert OutgoingMail.objects.filter(kind="receipt", recipient="sn@test.example").exists()


def test_the_draft_is_neither_shown_nor_touched(client, url, social_request):
    page = shown(client.get(url))
    client.post(url, filled(client, url, statement=file(), hand_in="1"))

    assert DRAFTED not in page
    assert social_request.answers.draft().items.first().text == DRAFTED
    assert not in_force(social_request).items.exclude(text="").exists()


def test_a_file_stays_chosen_while_the_rest_is_put_right(client, url, social_request):
    sent = filled(client, url, statement=file(), hand_in="1") | {"beslut-decided_on": ""}

    page = shown(client.post(url, sent))
    client.post(url, filled(client, url, hand_in="1"))

    assert "Ange beslutsdatum." in page
    assert [str(attached) for attached in in_force(social_request).documents.all()] == [
        "Yttrande.pdf"
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"confirm": ""}, "Kryssa för att ni lämnar in på nämndens vägnar."),
        ({"statement": ""}, "Välj nämndens yttrande eller protokollsutdrag."),
        ({"statement": file("Yttrande.exe", b"MZ")}, "Yttrande.exe kan inte tas emot."),
    ],
)
def test_what_is_lacking_is_told(client, url, social_request, change, words):
    sent = filled(client, url, statement=file(), hand_in="1") | change

    response = client.post(url, {name: value for name, value in sent.items() if value})

    assert words in shown(response)
    assert in_force(social_request) is None


def test_a_chosen_file_is_taken_out(client, url):
    client.post(url, filled(client, url, statement=file()))
    chosen = LinkFile.objects.get()

    client.post(url, filled(client, url, remove=chosen.pk))

    assert not LinkFile.objects.chosen().exists()
    assert client.post(url, {"remove": "x"}).status_code == 404


def test_what_is_chosen_is_not_an_answer_until_it_is_handed_in(client, url, social_request):
    client.post(url, filled(client, url, statement=file()))

    assert not AnswerDocument.objects.exists()
    assert in_force(social_request) is None


def test_handed_in_twice_is_one(client, url, social_request):
    sent = filled(client, url, statement=file(), hand_in="1")
    client.post(url, sent)

    response = client.post(url, sent)

    assert response.url == reverse("responses:link_receipt")
    assert Answer.objects.submitted().filter(request=social_request).count() == 1


def test_an_official_has_answered_meanwhile(client, url, board_answer, social_request):
    Answer.objects.filter(pk=board_answer.pk).update(request=social_request)

    assert client.get(url).status_code == 404


def test_a_file_that_came_too_late_is_named(client, url):
    with dates.told_at(dates.now() + timedelta(hours=2)):
        closed = client.post(url, {"statement": file("Yttrande 2.pdf")})

    assert closed.status_code == 404
    assert "Yttrande 2.pdf togs inte emot." in shown(closed)

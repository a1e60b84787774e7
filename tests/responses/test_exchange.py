"""Questions between a body and revisorerna: logged with the request, and mailed to the other side."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mailing.models import OutgoingMail
from reports.todo import todo_of
from responses import services
from responses.emails import MESSAGE
from responses.models import Message
from tests.conftest import NOW, write_answer

ASKED = "Gäller rekommendation 2 också våra utförare?"
REPLY = "Ja, även dem."


@pytest.fixture
def write(client, social_request):
    def send(user, text):
        client.force_login(user)
        address = reverse("responses:exchange", args=[social_request.pk])
        return client.post(address, {"text": text}, follow=True)

    return send


def has_it_to_do(user):
    todo = todo_of(user, on=NOW.date())
    tasks = [todo.first, *(task for section in todo.sections for task in section.tasks)]
    return any(task and task.url.endswith("/fragor/") for task in tasks)


def mails():
    rows = OutgoingMail.objects.filter(kind=MESSAGE).order_by("pk")
    return [(mail.recipient, mail.subject, mail.text) for mail in rows]


def test_a_question_and_its_answer(write, social_clerk, auditor, handed_over):
    page = write(social_clerk, ASKED)
    assert ASKED in page.text and "Skickat till revisorerna." in page.text
    sent = mails()
    assert auditor.email in {recipient for recipient, *_ in sent}
    for _, subject, text in sent:
        assert subject == f"Fråga från socialnämnden: {handed_over.title}"
        assert ASKED in text and "/fragor/" in text
    assert has_it_to_do(auditor)

    write(auditor, REPLY)

    assert [(message.from_body, message.text) for message in Message.objects.all()] == [
        (True, ASKED),
        (False, REPLY),
    ]
    assert {recipient for recipient, *_ in mails()[len(sent) :]} == {
        "sn@test.example",
        social_clerk.email,
    }
    assert not has_it_to_do(auditor)


def test_the_case_leads_there(client, social_clerk, auditor, social_request):
    services.send_message(social_request, ASKED, at=NOW, by=social_clerk)

    for person, words in ((social_clerk, "Fråga revisorerna"), (auditor, "Fråga")):
        client.force_login(person)
        text = " ".join(client.get(social_request.get_absolute_url()).text.split())
        assert words in text and "(1)" in text


def test_a_question_waits_no_more_when_the_answer_is_in(social_clerk, auditor, social_request):
    services.send_message(social_request, ASKED, at=NOW, by=social_clerk)
    services.submit(write_answer(social_request), at=NOW, by=social_clerk)

    assert not has_it_to_do(auditor)


def test_what_a_body_says_of_an_answer_that_is_in_waits(social_clerk, auditor, social_request):
    services.submit(write_answer(social_request), at=NOW, by=social_clerk)
    services.send_message(
        social_request, "Ni har läst fel.", at=NOW + timedelta(hours=1), by=social_clerk
    )

    assert has_it_to_do(auditor)


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_what_cannot_be_sent_is_said(write, social_clerk, text):
    page = write(social_clerk, text)

    assert page.status_code == 200 and 'aria-invalid="true"' in page.text
    assert not Message.objects.exists()


def test_others_see_nothing_of_it(client, board_clerk, presidium_member, expert, social_request):
    for person in (board_clerk, presidium_member, expert):
        client.force_login(person)
        address = reverse("responses:exchange", args=[social_request.pk])
        assert client.get(address).status_code == 404
        assert "/fragor/" not in client.get(social_request.get_absolute_url()).text

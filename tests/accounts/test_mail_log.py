"""The mail log: where mail went, and never what it said."""

import pytest
from django.urls import reverse
from django.utils import timezone

from common import dates
from mailing.models import MailKind, OutgoingMail
from mailing.services import enqueue

CANARY = "kanariemejl"


@pytest.fixture
def log(client, administrator):
    client.force_login(administrator)
    return lambda **query: client.get(reverse("accounts:mail_log"), query)


def mail(number=1):
    return enqueue(
        key=f"test:{number}",
        kind=MailKind.REMINDER,
        recipient=f"person{number}@test.example",
        subject=f"Ämne {CANARY}",
        text=f"Text {CANARY}",
    )


def test_kind_address_and_state_are_shown(log):
    mail()

    page = log()

    assert "Påminnelse" in page.text
    assert "person1@test.example" in page.text
    assert "Väntar" in page.text


def test_subject_and_text_are_neither_shown_nor_read(log, django_assert_num_queries):
    mail()

    page = log()

    assert CANARY not in page.text
    assert page.context["page"][0].get_deferred_fields() == {"subject", "text"}


def test_only_the_class_of_an_error_is_shown(log):
    mail().mark_refused(error=f"SMTPDataError: 550 {CANARY}", at=dates.now())

    page = log()

    assert "SMTPDataError" in page.text
    assert CANARY not in page.text


@pytest.mark.parametrize(
    ("state", "recipient"),
    [("queued", "person1"), ("sent", "person2"), ("failed", "person3"), ("cancelled", "person4")],
)
def test_filter_by_state(log, state, recipient):
    mail(1)
    mail(2).mark_sent(at=dates.now())
    mail(3).mark_refused(error="x", at=timezone.now())
    OutgoingMail.objects.filter(pk=mail(4).pk).update(cancelled_at=dates.now())

    page = log(lage=state)

    assert [m.recipient for m in page.context["page"]] == [f"{recipient}@test.example"]


def test_an_unknown_state_shows_all(log):
    mail()

    assert len(log(lage="x").context["page"]) == 1


def test_the_newest_come_first_and_fifty_at_a_time(log, django_assert_max_num_queries):
    for number in range(60):
        mail(number)

    with django_assert_max_num_queries(7):
        page = log()

    assert page.context["page"][0].recipient == "person59@test.example"
    assert "Sida 1 av 2" in page.text

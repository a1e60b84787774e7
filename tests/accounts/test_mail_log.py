"""The mail log: where mail went, and never what it said."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import services
from common import dates
from mailing.models import Outbox, OutgoingMail, Trouble
from mailing.services import enqueue, hold, outbox
from responses.emails import REMINDER, REQUEST

CANARY = "kanariemejl"


@pytest.fixture
def log(client, administrator):
    client.force_login(administrator)
    return lambda **query: client.get(reverse("accounts:mail_log"), query)


def mail(number=1):
    return enqueue(
        key=f"test:{number}",
        kind=REMINDER,
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
    assert page.context["page"].rows[0].get_deferred_fields() == {"subject", "text"}


def test_the_cause_is_told_in_plain_words_without_what_the_server_said(log):
    mail().mark_failed(Trouble.UNKNOWN, error=f"550 {CANARY}", at=dates.now())

    page = log()

    assert Trouble.UNKNOWN.label in page.text
    assert CANARY not in page.text


@pytest.mark.parametrize("address", ["mail_again", "mail_again_all"])
def test_a_failed_mail_is_sent_again(log, client, address):
    failed = mail()
    failed.mark_failed(Trouble.UNKNOWN, error="", at=dates.now())
    arguments = [failed.pk] if address == "mail_again" else []

    client.post(reverse(f"accounts:{address}", args=arguments))

    failed.refresh_from_db()
    assert failed.state == "queued"


def test_trouble_with_the_server_is_told_and_can_be_tried_at_once(log, client):
    with transaction.atomic():
        outbox().pause(Trouble.SIGN_IN, server="a:25", error=CANARY, at=timezone.now())
    page = log()
    client.post(reverse("accounts:outbox_release"))

    assert Trouble.SIGN_IN.label in page.text
    assert CANARY not in page.text
    assert Trouble.SIGN_IN.label not in log().text


def test_a_held_outbox_is_told_and_released_by_name(log, client, administrator):
    hold("Återläst ur säkerhetskopia.")
    page = log()
    client.post(reverse("accounts:outbox_release"))

    assert "Återläst ur säkerhetskopia." in page.text
    assert Outbox.now().released_by == administrator.name


def test_a_new_address_for_a_body_gets_what_failed_for_the_old(client, administrator, board):
    failed = enqueue(key="a", kind=REQUEST, recipient="KS@test.example", subject="S", text="T")
    failed.mark_failed(Trouble.UNKNOWN, error="", at=dates.now())
    client.force_login(administrator)
    fields = {"name": board.name, "kind": board.kind, "position": board.position}

    client.post(
        reverse("accounts:body", args=[board.pk]),
        {**fields, "registrator_email": "registrator@test.example"},
    )

    failed.refresh_from_db()
    assert (failed.state, failed.recipient) == ("queued", "registrator@test.example")


def test_a_new_address_for_a_person_gets_what_failed_for_the_old(social_clerk, administrator):
    failed = enqueue(key="a", kind=REQUEST, recipient=social_clerk.email, subject="S", text="T")
    failed.mark_failed(Trouble.UNKNOWN, error="", at=dates.now())

    services.change(
        social_clerk,
        email="ny@test.example",
        name="N",
        is_active=True,
        at=dates.now(),
        by=administrator,
    )

    failed.refresh_from_db()
    assert (failed.state, failed.recipient) == ("queued", "ny@test.example")


@pytest.mark.parametrize(
    ("state", "recipient"),
    [("queued", "person1"), ("sent", "person2"), ("failed", "person3"), ("cancelled", "person4")],
)
def test_filter_by_state(log, state, recipient):
    mail(1)
    mail(2).mark_sent(at=dates.now())
    mail(3).mark_failed(Trouble.UNKNOWN, error="x", at=timezone.now())
    OutgoingMail.objects.filter(pk=mail(4).pk).update(cancelled_at=dates.now())

    page = log(lage=state)

    assert [m.recipient for m in page.context["page"]] == [f"{recipient}@test.example"]


def test_an_unknown_state_shows_all(log):
    mail()

    assert len(log(lage="x").context["page"]) == 1


def test_the_newest_come_first_and_fifty_at_a_time(log, django_assert_max_num_queries):
    for number in range(60):
        mail(number)

    with django_assert_max_num_queries(10):
        page = log()

    assert page.context["page"].rows[0].recipient == "person59@test.example"
    assert "1–50 av 60" in page.text

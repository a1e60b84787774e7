"""Utskick of all requests: planned, sent, failed and skipped; a body sees what it has got."""

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import dates
from common.keyset import keyset_page
from mailing.models import OutgoingMail, Trouble
from responses import services
from tests import factories
from tests.conftest import NOW


@pytest.fixture
def page(client, handed_over, auditor):
    client.force_login(auditor)
    return lambda state="": client.get(reverse("responses:dispatches"), {"lage": state})


def told(response):
    return [(line.request.body.name, line.word) for line in response.context["lines"]]


def test_planned_and_skipped_with_why(page):
    services.send_reminders(on=date(2023, 2, 14))

    planned = "Planerad. Går bara till registratorn: organet har ingen tjänsteperson."
    assert ("Socialnämnden", planned) in told(page("planerade"))
    assert told(page("hoppades-over")) == [
        ("Socialnämnden", "Hoppades över, tiden hade passerat"),
        ("Kommunstyrelsen", "Hoppades över, tiden hade passerat"),
    ]


def test_planned_ones_are_all_reached_page_by_page(
    client, page, monkeypatch, board_request, social_request
):
    monkeypatch.setattr("responses.views.mailing.keyset_page", partial(keyset_page, per_page=1))
    services.send_reminders(on=date(2023, 2, 14))

    first = page("planerade")
    second = client.get(reverse("responses:dispatches") + first.context["page"].next)

    assert [row.pk for shown in (first, second) for row in shown.context["page"]] == [
        board_request.pk,
        social_request.pk,
    ]
    assert {name for name, _ in told(first)} == {board_request.body.name}
    assert second.context["page"].next == ""


def test_a_page_with_nothing_to_say_leads_on(page, monkeypatch):
    monkeypatch.setattr("responses.views.mailing.keyset_page", partial(keyset_page, per_page=1))
    monkeypatch.setattr("responses.views.mailing.planned_lines", lambda requests, on: [])

    assert 'rel="next"' in page("planerade").text


def test_a_spent_ladder_is_not_planned(page, board_request):
    services.send_reminders(on=date(2023, 2, 14))
    board_request.reminder_turn.next_on = None
    board_request.reminder_turn.save()

    assert board_request not in page("planerade").context["page"].rows


def test_what_failed_leads_to_sending_it_again(page, social_request):
    mail = OutgoingMail.objects.get(
        pk__in=social_request.mails.values("mail"), recipient="sn@test.example"
    )
    mail.mark_failed(Trouble.UNKNOWN, error="550", at=dates.now())

    failed = page("misslyckade")

    assert [line.mail for line in failed.context["lines"]] == [mail]
    assert reverse("responses:mails", args=[social_request.pk]) in failed.text
    assert mail.subject not in page("skickade").text


def test_a_body_sees_what_was_sent_to_it(client, handed_over, social_clerk):
    OutgoingMail.objects.update(sent_at=NOW)
    client.force_login(social_clerk)

    response = client.get(reverse("responses:dispatches"), {"lage": "planerade"})

    assert {line.request.body.name for line in response.context["lines"]} == {"Socialnämnden"}
    assert {line.mail.recipient for line in response.context["lines"]} == {"sn@test.example"}


@pytest.mark.parametrize("state", ["", "planerade", "hoppades-over", "annat"])
def test_as_many_questions_for_many(page, handed_over, chair, state):
    services.send_reminders(on=date(2023, 2, 14))
    page(state)
    with CaptureQueriesContext(connection) as few:
        page(state)
    for number in range(8):
        body = factories.BodyFactory(
            name=f"Nämnd {number}", registrator_email=f"n{number}@test.example"
        )
        services.dispatch(factories.draft_audit(body, title=f"G {number}"), at=NOW, by=chair)
    services.send_reminders(on=date(2023, 2, 14))

    with CaptureQueriesContext(connection) as many:
        page(state)

    assert len(many) <= len(few)

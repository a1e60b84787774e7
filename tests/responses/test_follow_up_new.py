"""Choosing what a round asks about, and sending it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mailing.models import OutgoingMail
from responses.models import AnswerRequest, FollowUpRound
from tests.conftest import NOW
from tests.responses.drafting import shown
from tests.reviewing import confirm, sent

URL = reverse("responses:follow_up_new")
DUE = NOW.date() + timedelta(days=40)


@pytest.fixture
def units(board_answer):
    return [item.asked.addressee for item in board_answer.items.order_by("pk")]


def asked(units, **other):
    return {
        "unit": [unit.pk for unit in units],
        "name": "Uppföljning våren 2023",
        "due_on": DUE.isoformat(),
        "wish": "Ange läget.",
    } | other


def test_the_bodies_are_asked_once_for_each_audit(client, auditor, units):
    client.force_login(auditor)

    confirm(client, URL, **asked(units))

    request = AnswerRequest.objects.get(occasion="status")
    assert request.round == FollowUpRound.objects.get()
    assert [item.addressee for item in request.items.order_by("pk")] == units
    assert request.due_on(NOW.date()) == DUE
    mails = OutgoingMail.objects.filter(about__request=request)
    assert "Lägesrapport önskas från kommunstyrelsen" in mails.first().subject
    assert "En beslutad lägesrapport önskas senast" in mails.first().text


def test_the_day_is_said_before_the_question_goes_and_afterwards(client, auditor, units):
    client.force_login(auditor)
    sentence = "Läge önskas senast 26 mars 2023."

    page = client.get(URL)
    review = client.post(URL, sent(page, asked(units)) | {"do": "review"})
    sent_round = client.get(confirm(client, URL, **asked(units)).url)

    assert sentence in shown(review)
    assert sentence in shown(sent_round)
    assert sentence in shown(client.get(reverse("responses:follow_up")))


def test_what_another_list_sends_along_is_shown_and_ticked(client, auditor, units):
    client.force_login(auditor)

    page = client.get(URL, {"unit": [units[0].pk, "x"]}).content.decode()

    assert f'id="u{units[0].pk}"' in page
    assert f'id="u{units[1].pk}"' not in page


def test_what_is_asked_about_already_is_not_asked_again(client, auditor, units):
    client.force_login(auditor)
    confirm(client, URL, **asked(units[:1]))

    page = client.get(URL).content.decode()

    assert f'id="u{units[0].pk}"' not in page
    assert f'id="u{units[1].pk}"' in page


def test_only_what_was_answered_a_year_ago(client, auditor, units, board_answer):
    client.force_login(auditor)
    assert 'name="unit"' not in client.get(URL, {"besvarad": "on"}).content.decode()

    board_answer.arrived_on = date(2022, 1, 1)
    board_answer.save()

    assert client.get(URL, {"besvarad": "on"}).content.decode().count('name="unit"') == len(units)


def test_too_short_a_time_is_refused(client, auditor, units):
    client.force_login(auditor)

    response = confirm(client, URL, **asked(units, due_on=(NOW.date() + timedelta(3)).isoformat()))

    assert "Ge nämnderna minst två veckor." in response.content.decode()
    assert not FollowUpRound.objects.exists()


def test_more_rows_cost_no_more_queries(client, auditor, units):
    client.force_login(auditor)

    def queries(**chosen):
        with CaptureQueriesContext(connection) as captured:
            client.get(URL, chosen)
        return len(captured)

    assert queries(unit=[units[0].pk]) == queries(unit=[unit.pk for unit in units])

"""A person's dates at a secret address: only what they may see, until it is revoked."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from common import dates
from responses import services
from responses.models import CalendarFeed
from tests import factories
from tests.conftest import NOW


@pytest.fixture
def feed(social, social_request, social_clerk):
    social.meetings.create(meets_on=date(2023, 2, 22), documents_due_on=date(2023, 2, 15))
    token = services.make_feed(social_clerk, at=NOW)
    return reverse("responses:calendar", args=[token])


def told(response):
    events = Calendar.from_ical(response.content).walk("VEVENT")
    return [(event.decoded("dtstart"), str(event["summary"])) for event in events]


def test_what_the_person_may_see_and_no_more(feed, board, handed_over):
    board.meetings.create(meets_on=date(2023, 2, 21))

    rows = told(Client().get(feed))

    assert (date(2023, 2, 28), f"Svar önskas: Socialnämnden, {handed_over.title}") in rows
    assert (date(2023, 2, 15), "Sista dag för handlingar till socialnämnden") in rows
    assert (date(2023, 2, 22), "Socialnämnden sammanträder") in rows
    assert not [text for _, text in rows if "ommunstyrelsen" in text]


def test_revoked_or_replaced_it_opens_nothing(feed, social_clerk):
    services.make_feed(social_clerk, at=NOW)
    assert Client().get(feed).status_code == 404

    token = services.make_feed(social_clerk, at=NOW)
    services.revoke_feed(social_clerk, at=NOW)
    assert Client().get(reverse("responses:calendar", args=[token])).status_code == 404


def test_an_ended_membership_and_a_closed_account(feed, social_clerk):
    social_clerk.memberships.get().end(at=dates.now())
    assert told(Client().get(feed)) == []

    social_clerk.is_active = False
    social_clerk.save()
    assert Client().get(feed).status_code == 404


def test_the_address_is_shown_once_and_not_kept(client, social_clerk):
    client.force_login(social_clerk)
    url = reverse("responses:calendar_feed")

    address = client.post(url, {"do": "make"}).context["address"]

    assert address.removeprefix("http://testserver") not in client.get(url).text
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token not in str(CalendarFeed.objects.values_list())
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    client.post(url, {"do": "revoke"})
    assert client.get(address.removeprefix("http://testserver")).status_code == 404


def test_unchanged_it_is_not_sent_again(feed, social_request, chair):
    first = Client().get(feed)
    again = Client().get(feed, headers={"if-none-match": first["ETag"]})
    services.move_due_dates(
        [social_request], due_on=date(2023, 3, 20), reason="Mer tid.", at=NOW, by=chair
    )
    changed = Client().get(feed, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


@pytest.mark.parametrize("token", ["x", "A" * 43, "0"])
def test_a_guess_opens_nothing(db, token):
    assert Client().get(reverse("responses:calendar", args=[token])).status_code == 404


def test_as_many_questions_for_many(auditor, handed_over, chair):
    url = reverse("responses:calendar", args=[services.make_feed(auditor, at=NOW)])
    with CaptureQueriesContext(connection) as few:
        Client().get(url)
    for number in range(6):
        body = factories.BodyFactory(name=f"Nämnd {number}")
        services.dispatch(factories.draft_audit(body, title=f"G {number}"), at=NOW, by=chair)

    with CaptureQueriesContext(connection) as many:
        assert len(told(Client().get(url))) >= 8

    assert len(many) <= len(few)

"""Who stands in when an official's membership has ended, and who is told when nobody is left."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership
from common import dates
from mailing.models import OutgoingMail
from responses import services
from responses.emails import REMINDER
from tests.conftest import NOW
from tests.responses.drafting import shown

TODAY = dates.local_day(NOW)
NO_OFFICIAL = "Går bara till registratorn: organet har ingen tjänsteperson."
NOBODY = "Ingen tar emot: organet har varken registratorsadress eller tjänsteperson."


@pytest.fixture
def ended(handed_over, social, social_clerk):
    """The only official has left."""
    Membership.objects.get(user=social_clerk).end(at=dates.at_local(date(2023, 2, 1)))
    return social


def without_registrator(body):
    body.registrator_email = ""
    body.save()


def reminded(on):
    services.take_turns(on=on)
    return set(OutgoingMail.objects.filter(kind=REMINDER).values_list("recipient", flat=True))


def page(client, user, url):
    client.force_login(user)
    return shown(client.get(url))


def test_the_registrator_stands_in(ended, social_clerk, social_request):
    recipients = reminded(TODAY)

    assert ended.registrator_email in recipients
    assert social_clerk.email not in recipients


def test_the_other_officials_are_reminded(handed_over, social, social_clerk, social_request):
    without_registrator(social)

    assert social_clerk.email in reminded(TODAY)


def test_the_list_says_why_only_the_registrator_gets_it(client, auditor, ended, social_request):
    text = page(client, auditor, reverse("responses:dispatches") + "?lage=planerade")

    assert NO_OFFICIAL in text


def test_nobody_left_is_said_to_those_who_can_mend_it(
    client, auditor, administrator, ended, social_request
):
    assert "når ingen" not in page(client, administrator, "/")
    without_registrator(ended)
    services.take_turns(on=TODAY)

    assert NOBODY in page(client, auditor, "/")
    assert NOBODY in page(client, auditor, reverse("responses:dispatches") + "?lage=hoppades-over")
    text = page(client, administrator, "/")
    assert f"E-post till {ended.in_text} når ingen" in text
    assert social_request.audit.title not in text


def test_it_is_over_when_somebody_takes_mail_again(
    client, auditor, administrator, ended, social_request
):
    without_registrator(ended)
    services.take_turns(on=TODAY)
    ended.registrator_email = "ny@test.example"
    ended.save()

    assert NOBODY not in page(client, auditor, "/")
    assert "når ingen" not in page(client, administrator, "/")
    assert "ny@test.example" in reminded(TODAY)

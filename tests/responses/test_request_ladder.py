"""One request with reminders of its own."""

from datetime import date

import pytest
from django.urls import reverse

from responses.models import FIRST, Ladder, Ladders
from tests.responses.laddering import OTHER, confirmed


def test_a_request_of_its_own_and_back(client, social_request, board_request, auditor):
    client.force_login(auditor)
    url = reverse("responses:request_ladder", args=[social_request.pk])

    confirmed(client, url, OTHER)
    ladders = Ladders([social_request.pk, board_request.pk], on=date(2023, 2, 14))
    client.post(url, {"do": "end"})

    assert ladders.of(social_request.pk).keys == {("due", 10), ("due", -3)}
    assert ladders.of(board_request.pk) == FIRST
    assert Ladders([social_request.pk], on=date(2023, 2, 14)).of(social_request.pk) == FIRST


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"days0": "", "days1": ""}, "Ange minst ett steg."),
        ({"days1": "10", "side1": "before"}, "Samma steg står två gånger."),
        ({"days0": "x"}, "heltal"),
        ({"reason": ""}, "Ange varför stegen ändras."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, auditor, social_request, data, words):
    client.force_login(auditor)
    url = reverse("responses:request_ladder", args=[social_request.pk])

    page = client.post(url, {**OTHER, **data, "do": "review"}).text

    assert words in page
    assert "Ring oss gärna." in page
    assert not Ladder.objects.exists()

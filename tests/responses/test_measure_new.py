from datetime import date

import pytest
from django.urls import reverse


@pytest.fixture
def addressee(board_answer):
    return board_answer.items.first().asked.addressee


def test_a_measure_is_added_to_the_plan(client, board_clerk, addressee):
    client.force_login(board_clerk)

    client.post(
        reverse("responses:measure_new", args=[addressee.pk]),
        {"what": "Skriva rutinen", "responsible": "Kanslichefen", "due_on": "2023-06-30"},
    )

    measure = addressee.measures.get(what="Skriva rutinen")
    assert (measure.responsible, measure.due_on) == ("Kanslichefen", date(2023, 6, 30))


def test_one_without_words_is_refused(client, board_clerk, addressee):
    client.force_login(board_clerk)

    response = client.post(reverse("responses:measure_new", args=[addressee.pk]), {"what": " "})

    assert "Skriv vad nämnden ska göra." in response.content.decode()

"""Revisorerna move the date of one request or of all in an audit."""

from datetime import date

from django.urls import reverse

WANTED = {"due_on": "2023-03-15", "reason": "Rapporten rättades."}


def test_one_request_alone(client, handed_over, social_request, board_request, chair):
    client.force_login(chair)

    client.post(reverse("responses:due_date", args=[social_request.pk]), WANTED)

    today = date(2023, 2, 14)
    assert social_request.due_on(today) == date(2023, 3, 15)
    assert board_request.due_on(today) == date(2023, 2, 28)


def test_a_day_that_has_passed_and_an_empty_reason_are_refused(client, social_request, chair):
    client.force_login(chair)
    address = reverse("responses:due_date", args=[social_request.pk])

    passed = client.post(address, WANTED | {"due_on": "2023-02-13"})
    bare = client.post(address, WANTED | {"reason": ""})

    assert "Ange ett datum som inte har passerat." in passed.text
    assert "Ange varför datumet flyttas." in bare.text
    assert social_request.due_dates.count() == 1

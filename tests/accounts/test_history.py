"""Historik of a person and of a body, on the administrator's pages."""

from datetime import date

import pytest
from django.urls import reverse

from accounts import services
from accounts.history import of_body, of_person
from accounts.roles import Role
from tests import factories
from tests.conftest import NOW


def page(client, name, thing):
    return client.get(reverse(f"accounts:{name}", args=[thing.pk])).content.decode()


def test_what_was_changed_of_a_person_is_told(client, administrator, board, stranger):
    client.force_login(administrator)
    address = reverse("accounts:person", args=[stranger.pk])

    client.post(address, {"name": "Nytt namn", "email": stranger.email, "is_active": "on"})
    services.give(
        stranger, role=Role.OFFICIAL, body=board, title="Sekreterare", at=NOW, by=administrator
    )
    services.end(stranger.memberships.get(), at=NOW, by=administrator)

    text = page(client, "person", stranger)
    assert "ändrade personen." in text and "<ins>Nytt namn</ins>" in text
    assert "gav uppdraget Sekreterare, kommunstyrelsen." in text
    assert "avslutade uppdraget Sekreterare, kommunstyrelsen." in text


def test_what_was_changed_of_a_body_is_told(client, administrator, board, social):
    client.force_login(administrator)
    services.end_body(board, last_day=date(2022, 12, 31), heir=social, at=NOW, by=administrator)

    text = page(client, "body", board).replace("\xa0", " ")

    assert "31 december 2022" in text
    assert "angav att socialnämnden tar över från och med 1 januari 2023." in text


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow(board, count, django_assert_max_num_queries):
    person = factories.person(Role.OFFICIAL, body=board)
    for number in range(count):
        person.name = f"Namn {number}"
        person.save()

    with django_assert_max_num_queries(5):
        assert len(of_person(person)) == count + 2
    with django_assert_max_num_queries(4):
        assert of_body(board)


def test_to_sign_in_is_no_change(client, stranger):
    before = stranger.history.count()

    client.force_login(stranger)

    stranger.refresh_from_db()
    assert stranger.last_login
    assert stranger.history.count() == before

"""A new body."""

import pytest
from django.urls import reverse

from accounts.models import Body


@pytest.fixture
def add(client, administrator):
    client.force_login(administrator)

    def post(**changes):
        data = {"name": "Valnämnden", "kind": "committee", "position": "9", **changes}
        return client.post(reverse("accounts:body_new"), data)

    return post


def test_it_is_added(add):
    add(registrator_email="val@test.example")

    assert Body.objects.get().registrator_email == "val@test.example"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"kind": "club"},
        {"position": "99999"},
        {"position": "-1"},
        {"registrator_email": "nej"},
        {"name": "x" * 500},
    ],
)
def test_what_is_wrong_adds_nothing(add, changes):
    assert add(**changes).status_code == 200
    assert not Body.objects.exists()


def test_a_name_is_used_once(add, board):
    assert add(name=board.name).status_code == 200
    assert Body.objects.count() == 1

"""The list of bodies."""

from django.urls import reverse

from accounts.roles import Role
from tests import factories


def test_bodies_stand_in_the_municipalitys_order(client, administrator, social, board):
    client.force_login(administrator)

    page = client.get(reverse("accounts:bodies"))

    assert list(page.context["bodies"]) == [board, social]


def test_the_registrator_and_the_officials_are_named(client, administrator, board_clerk):
    client.force_login(administrator)

    page = client.get(reverse("accounts:bodies"))

    assert "ks@test.example" in page.text
    assert "Kommunsekreterare" in page.text


def test_queries_stay_the_same_as_bodies_grow(client, administrator, django_assert_max_num_queries):
    for _ in range(20):
        factories.person(Role.OFFICIAL, body=factories.BodyFactory())
    client.force_login(administrator)

    with django_assert_max_num_queries(7):
        client.get(reverse("accounts:bodies"))

"""The list of people."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from common import dates
from tests import factories


@pytest.fixture
def people(client, administrator):
    client.force_login(administrator)
    return lambda **query: client.get(reverse("accounts:people"), query)


def listed(page):
    return [person.name for person in page.context["page"]]


def test_everybody_is_listed_with_what_they_do(people, board_clerk):
    page = people()

    assert listed(page) == ["Administratör", "Kommunsekreterare"]
    assert "Tjänsteperson, Kommunstyrelsen" in page.text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kommunsek", ["Kommunsekreterare"]),
        ("BOARD@", ["Kommunsekreterare"]),
        ("sekreterare test.example", ["Kommunsekreterare"]),
        ("ingen", []),
        ("100%", []),
    ],
)
def test_search_by_name_or_address(people, board_clerk, words, found):
    assert listed(people(sok=words)) == found


@pytest.mark.parametrize(
    ("state", "found"), [("active", "Aktiv"), ("invited", "Inbjuden"), ("disabled", "Avstängd")]
)
def test_filter_by_state(people, state, found):
    factories.UserFactory(name="Aktiv", password="x")
    factories.UserFactory(name="Inbjuden", password="!")
    factories.UserFactory(name="Avstängd", is_active=False)

    assert found in listed(people(lage=state))
    assert len(listed(people(lage=state))) <= 2


@pytest.mark.parametrize(
    "query", [{"sok": "a\0b"}, {"lage": "x"}, {"sida": "x"}, {"sok": "x" * 999}]
)
def test_an_odd_address_is_answered(people, query):
    assert people(**query).status_code == 200


def test_an_ended_membership_is_not_shown(people, board_clerk):
    board_clerk.memberships.get().end(at=dates.now())

    assert "Kommunstyrelsen" not in people().text


def test_the_filter_follows_to_the_next_page(people):
    for _ in range(60):
        factories.UserFactory(name="Många")

    first = people(sok="Många").context["page"]

    assert first.next.startswith("?sok=M%C3%A5nga&efter=")
    assert (first.last, first.total) == (50, 60)


def test_queries_stay_the_same_as_people_grow(people, board, django_assert_max_num_queries):
    for number in range(40):
        factories.person(Role.OFFICIAL, body=board, name=f"Person {number}")

    with django_assert_max_num_queries(8):
        people()

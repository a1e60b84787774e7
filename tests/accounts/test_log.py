"""What administrators have done, over all people and bodies."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import services
from accounts.roles import Role
from common import dates
from tests import factories


@pytest.fixture
def shown(client, administrator):
    client.force_login(administrator)

    def get(address=""):
        return client.get(reverse("accounts:log") + address)

    return get


def test_deeds_are_told_the_latest_first(shown, administrator, board, board_clerk, noon):
    with dates.told_at(noon + timedelta(hours=1)):
        membership = board_clerk.memberships.get()
        services.end(membership, at=dates.now(), by=administrator)
    with dates.told_at(noon + timedelta(hours=2)):
        services.reset_sign_in(board_clerk, by=administrator)

    first, second = shown().context["page"].deeds[:2]

    assert first.what.startswith("Inloggningen nollställd") and board_clerk.name in first.what
    assert "avslutade" in second.what and board.in_text in second.what
    assert second.link == reverse("accounts:person", args=[board_clerk.pk])


def test_a_password_of_ones_own_is_no_deed(shown, board_clerk, client):
    before = len(shown().context["page"].deeds)
    record = board_clerk.history.create(
        id=board_clerk.pk, name=board_clerk.name, email=board_clerk.email, is_active=True,
        created_at=board_clerk.created_at, history_type="~", history_user=board_clerk,
        history_date=dates.now(),
    )  # fmt: skip

    assert record.pk and len(shown().context["page"].deeds) == before


def test_pages_hold_every_deed_once_also_those_of_one_moment(shown, board):
    for number in range(70):
        factories.person(Role.EXPERT, name=f"Person {number}")

    deeds, address = [], ""
    while True:
        page = shown(address).context["page"]
        deeds += page.deeds
        if not page.next:
            break
        address = f"?efter={page.next.replace('+', '%2B')}"

    places = [deed.place for deed in deeds]
    assert len(places) == len(set(places)) > 140


@pytest.mark.parametrize("address", ["?efter=skräp", "?efter=2023-02-14_x_1", "?efter=__"])
def test_a_place_that_cannot_be_read_gives_the_first_page(shown, address):
    assert shown(address).context["page"].deeds == shown().context["page"].deeds


def test_queries_stay_the_same_as_deeds_grow(shown, django_assert_max_num_queries):
    for _ in range(20):
        factories.person(Role.OFFICIAL, body=factories.BodyFactory())

    with django_assert_max_num_queries(10):
        shown()

"""Ending a role: dated, kept, and in force at the next request."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import Audit
from tests import factories


@pytest.fixture
def end(client, administrator):
    administrator.set_password("lång nog för alla")
    administrator.save()
    client.force_login(administrator)
    return lambda person: client.post(
        reverse("accounts:membership_end", args=[person.memberships.first().pk]), follow=True
    )


def test_it_is_dated_and_kept(end, board_clerk, noon):
    end(board_clerk)

    assert board_clerk.memberships.get().ended_at == noon


def test_it_takes_effect_at_the_next_request(client, end, handed_over, board_clerk):
    other = client.__class__()
    other.force_login(board_clerk)
    address = reverse("accounts:people")
    assert Audit.objects.visible_to(board_clerk).exists()

    end(board_clerk)

    again = type(board_clerk).objects.get(pk=board_clerk.pk)
    assert not Audit.objects.visible_to(again).exists()
    assert other.get(address).status_code == 404


def test_the_past_can_still_be_told(end, board, board_clerk, noon):
    end(board_clerk)

    assert list(board.officials(at=noon - timedelta(days=1))) == [board_clerk]


def test_nobody_is_asked_twice(client, end, board_clerk, noon):
    end(board_clerk)

    page = end(board_clerk)

    assert "redan avslutat" in page.text


def test_the_last_administrator_stays(end, administrator):
    page = end(administrator)

    assert "minst en administratör" in page.text
    assert administrator.memberships.get().ended_at is None


def test_an_administrator_can_step_down_when_there_is_another(end, administrator, noon):
    other = factories.person(Role.ADMINISTRATOR)
    other.set_password("lång nog för alla")
    other.save()

    end(administrator)

    assert administrator.memberships.get().ended_at == noon


def test_the_page_asks_first(client, end, board_clerk):
    membership = board_clerk.memberships.get()

    page = client.get(reverse("accounts:membership_end", args=[membership.pk]))

    assert "Avsluta uppdraget?" in page.text

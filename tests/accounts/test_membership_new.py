"""One more role for a person."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role


@pytest.fixture
def give(client, administrator):
    client.force_login(administrator)
    return lambda person, **data: client.post(
        reverse("accounts:membership_new", args=[person.pk]), data
    )


def test_the_role_holds_at_once(give, stranger, board):
    give(stranger, role="official", body=board.pk, title="Kanslichef")

    assert User.objects.get(pk=stranger.pk).acts_for(board)


def test_a_role_that_one_has_is_not_given_twice(give, board_clerk, board):
    page = give(board_clerk, role="official", body=board.pk)

    assert "har redan det uppdraget" in page.text
    assert board_clerk.memberships.count() == 1


def test_a_role_that_has_ended_can_be_given_again(give, auditor, noon):
    auditor.memberships.get().end(at=noon)

    give(auditor, role=Role.AUDITOR)

    assert User.objects.get(pk=auditor.pk).has_role(Role.AUDITOR)


def test_an_official_needs_a_body(give, stranger):
    assert "Välj det organ" in give(stranger, role="official").text

"""A new link for somebody who has not used the first."""

import pytest
from django.urls import reverse

from mailing.models import OutgoingMail
from tests import factories


@pytest.fixture
def invite_again(client, administrator):
    client.force_login(administrator)
    return lambda person: client.post(
        reverse("accounts:invite_again", args=[person.pk]), follow=True
    )


def test_each_invitation_is_a_mail_of_its_own(invite_again):
    invited = factories.UserFactory(password="!")
    invite_again(invited)

    page = invite_again(invited)

    assert OutgoingMail.objects.filter(recipient=invited.email).count() == 2
    assert "En ny inbjudan skickas" in page.text


@pytest.mark.parametrize("state", [{"password": "x"}, {"password": "!", "is_active": False}])
def test_nobody_else_is(invite_again, state):
    person = factories.UserFactory(**state)

    invite_again(person)

    assert not OutgoingMail.objects.exists()

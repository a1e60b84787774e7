"""Inviting a person."""

import pytest
from django.urls import reverse

from accounts.emails import INVITATION
from accounts.models import User, UserState
from accounts.roles import Role
from mailing.models import OutgoingMail


@pytest.fixture
def invite(client, administrator):
    client.force_login(administrator)

    def post(**changes):
        data = {"email": "ny@test.example", "name": "Ny person", "role": "auditor", **changes}
        return client.post(reverse("accounts:person_new"), data)

    return post


def test_the_invited_person_has_a_role_and_no_password(invite):
    invite()

    invited = User.objects.get(email="ny@test.example")
    assert (invited.state, invited.has_role(Role.AUDITOR)) == (UserState.INVITED, True)


def test_an_official_is_invited_for_a_body(invite, board):
    invite(role="official", body=board.pk, title="Kanslichef")

    invited = User.objects.get(email="ny@test.example")
    assert (invited.acts_for(board), invited.title) == (True, "Kanslichef")


def test_the_mail_leads_to_the_configured_address(invite, settings):
    invite()

    mail = OutgoingMail.objects.get()
    assert f"{settings.SITE_URL}/konto/valj-losenord/" in mail.text
    assert (mail.recipient, mail.kind) == ("ny@test.example", INVITATION)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "official"}, "Välj det organ"),
        ({"role": ""}, "Roll saknas"),
        ({"role": "king"}, "giltigt"),
        ({"email": "nej"}, "e-postadress"),
        ({"email": "ADMIN@test.example"}, "Adressen har redan ett konto"),
        ({"name": ""}, "Namn saknas"),
        ({"name": "a\0"}, "ull"),
        ({"body": "999999999999999999999"}, "giltigt"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_invited(invite, changes, said):
    page = invite(**changes)

    assert said in page.text
    assert not OutgoingMail.objects.exists()


def test_only_officials_belong_to_a_body(invite, board):
    assert "Bara tjänstepersoner hör till ett organ" in invite(body=board.pk).text


def test_what_was_typed_is_kept(invite):
    assert 'value="Ny person"' in invite(email="").text

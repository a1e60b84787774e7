"""The administrator takes away a lost second step."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.urls import reverse

from mailing.models import OutgoingMail

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def person(auditor):
    TOTP.activate(auditor, SECRET)
    RecoveryCodes.activate(auditor)
    return auditor


@pytest.fixture
def reset(client, administrator):
    client.force_login(administrator)
    return lambda who: client.post(reverse("accounts:sign_in_reset", args=[who.pk]), follow=True)


def test_everything_of_the_second_step_is_gone(reset, person):
    reset(person)

    assert not Authenticator.objects.exists()


def test_the_person_is_told(reset, person):
    reset(person)

    mail = OutgoingMail.objects.get()
    assert mail.recipient == person.email
    assert "nollställt din inloggning" in mail.text


def test_the_history_says_who(reset, person, administrator):
    page = reset(person)

    last = person.history.latest()
    assert last.history_user == administrator
    assert last.history_change_reason == "Inloggningen nollställd"
    assert "Inloggningen nollställd." in page.text


def test_looking_changes_nothing(client, administrator, person):
    client.force_login(administrator)

    page = client.get(reverse("accounts:sign_in_reset", args=[person.pk]))

    assert page.status_code == 200
    assert Authenticator.objects.count() == 2


def test_no_secret_is_shown(client, administrator, person):
    client.force_login(administrator)
    spare = RecoveryCodes.activate(person).get_unused_codes()[0]

    page = client.get(reverse("accounts:person", args=[person.pk])).text

    assert "kod i en app, reservkoder" in page
    assert SECRET not in page
    assert spare not in page


def test_ones_own_is_refused(reset, administrator):
    TOTP.activate(administrator, SECRET)

    page = reset(administrator)

    assert "Din egen inloggning" in page.text
    assert Authenticator.objects.exists()


def test_others_do_not_reach_it(client, chair, person):
    client.force_login(chair)

    assert client.post(reverse("accounts:sign_in_reset", args=[person.pk])).status_code == 404
    assert Authenticator.objects.exists()


def test_on_the_server_anybodys_can_be_reset(administrator):
    TOTP.activate(administrator, SECRET)

    call_command("reset_sign_in", administrator.email.upper())

    assert not Authenticator.objects.exists()
    assert OutgoingMail.objects.get().recipient == administrator.email


def test_an_unknown_address_is_told(db):
    with pytest.raises(CommandError, match="Ingen har den adressen"):
        call_command("reset_sign_in", "ingen@test.example")

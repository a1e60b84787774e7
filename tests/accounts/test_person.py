"""One person: who they are, and whether they can sign in."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.emails import password_link
from accounts.models import User
from accounts.roles import Role
from common import dates
from mailing.models import OutgoingMail
from tests import factories


@pytest.fixture
def save(client, administrator):
    client.force_login(administrator)
    administrator.set_password("lång nog för alla")
    administrator.save()
    client.force_login(administrator)

    def post(person, **changes):
        data = {"name": person.name, "email": person.email, "is_active": "on", **changes}
        return client.post(
            reverse("accounts:person", args=[person.pk]), {k: v for k, v in data.items() if v}
        )

    return post


def test_name_and_address_can_be_changed(save, board_clerk):
    save(board_clerk, name="Kanslichef", email="Kansli@test.example")

    board_clerk.refresh_from_db()
    assert (board_clerk.name, board_clerk.email) == ("Kanslichef", "kansli@test.example")


def test_the_old_address_is_told(save, board_clerk):
    save(board_clerk, email="kansli@test.example")

    mail = OutgoingMail.objects.get()
    assert mail.recipient == "board@test.example"
    assert "kansli@test.example" in mail.text


def test_the_history_says_who_changed_it(save, board_clerk, administrator):
    save(board_clerk, name="Kanslichef")

    assert board_clerk.history.first().history_user == administrator


def test_the_page_shows_ended_memberships_too(client, save, board_clerk):
    board_clerk.memberships.get().end(at=dates.now())

    page = client.get(reverse("accounts:person", args=[board_clerk.pk]))

    assert "Kommunstyrelsen" in page.text


def test_the_address_of_another_is_refused(save, board_clerk, social_clerk):
    page = save(board_clerk, email="SOCIAL@test.example")

    assert "Adressen har redan ett konto" in page.text


def test_the_old_address_opens_nothing_more(client, save, board_clerk):
    board_clerk.set_password("lång nog för alla")
    board_clerk.save()
    password_link(board_clerk)  # the sign-in now keeps the address on its own
    old = board_clerk.email

    save(board_clerk, email="ny@test.example")

    client.logout()
    client.post(reverse("account_login"), {"login": old, "password": "lång nog för alla"})
    assert "_auth_user_id" not in client.session
    assert not EmailAddress.objects.filter(email=old).exists()


def test_a_shut_out_person_is_out_at_the_next_request(client, save, board_clerk):
    other = client.__class__()
    other.force_login(board_clerk)
    assert other.get(reverse("demo:post")).status_code == 200

    save(board_clerk, is_active="")

    assert other.get(reverse("demo:post")).status_code == 302


def test_a_shut_out_person_cannot_sign_in(client, board_clerk):
    board_clerk.set_password("lång nog för alla")
    board_clerk.is_active = False
    board_clerk.save()

    page = client.post(
        reverse("account_login"),
        {"login": board_clerk.email, "password": "lång nog för alla"},
        follow=True,
    )

    assert "Kontot är avstängt" in page.text
    assert "_auth_user_id" not in client.session


def test_the_last_administrator_cannot_shut_themselves_out(save, administrator):
    page = save(administrator, is_active="")

    assert "minst en administratör" in page.text
    assert User.objects.get(pk=administrator.pk).is_active


def test_one_of_two_administrators_can_be_shut_out(save, administrator):
    other = factories.person(Role.ADMINISTRATOR, name="En till")
    other.set_password("lång nog för alla")
    other.save()

    save(other, is_active="")

    assert not User.objects.get(pk=other.pk).is_active


def test_one_who_has_not_chosen_a_password_does_not_count(save, administrator):
    factories.person(Role.ADMINISTRATOR, name="Inbjuden", password="!")

    assert "minst en administratör" in save(administrator, is_active="").text


def test_an_invited_person_can_be_invited_again(client, save):
    invited = factories.UserFactory(password="!")

    page = client.get(reverse("accounts:person", args=[invited.pk]))

    assert reverse("accounts:invite_again", args=[invited.pk]) in page.text

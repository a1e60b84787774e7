"""Wrong passwords lock nobody out elsewhere, are told to the person, and are shown to the administrator."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import devices
from accounts.emails import SECURITY
from accounts.models import FailedSignIn
from accounts.tasks import purge_failed_sign_ins
from common import dates
from mailing.models import OutgoingMail
from tests.conftest import NOW

PASSWORD = "en lång mening att minnas"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def person(stranger):
    stranger.set_password(PASSWORD)
    stranger.save()
    return stranger


def attempt(person, *, password="fel", client=None, address=HERE):
    client = client or Client()
    data = {"login": person.email, "password": password}
    client.post(reverse("account_login"), data, REMOTE_ADDR=address)
    return "_auth_user_id" in client.session


def test_guesses_from_elsewhere_lock_nobody_out(person):
    for _ in range(6):
        attempt(person, address=ELSEWHERE)

    assert not attempt(person, password=PASSWORD, address=ELSEWHERE)
    assert attempt(person, password=PASSWORD, address=HERE)


def test_a_colleagues_mistakes_do_not_lock_out_the_whole_office(person, auditor):
    for _ in range(15):
        attempt(auditor)

    assert attempt(person, password=PASSWORD)


def test_a_known_device_comes_in_past_guesses_from_the_same_address(person):
    mine = Client()
    assert attempt(person, password=PASSWORD, client=mine)
    mine.post(reverse("account_logout"))
    for _ in range(6):
        attempt(person)

    assert not attempt(person, password=PASSWORD)
    assert attempt(person, password=PASSWORD, client=mine)


def test_a_device_is_known_only_for_those_who_have_signed_in_on_it(person, auditor):
    theirs = Client()
    auditor.set_password(PASSWORD)
    auditor.save()
    assert attempt(auditor, password=PASSWORD, client=theirs)
    theirs.post(reverse("account_logout"))
    for _ in range(5):
        attempt(person, client=theirs)

    assert not attempt(person, password=PASSWORD, client=theirs)


def test_a_known_device_is_stopped_after_five_tries_too(person):
    mine = Client()
    attempt(person, password=PASSWORD, client=mine)
    mine.post(reverse("account_logout"))
    for _ in range(5):
        attempt(person, client=mine)

    assert not attempt(person, password=PASSWORD, client=mine)


def test_a_forged_cookie_makes_no_device_known(person):
    forged = Client()
    forged.cookies[devices.COOKIE] = f"abc.{person.pk}:forged"
    for _ in range(5):
        attempt(person)

    assert not attempt(person, password=PASSWORD, client=forged)


def test_the_person_is_told_once_an_hour(person):
    for number in range(12):
        attempt(person, address=f"192.0.2.{number}")
    assert OutgoingMail.objects.filter(kind=SECURITY).count() == 1
    mail = OutgoingMail.objects.get()
    assert mail.recipient == person.email
    assert "5 gånger" in mail.text

    with dates.told_at(NOW + timedelta(minutes=61)):
        for number in range(5):
            attempt(person, address=f"192.0.2.{number + 100}")
    assert OutgoingMail.objects.count() == 2


def test_a_few_mistakes_are_told_nobody(person):
    for number in range(4):
        attempt(person, address=f"192.0.2.{number}")

    assert not OutgoingMail.objects.exists()


def test_the_administrator_sees_them_without_passwords(client, administrator, person):
    attempt(person, password="hemligt fel lösenord")
    client.force_login(administrator)

    page = client.get(reverse("accounts:person", args=[person.pk])).content.decode()

    assert HERE in page
    assert "14 februari 2023" in page.replace("\xa0", " ")
    assert "hemligt fel" not in page
    assert "hemligt fel" not in str(FailedSignIn.objects.values())


def test_an_unknown_address_leaves_no_name(db):
    Client().post(reverse("account_login"), {"login": "ingen@test.example", "password": "fel"})

    assert FailedSignIn.objects.get().user is None


def test_they_are_purged_after_ninety_days(person):
    attempt(person)
    with dates.told_at(NOW + timedelta(days=89)):
        assert purge_failed_sign_ins() == 0
    with dates.told_at(NOW + timedelta(days=90)):
        assert purge_failed_sign_ins() == 1

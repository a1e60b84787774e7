"""Choosing a password by a link: invited, or having forgotten it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.emails import PASSWORD as PASSWORD_MAIL
from accounts.emails import password_link
from accounts.models import User
from common import dates
from mailing.models import OutgoingMail
from tests import factories

PASSWORD = "en lång mening att minnas"


@pytest.fixture
def person(db):
    return factories.UserFactory(email="glomsk@test.example", password="!")


@pytest.fixture
def ask(client):
    return lambda email, **extra: client.post(
        reverse("account_reset_password"), {"email": email}, **extra
    )


@pytest.fixture
def link(person, settings):
    return password_link(person).removeprefix(settings.SITE_URL)


def choose(client, link, password=PASSWORD):
    form = client.get(link, follow=True)
    if "action_url" not in form.context:
        return form
    return client.post(
        form.context["action_url"], {"password1": password, "password2": password}, follow=True
    )


def test_the_mail_goes_through_the_outbox_with_the_configured_address(ask, person, settings):
    ask(person.email)

    mail = OutgoingMail.objects.get()
    assert re.search(rf"{settings.SITE_URL}/konto/valj-losenord/\S+/", mail.text)
    assert mail.kind == PASSWORD_MAIL


@pytest.mark.parametrize(
    "headers", [{"x-forwarded-host": "evil.example"}, {"forwarded": "host=evil.example"}]
)
def test_no_header_changes_the_address_in_the_mail(ask, person, headers):
    ask(person.email, headers=headers)

    assert "evil" not in OutgoingMail.objects.get().text


def test_another_host_is_refused(ask, person):
    answer = ask(person.email, headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert not OutgoingMail.objects.exists()


def test_an_unknown_address_gets_no_mail_and_the_same_answer(ask, person):
    known, unknown = ask(person.email), ask("ingen@test.example")

    assert OutgoingMail.objects.count() == 1
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_somebody_shut_out_gets_no_mail(ask, person):
    person.is_active = False
    person.save()

    ask(person.email)

    assert not OutgoingMail.objects.exists()


def test_asking_over_and_over_is_stopped(ask, person):
    for _ in range(30):
        ask(person.email)

    assert OutgoingMail.objects.count() <= 5


def test_the_link_lets_one_choose_a_password(client, link, person):
    choose(client, link)

    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_looking_at_the_link_does_not_use_it_up(client, link, person):
    for _ in range(3):
        client.__class__().get(link, follow=True)

    choose(client, link)

    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_a_used_link_is_refused(client, link, person):
    choose(client, link)

    page = choose(client.__class__(), link, "något annat att minnas")

    assert "Länken gäller inte längre" in page.text
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_an_old_link_is_refused(client, link, settings, monkeypatch):
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert "Länken gäller inte längre" in client.get(link, follow=True).text


def test_a_link_to_an_address_that_was_changed_is_refused(client, link, person):
    person.email = "ny@test.example"
    person.save()

    assert "Länken gäller inte längre" in client.get(link, follow=True).text


@pytest.mark.parametrize("password", ["kort", "1234567890", "glomsk@test.example"])
def test_a_weak_password_is_refused(client, link, person, password):
    page = choose(client, link, password)

    assert 'class="errors"' in page.text
    assert not User.objects.get(pk=person.pk).has_usable_password()


@pytest.mark.parametrize("key", ["1-x", "zzzzzzzzzzzzzzzzz-x-y", "-", "0-set-password"])
def test_a_broken_link_is_answered(client, db, key):
    page = client.get(f"/konto/valj-losenord/{key}/", follow=True)

    assert page.status_code in (200, 404)


def test_the_secret_text_is_erased_once_the_mail_has_gone(ask, person):
    ask(person.email)
    mail = OutgoingMail.objects.get()

    mail.mark_sent(at=timezone.now())

    assert OutgoingMail.objects.get().text == ""


def test_the_invitation_text_says_how_long(person, ask):
    ask(person.email)

    assert "tre dagar" in OutgoingMail.objects.get().text
    assert OutgoingMail.objects.get().created_at - dates.now() < timedelta(seconds=1)


def test_an_unknown_address_costs_the_same_work(ask, person):
    with CaptureQueriesContext(connection) as known:
        ask(person.email)
    with CaptureQueriesContext(connection) as unknown:
        ask("ingen@test.example")

    assert abs(len(known) - len(unknown)) <= 4
    assert any("mailing_outgoingmail" in query["sql"] for query in unknown)


def test_a_link_dies_when_the_person_is_shut_out_and_stays_dead(
    client, person, link, administrator
):
    services.change(
        person,
        email=person.email,
        name=person.name,
        is_active=False,
        at=dates.now(),
        by=administrator,
    )
    choose(client, link)
    person.refresh_from_db()
    assert not person.check_password(PASSWORD)

    services.change(
        person,
        email=person.email,
        name=person.name,
        is_active=True,
        at=dates.now(),
        by=administrator,
    )
    choose(client, link)

    person.refresh_from_db()
    assert not person.check_password(PASSWORD)

"""Signing in by e-mail and password."""

import pytest
from django.urls import NoReverseMatch, reverse

PASSWORD = "en lång mening att minnas"


@pytest.fixture
def person(stranger):
    stranger.set_password(PASSWORD)
    stranger.save()
    return stranger


@pytest.fixture
def sign_in(client, person):
    def post(login=None, password=PASSWORD, **query):
        return client.post(
            reverse("account_login", query=query),
            {"login": login or person.email, "password": password},
        )

    return post


def test_one_comes_to_what_is_to_be_done(sign_in):
    answer = sign_in()

    assert (answer.status_code, answer["Location"]) == (302, reverse("reports:todo"))


def test_the_address_may_be_written_in_capitals(client, sign_in, person):
    sign_in(login=person.email.upper())

    assert client.session["_auth_user_id"] == str(person.pk)


def test_one_comes_back_to_where_one_was_going(sign_in):
    assert sign_in(next="/svar/")["Location"] == "/svar/"


def test_never_to_another_site(sign_in):
    assert sign_in(next="https://evil.example/")["Location"] == reverse("reports:todo")


@pytest.mark.parametrize(
    ("login", "password"), [(None, "fel"), ("ingen@test.example", PASSWORD), ("nej", "\0")]
)
def test_a_wrong_password_and_an_unknown_address_look_the_same(client, sign_in, login, password):
    page = sign_in(login, password)

    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_guessing_is_stopped_after_five_tries(client, sign_in):
    for _ in range(5):
        sign_in(password="fel")

    page = sign_in()

    assert "Vänta fem minuter och försök igen" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_guessing_at_many_accounts_from_one_place_is_stopped(client, sign_in):
    for number in range(60):
        sign_in(login=f"person{number}@test.example", password="fel")

    sign_in()

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("proxies", "is_in"), [(1, True), (0, False)])
def test_behind_a_proxy_one_visitor_does_not_lock_out_another(
    client, person, settings, proxies, is_in
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(60):
        guess = {"login": f"person{number}@test.example", "password": "fel"}
        client.post(reverse("account_login"), guess, headers={"x-forwarded-for": "192.0.2.1"})

    right = {"login": person.email, "password": PASSWORD}
    client.post(reverse("account_login"), right, headers={"x-forwarded-for": "192.0.2.2"})

    assert ("_auth_user_id" in client.session) == is_in


def test_the_session_is_another_after_signing_in(client, sign_in):
    client.get(reverse("account_login"))
    before = client.session.session_key

    sign_in()

    assert client.session.session_key != before


def test_signing_out_asks_first_and_then_ends_the_session(client, person):
    client.force_login(person)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session

    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


def test_nobody_registers_themselves(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")

    assert client.get("/konto/registrera/").status_code in (302, 404)
    assert "signup" not in client.get(reverse("account_login")).text

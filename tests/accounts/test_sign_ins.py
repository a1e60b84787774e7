"""Who has signed in, and who has failed to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import FailedSignIn, SignIn
from accounts.tasks import purge_failed_sign_ins
from common import dates

PASSWORD = "ett långt lösenord"


@pytest.fixture
def page(client, administrator):
    def get():
        client.force_login(administrator)
        return client.get(reverse("accounts:sign_ins"))

    return get


def sign_in(client, person, password=PASSWORD):
    person.set_password(PASSWORD)
    person.save()
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def test_a_sign_in_is_noted_with_how(client, page, board_clerk):
    sign_in(client, board_clerk)

    row = page().context["page"].rows[0]

    assert (row.user, row.how) == (board_clerk, "lösenord")
    assert row.address == "127.0.0.1"


def test_a_wrong_password_stands_apart(client, page, board_clerk):
    sign_in(client, board_clerk, "fel lösenord")

    shown = page().context

    assert [row.user for row in shown["failed"]] == [board_clerk]
    assert not shown["page"].rows


def test_an_address_that_nobody_has_is_not_shown(client, page):
    client.post(reverse("account_login"), {"login": "ingen@test.example", "password": "x"})

    assert FailedSignIn.objects.exists()
    assert not page().context["failed"].rows


def test_rows_go_after_ninety_days(client, board_clerk, noon):
    sign_in(client, board_clerk)

    with dates.told_at(noon + timedelta(days=91)):
        assert purge_failed_sign_ins() == 1
    assert not SignIn.objects.exists()


def test_queries_stay_the_same_as_rows_grow(page, board_clerk, noon, django_assert_max_num_queries):
    SignIn.objects.bulk_create(SignIn(user=board_clerk, at=noon, how="lösenord") for _ in range(70))

    with django_assert_max_num_queries(9):
        assert page().context["page"].total == 70

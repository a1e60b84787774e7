"""The mail that a person of the demo can read: one's own."""

import pytest
from django.urls import reverse

from common import dates
from demo.models import DemoMail


@pytest.fixture
def post(client):
    return lambda **query: client.get(reverse("demo:post"), query)


def mail(recipient, subject="Svar önskas", text="Hej"):
    return DemoMail.objects.create(
        recipient=recipient,
        sender="revisorerna@demo.example",
        subject=subject,
        text=text,
        message_id="<1@demo.example>",
        received_at=dates.now(),
    )


def test_i_read_my_own_mail(client, post, board_clerk):
    mail(board_clerk.email, "Till mig")
    client.force_login(board_clerk)

    assert "Till mig" in post().text


def test_the_mail_of_others_is_not_listed(client, post, board_clerk, social_clerk):
    mail(social_clerk.email, "Till en annan")
    client.force_login(board_clerk)

    assert "Till en annan" not in post().text


def test_the_registrators_mail_is_read_by_who_answers_for_the_body(
    client, post, board, social, board_clerk
):
    mail(board.registrator_email, "Till vår registrator")
    mail(social.registrator_email, "Till deras registrator")
    client.force_login(board_clerk)

    page = post().text
    assert "Till vår registrator" in page
    assert "Till deras registrator" not in page


def test_someone_without_a_role_has_a_list_too(client, post, stranger):
    client.force_login(stranger)

    assert "Inga mejl ännu" in post().text


def test_one_signs_in_first(db, post):
    assert post().status_code == 302


def test_the_banner_leads_here(client, post, stranger):
    client.force_login(stranger)

    assert f'href="{reverse("demo:post")}"' in post().text


def test_queries_stay_the_same_as_mail_grows(
    client, post, board_clerk, django_assert_max_num_queries
):
    for _ in range(60):
        mail(board_clerk.email)
    client.force_login(board_clerk)

    with django_assert_max_num_queries(6):
        assert "Sida 1 av 2" in post().text


@pytest.mark.parametrize("page", ["0", "999", "x", "-1", "\0"])
def test_any_page_number_gives_a_page(client, post, stranger, page):
    client.force_login(stranger)

    assert post(sida=page).status_code == 200

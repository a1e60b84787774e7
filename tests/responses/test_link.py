"""The link in a registrator's mail: who it opens what to, and when nothing opens."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from common import dates
from mailing.leaving import filled
from mailing.models import OutgoingMail
from responses import services
from responses.models import RegistratorLink
from responses.models.links import MOST_CODES, MOST_TRIES
from responses.views.linking import COOKIE
from tests.conftest import NOW, write_answer
from tests.responses.drafting import shown
from tests.responses.visiting import code_sent_to, come_in, link_in, sent_to

REGISTRATOR = "sn@test.example"
INSIDE = "/lank/begaran/"


@pytest.fixture
def link(social_request):
    return link_in(sent_to(REGISTRATOR))


def codes():
    return OutgoingMail.objects.filter(kind="link_code")


def plain(response):
    """Without the token that differs each time."""
    return re.sub(r"[0-9A-Za-z]{64}", "", shown(response))


def is_open(client):
    return client.get(INSIDE).status_code == 200


def test_the_code_opens_the_request_and_nothing_else(client, social_request, board_request):
    come_in(client, social_request)

    page = shown(client.get(INSIDE))
    elsewhere = [
        client.get(address).status_code
        for address in (
            social_request.get_absolute_url(),
            board_request.get_absolute_url(),
            reverse("responses:only_files", args=[social_request.pk]),
            reverse("reports:todo"),
            reverse("responses:requests"),
        )
    ]

    assert social_request.items.first().addressee.recommendation.text in page
    assert board_request.items.first().addressee.recommendation.text not in page
    assert elsewhere == [302] * 5


def test_fetched_by_a_scanner_nothing_is_used_up(client, link):
    pages = {plain(client.get(link)) for _ in range(3)}

    assert len(pages) == 1
    assert not codes().exists()
    client.post(link)
    client.post(link, {"code": code_sent_to(REGISTRATOR)})
    assert is_open(client)


def test_used_twice(client, link):
    client.post(link)
    code = code_sent_to(REGISTRATOR)
    client.post(link, {"code": code})
    another = Client()

    with dates.told_at(NOW + timedelta(minutes=5)):
        another.post(link)
        another.post(link, {"code": code})

        assert codes().count() == 1
        assert not is_open(another)
        assert is_open(client)


def test_forwarded_the_code_goes_to_the_address_of_the_link(client, link):
    client.post(link)

    assert list(codes().values_list("recipient", flat=True)) == [REGISTRATOR]
    assert not is_open(client)


def expire(request):
    RegistratorLink.objects.update(expires_at=NOW)


def withdraw(request):
    request.withdrawn_at = NOW
    request.save()


def move_registrator(request):
    request.body.registrator_email = "ny@test.example"
    request.body.save()


@pytest.mark.parametrize("happening", [expire, withdraw, move_registrator])
def test_what_happens_before_the_code_is_sent(client, social_request, link, happening):
    happening(social_request)

    page = client.post(link, follow=True)

    assert "Gäller länken har en kod skickats" in shown(page)
    assert not codes().exists()


@pytest.mark.parametrize("happening", [expire, withdraw, move_registrator])
def test_what_happens_after_the_code_is_sent(client, social_request, link, happening):
    client.post(link)
    code = code_sent_to(REGISTRATOR)
    happening(social_request)

    client.post(link, {"code": code})

    assert not is_open(client)


@pytest.mark.parametrize("happening", [withdraw, move_registrator])
def test_what_happens_during_the_visit(client, social_request, happening):
    come_in(client, social_request)

    happening(social_request)

    assert not is_open(client)


def test_answered_meanwhile(client, board_request, board_clerk):
    link = link_in(sent_to("ks@test.example"))
    services.submit(write_answer(board_request), at=NOW, by=board_clerk)

    client.post(link)

    assert not codes().exists()


def test_the_page_is_the_same_for_a_link_that_never_was(client, link):
    guessed = f"/lank/till/{'x' * 43}/"

    def answers(address):
        return [
            plain(client.get(address)),
            plain(client.post(address, follow=True)),
            plain(client.post(address, {"code": "12"})),
        ]

    assert answers(guessed) == answers(link)
    assert not is_open(client)


def test_the_code_of_another_request_opens_nothing(client, link, board_request):
    other = link_in(sent_to("ks@test.example"))
    client.post(link)
    client.post(other)

    client.post(other, {"code": code_sent_to(REGISTRATOR)})

    assert not is_open(client)


def test_guessing_ends(client, link):
    client.post(link)
    code = code_sent_to(REGISTRATOR)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(MOST_TRIES):
        client.post(link, {"code": wrong})

    client.post(link, {"code": code})

    assert not is_open(client)


def test_a_code_is_old_after_a_while(client, link):
    client.post(link)
    code = code_sent_to(REGISTRATOR)

    with dates.told_at(NOW + timedelta(minutes=21)):
        client.post(link, {"code": code})

        assert not is_open(client)


def test_few_codes_are_sent_and_not_at_once(client, link):
    client.post(link)
    client.post(link)
    assert codes().count() == 1

    for minutes in range(1, 10):
        with dates.told_at(NOW + timedelta(minutes=2 * minutes)):
            client.post(link)

    assert codes().count() == MOST_CODES


def test_a_visit_lasts_an_hour(client, social_request):
    come_in(client, social_request)

    with dates.told_at(NOW + timedelta(minutes=61)):
        assert not is_open(client)


def test_no_row_holds_what_opens(client, link, social_request):
    come_in(client, social_request)
    key = link.split("/")[-2]
    visit = client.cookies[COOKIE].value

    rows = str(list(RegistratorLink.objects.values())) + str(
        list(OutgoingMail.objects.values_list("text", flat=True))
    )

    assert key not in rows
    assert visit not in rows


def test_the_mail_is_complete_and_an_official_gets_no_link(social_request, social_clerk):
    mail = OutgoingMail.objects.filter(recipient=REGISTRATOR).first()
    registrators, officials = (
        filled(mail.text, address) for address in (REGISTRATOR, social_clerk.email)
    )

    assert all(
        item.addressee.recommendation.text in registrators for item in social_request.items.all()
    )
    assert "Svar önskas senast 28 februari 2023." in registrators
    assert "/lank/" not in officials and "[[" not in officials

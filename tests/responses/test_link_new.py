"""A new link."""

import pytest
from django.urls import reverse

from mailing.models import OutgoingMail
from tests.responses.drafting import shown
from tests.responses.visiting import link_in, sent_to

REGISTRATOR = "sn@test.example"


@pytest.fixture
def url(social_request):
    return reverse("responses:link_new")


def asked_for():
    return list(OutgoingMail.objects.filter(kind="link").values_list("recipient", flat=True))


@pytest.mark.parametrize("address", [REGISTRATOR, "SN@test.example "])
def test_it_goes_to_the_registrator(client, url, address):
    client.post(url, {"address": address})

    assert asked_for() == [REGISTRATOR]
    assert client.get(link_in(sent_to(REGISTRATOR, "link"))).status_code == 200


@pytest.mark.parametrize("address", ["annan@test.example", "social@test.example"])
def test_others_get_none_and_are_told_the_same(client, url, address):
    told = [shown(client.post(url, {"address": a}, follow=True)) for a in (address, REGISTRATOR)]

    assert told[0] == told[1]
    assert asked_for() == [REGISTRATOR]


def test_a_few_in_an_hour(client, url):
    for _ in range(8):
        client.post(url, {"address": REGISTRATOR})

    assert len(asked_for()) == 3


def test_what_is_no_address_is_told_at_the_field(client, url):
    assert "giltig e-postadress" in shown(client.post(url, {"address": "registrator"}))


def test_nothing_is_asked_once_the_answer_is_in(client, board_answer):
    client.post(reverse("responses:link_new"), {"address": "ks@test.example"})

    assert asked_for() == []

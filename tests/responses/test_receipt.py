"""The receipt."""

import pytest
from django.urls import reverse

from tests.responses.drafting import shown


@pytest.fixture
def url(board_request):
    return reverse("responses:receipt", args=[board_request.pk])


def test_it_tells_when_what_and_by_whom(client, board_clerk, board_answer, url):
    client.force_login(board_clerk)

    page = shown(client.get(url))

    assert "14 februari 2023 kl. 12.00 av Kommunsekreterare" in page
    assert "Nämndbeslut § 31, kommunstyrelsen 14 februari 2023." in page
    assert board_answer.receipt in page


def test_before_submission_it_leads_to_the_draft(client, board_clerk, board_request, url):
    client.force_login(board_clerk)

    assert client.get(url).url == board_request.get_absolute_url()


@pytest.mark.parametrize(
    "name", ["auditor", "presidium_member", "social_clerk", "administrator", "stranger"]
)
def test_it_is_the_bodys_own(client, request, board_answer, url, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url).status_code == 404


def test_queries(client, board_clerk, board_answer, url, django_assert_max_num_queries):
    client.force_login(board_clerk)

    with django_assert_max_num_queries(11):
        client.get(url)

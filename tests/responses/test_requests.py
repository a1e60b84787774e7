"""The list of what is asked."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import BodyMeeting
from common import dates
from responses import services
from tests import factories
from tests.conftest import NOW, write_answer
from tests.responses.drafting import shown

CANARY = "kanariefågel"


@pytest.fixture
def url():
    return reverse("responses:requests")


def test_an_official_sees_own_requests_with_the_way_to_the_date(
    client, url, social, social_clerk, social_request
):
    BodyMeeting.objects.create(
        body=social, meets_on=date(2023, 2, 15), documents_due_on=date(2023, 2, 3)
    )
    BodyMeeting.objects.create(body=social, meets_on=date(2023, 3, 15))
    client.force_login(social_clerk)

    page = shown(client.get(url))

    assert social_request.get_absolute_url() in page
    assert (
        "Handlingar till nämnden senast 3 februari – sammanträde 15 februari – "
        "svar önskas senast <b>28 februari 2023</b>." in page
    )


def test_own_progress_is_told(client, url, social_clerk, social_request):
    item = write_answer(social_request).items.last()
    item.text, item.stance = "", ""
    item.save()
    client.force_login(social_clerk)

    assert "Utkast: 1 av 2 svar är skrivet" in shown(client.get(url))


def test_another_bodys_request_is_not_listed(client, url, social_clerk, board_request):
    client.force_login(social_clerk)

    assert board_request.get_absolute_url() not in shown(client.get(url))


@pytest.mark.parametrize("name", ["auditor", "expert", "presidium_member"])
def test_others_see_that_no_answer_has_come_and_nothing_of_a_draft(
    client, request, url, handed_over, social_request, name
):
    factories.assign(handed_over, request.getfixturevalue("expert"))
    write_answer(social_request, text=CANARY)
    client.force_login(request.getfixturevalue(name))

    page = shown(client.get(url))

    assert "Svar har inte inkommit" in page
    assert CANARY not in page
    assert "skriv" not in page
    assert "Utkast" not in page


def test_an_unassigned_expert_sees_none(client, url, expert, social_request):
    client.force_login(expert)

    assert social_request.get_absolute_url() not in shown(client.get(url))


@pytest.mark.parametrize("name", ["administrator", "stranger"])
def test_the_page_is_not_for_everyone(client, request, url, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url).status_code == 404


def test_lateness_is_said(client, url, auditor, social_request):
    client.force_login(auditor)

    with dates.told_at(dates.at_local(date(2023, 3, 10), 9)):
        page = shown(client.get(url))

    assert "Försenat tio dagar." in page


def test_an_answer_that_is_in_says_when(client, url, auditor, board_answer):
    client.force_login(auditor)

    assert "Inkom i tid, 14 februari 2023." in shown(client.get(url))


def test_without_requests_the_page_says_so(client, url, auditor):
    client.force_login(auditor)

    assert "Inget väntar på svar." in shown(client.get(url))


@pytest.mark.parametrize("audits", [1, 8])
def test_as_many_queries_with_many_requests(
    client, social, social_clerk, chair, audits, django_assert_max_num_queries
):
    for _ in range(audits):
        audit = factories.draft_audit(social)
        services.dispatch(audit, at=NOW, by=chair)
    client.force_login(social_clerk)

    with django_assert_max_num_queries(12):
        client.get("/svar/")

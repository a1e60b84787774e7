"""Att göra as a page: for every role, in few questions, with what is new and what comes next."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts import services as accounts
from accounts.models import Body, BodyMeeting, User
from audit.models import Audit
from common import dates
from reports.todo import todo_of
from responses import services
from responses.models import Answer
from tests import factories
from tests.conftest import HANDED_OVER, NOW, write_answer
from tests.reports.sittings import sitting_on
from tests.reports.test_todo import TODAY, propose, text_of


@pytest.mark.parametrize(
    "name",
    [
        "chair",
        "expert",
        "board_clerk",
        "social_clerk",
        "presidium_member",
        "administrator",
        "stranger",
    ],
)
def test_the_page_shows_for_every_role(
    client: Client, board_answer: Answer, request: pytest.FixtureRequest, name: str
) -> None:
    client.force_login(request.getfixturevalue(name))

    response = client.get(reverse("reports:todo"))

    assert response.status_code == 200
    assert "Att göra" in response.content.decode()


@pytest.mark.parametrize("name", ["chair", "board_clerk", "presidium_member", "administrator"])
def test_queries_do_not_grow_with_rows(
    client: Client,
    board: Body,
    social: Body,
    request: pytest.FixtureRequest,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    person, chair = request.getfixturevalue(name), request.getfixturevalue("chair")
    for number in range(4):
        audit = factories.draft_audit(
            board, social, response_due_on=date(2023, 2, 1 + 9 * number % 27)
        )
        services.dispatch(audit, at=HANDED_OVER, by=chair)
        answer = services.submit(write_answer(audit.requests.all()[0]), at=NOW, by=chair)
        if number % 2:
            propose(answer, by=chair)
        factories.draft_audit(board)
        BodyMeeting.objects.create(body=board, meets_on=TODAY + timedelta(days=number))
    client.force_login(person)

    with django_assert_max_num_queries(26):
        client.get(reverse("reports:todo"))


def test_what_is_changed_at_a_body_that_owes_an_answer_is_shown_for_two_weeks(
    handed_over: Audit, social: Body, chair: User, administrator: User
) -> None:
    social.name = "Omsorgsnämnden"
    accounts.save_body(social, at=NOW, by=administrator)
    accounts.end_body(
        social, last_day=TODAY - timedelta(days=1), heir=None, at=NOW, by=administrator
    )
    day = dates.local_day(NOW)

    told = text_of(todo_of(chair, on=day))

    assert "Socialnämnden heter nu Omsorgsnämnden." in told
    assert "Sista dagen för omsorgsnämnden är 13 februari 2023. Inget organ tar över." in told
    assert "heter nu" in text_of(todo_of(chair, on=day + timedelta(days=14)))
    assert "heter nu" not in text_of(todo_of(chair, on=day + timedelta(days=15)))


def test_a_change_where_no_answer_is_awaited_is_not_shown(
    chair: User, social: Body, administrator: User
) -> None:
    social.name = "Omsorgsnämnden"
    accounts.save_body(social, at=NOW, by=administrator)

    assert "heter nu" not in text_of(todo_of(chair, on=dates.local_day(NOW)))


def test_the_next_meeting_is_told_with_its_agenda(client, auditor):
    sitting = sitting_on(date(2023, 3, 8), auditor, by=auditor)
    client.force_login(auditor)

    page = client.get("/").text

    assert sitting.get_absolute_url() in page
    assert "Revisorerna sammanträder" in page


def test_a_meeting_that_has_been_asks_to_be_closed(client, auditor):
    sitting_on(date(2023, 2, 1), auditor, by=auditor)
    client.force_login(auditor)

    assert "Det har varit" in client.get("/").text


def test_the_ten_first_are_shown_and_where_the_others_are(
    client: Client, board: Body, chair: User
) -> None:
    for _ in range(12):
        services.dispatch(factories.draft_audit(board), at=HANDED_OVER, by=chair)
    client.force_login(chair)

    page = " ".join(client.get(reverse("reports:todo")).content.decode().split())

    assert "Här visas de tio första av 12." in page
    assert f'<a href="{reverse("responses:requests")}">Svar</a>' in page
    assert todo_of(chair, on=TODAY).lead.endswith("Tolv uppgifter väntar på dig.")

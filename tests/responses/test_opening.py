"""That somebody of the audit side has opened an answer, written down once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from common import dates
from reports import services as reports
from responses import services
from responses.models import Answer, AnswerOpening
from tests import factories
from tests.conftest import NOW, write_answer
from tests.responses.drafting import shown
from tests.responses.versions import FILE, LATER, TODAY, opened, url


def test_the_first_who_opens_it_is_written_down_once(
    client, board_answer, board_request, auditor, chair
):
    for person, at in ((auditor, NOW), (chair, LATER)):
        client.force_login(person)
        with dates.told_at(at):
            client.get(board_request.get_absolute_url())

    opening = AnswerOpening.objects.get()
    assert (opening.answer, opening.opened_by, opening.opened_at) == (board_answer, auditor, NOW)


@pytest.mark.parametrize(
    "path",
    ["request", "position", "audit", "judge", "document"],
)
def test_every_page_with_its_words_opens_it(client, board_request, board_clerk, auditor, path):
    draft = write_answer(board_request)
    attached = services.attach(draft, FILE, may_be_secret=False, at=NOW, by=board_clerk)
    answer = services.submit(draft, at=NOW, by=board_clerk)
    client.force_login(auditor)

    response = client.get(
        {
            "request": board_request.get_absolute_url(),
            "position": url("position", board_request),
            "audit": board_request.audit.get_absolute_url(),
            "judge": reverse("responses:judge", args=[answer.items.all()[0].asked.addressee_id]),
            "document": reverse("responses:document", args=[board_request.pk, attached.pk]),
        }[path]
    )

    assert response.status_code == 200
    assert opened(answer)


def test_a_paper_opens_it(board_answer, handed_over, auditor):
    reports.order_report(handed_over, on=TODAY, at=NOW, by=auditor)

    assert opened(board_answer)


@pytest.mark.parametrize("name", ["board_clerk", "presidium_member", "administrator"])
def test_nobody_else_opens_it(client, request, board_answer, board_request, name):
    client.force_login(request.getfixturevalue(name))
    for path in (board_request.get_absolute_url(), board_request.audit.get_absolute_url()):
        client.get(path)

    assert not opened(board_answer)


def test_what_only_fetches_opens_nothing(client, board_answer, board_request, auditor):
    page = board_request.get_absolute_url()
    client.get(page)
    client.force_login(auditor)
    client.head(page)
    client.get(page, headers={"sec-purpose": "prefetch"})
    client.get(page, headers={"purpose": "prefetch"})
    client.get(reverse("reports:todo"))

    assert not opened(board_answer)


def test_an_expert_without_part_in_the_audit_opens_nothing(
    board_answer, board_request, expert, handed_over
):
    services.open_answers(board_request.answers.all(), at=NOW, by=expert)
    assert not opened(board_answer)

    factories.assign(handed_over, expert)
    again = User.objects.get(pk=expert.pk)
    services.open_answers(board_request.answers.all(), at=NOW, by=again)
    assert opened(board_answer)


def test_a_revisor_who_also_writes_for_the_body_opens_nothing(
    client, board, board_answer, board_request
):
    both = factories.person(Role.AUDITOR, name="Båda")
    factories.MembershipFactory(user=both, role=Role.OFFICIAL, body=board)
    client.force_login(both)
    client.get(board_request.get_absolute_url())

    assert not opened(board_answer)


def test_the_body_sees_when_but_not_who(client, board_answer, board_request, board_clerk, auditor):
    services.open_answers(board_request.answers.all(), at=NOW, by=auditor)
    client.force_login(board_clerk)

    page = shown(client.get(board_request.get_absolute_url()))

    assert "Revisionen öppnade svaret 14 februari 2023" in page
    assert auditor.name not in page.partition("Beslutet")[2].partition("Tidslinje")[0]


def test_a_page_asks_as_much_however_many_answers_there_are(
    board_answer, social_request, social_clerk, auditor
):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            services.open_answers(Answer.objects.all(), at=NOW, by=auditor)
        return len(queries)

    asked()
    alone = asked()
    services.submit(write_answer(social_request), at=NOW, by=social_clerk)
    asked()

    assert asked() == alone

"""What a body leaves to those who come after it: all of its open recommendations, with plan, dates and contacts."""

from datetime import date

import pypdfium2
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import services as accounts
from accounts.models import Body, User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee, Measure
from recommendations.services import propose_verdict
from reports import compilations
from reports.models import Compilation, ReportState
from reports.register.hand_over import HandOverList
from responses.models import Answer
from tests.conftest import NOW
from tests.factories import SEEN, as_decided


def list_of(client: Client, body: Body) -> HandOverList:
    response = client.get(reverse("reports:hand_over_list", args=[body.pk]))
    assert response.status_code == 200
    return response.context["handed"]


def test_it_has_what_is_open_and_not_what_is_closed(
    client: Client, board_answer: Answer, board: Body, chair: User
) -> None:
    closed, still_open = Addressee.objects.filter(body=board).order_by("number")
    verdict = propose_verdict(closed, value="done", note="Sett.", at=NOW, by=chair, ground=SEEN)
    as_decided(verdict, on=NOW.date(), at=NOW, by=chair)
    client.force_login(chair)

    handed = list_of(client, board)

    assert [row.row.addressee for row in handed.rows] == [still_open]
    assert [measure.addressee for measure in handed.rows[0].measures] == [still_open]
    assert handed.awaited == []


def test_a_measure_past_its_day_is_counted(
    client: Client, board_answer: Answer, board: Body, board_clerk: User
) -> None:
    Measure.objects.filter(addressee__body=board).update(due_on=date(2023, 2, 13))
    client.force_login(board_clerk)

    handed = list_of(client, board)

    assert handed.overdue == Measure.objects.filter(addressee__body=board).count() > 0


def test_a_body_that_has_ended_leaves_what_it_had_on_its_last_day(
    client: Client,
    board_answer: Answer,
    social: Body,
    board: Body,
    board_clerk: User,
    administrator: User,
) -> None:
    accounts.end_body(
        social, last_day=date(2023, 3, 31), heir=board, at=dates.now(), by=administrator
    )
    with dates.told_at(dates.at_local(date(2023, 4, 12))):
        client.force_login(board_clerk)
        left = list_of(client, social)

        assert (left.on, left.taken_over_on) == (date(2023, 3, 31), date(2023, 4, 1))
        assert left.has_ended
        assert left.heir == board
        assert left.total == len(left.rows) == 2
        assert [standing.request.body for standing in left.awaited] == [social]
        assert list_of(client, board).total == 4


def test_before_the_end_it_says_who_takes_over(
    client: Client, handed_over: Audit, social: Body, board: Body, chair: User, administrator: User
) -> None:
    accounts.end_body(
        social, last_day=date(2023, 3, 31), heir=board, at=dates.now(), by=administrator
    )
    client.force_login(chair)

    left = list_of(client, social)

    assert (left.on, left.has_ended, left.heir) == (NOW.date(), False, board)


def test_more_rows_ask_the_database_no_more(
    client: Client, board_answer: Answer, social: Body, board: Body, chair: User
) -> None:
    client.force_login(chair)

    def count(body: Body) -> int:
        with CaptureQueriesContext(connection) as queries:
            list_of(client, body)
        return len(queries)

    one_each = count(board)
    for addressee in Addressee.objects.filter(body=board):
        for name in "abc":
            Measure.objects.create(addressee=addressee, what=name, stated_at=NOW)

    assert count(board) == one_each


def test_it_is_made_as_a_paper_for_whoever_asks_and_nobody_else(
    client: Client, board_answer: Answer, board: Body, board_clerk: User, chair: User
) -> None:
    client.force_login(board_clerk)
    ordered = client.post(reverse("reports:hand_over_pdf", args=[board.pk]))
    paper = compilations.maker.make()
    assert paper is not None
    assert paper.state == ReportState.DONE, paper.error

    assert ordered.url == paper.get_absolute_url()
    file = client.get(reverse("reports:compilation_file", args=[paper.pk]))
    with pypdfium2.PdfDocument(file.getvalue()) as document:
        words = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    words = " ".join(words.split())
    assert "Överlämningslista, kommunstyrelsen" in words
    assert Addressee.objects.filter(body=board)[0].recommendation.text[:30] in words
    assert not Compilation.objects.visible_to(chair).exists()


def test_who_has_left_the_body_reads_its_paper_no_more(
    client: Client, board_answer: Answer, board: Body, board_clerk: User
) -> None:
    client.force_login(board_clerk)
    client.post(reverse("reports:hand_over_pdf", args=[board.pk]))
    paper = compilations.maker.make()
    assert paper is not None

    board_clerk.memberships.get().end(at=NOW)

    page = client.get(reverse("reports:compilation_file", args=[paper.pk]))
    assert page.status_code == 404

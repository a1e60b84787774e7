"""A round: answered by the body, read and counted by revisorerna."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import dates
from recommendations.models import ProgressReport
from recommendations.services import propose_verdict
from responses import services
from responses.arrivals import undecided_answers
from responses.models import AnswerItem, AnswerRequest, Channel, DecisionKind
from responses.services import RoundContent
from tests.conftest import NOW
from tests.factories import SEEN
from tests.responses import drafting

DUE = NOW.date() + timedelta(days=40)
LATER = NOW + timedelta(days=10)


@pytest.fixture
def asked(board_answer, auditor):
    units = [item.asked.addressee_id for item in board_answer.items.all()]
    services.open_round(RoundContent("Uppföljning", DUE, "Ange läget."), units, at=NOW, by=auditor)
    return AnswerRequest.objects.get(occasion="status")


def answered(asked, by, *, claim="done", at=LATER):
    draft = asked.answers.draft()
    for item in draft.items.all():
        item.stance, item.text = claim, "Rutinen används."
        item.save()
    draft.decision_kind, draft.decision_ref = DecisionKind.BODY, "§ 40"
    draft.decided_on = dates.local_day(at)
    draft.save()
    return services.submit(draft, at=at, by=by)


def test_the_body_is_asked_how_far_it_has_come(client, board_clerk, asked):
    client.force_login(board_clerk)

    page = client.get(asked.get_absolute_url()).content.decode()

    assert "Hur långt har nämnden kommit?" in page
    assert "Instämmer nämnden?" not in page
    assert "Genomförs inte" in page


def test_what_was_said_the_last_time_stands_beside(client, board_clerk, auditor, asked):
    item = asked.items.all()[0]
    verdict = propose_verdict(
        item.addressee, value="partly", note="Halvvägs.", at=NOW, by=auditor, ground=SEEN
    )
    verdict.decide(on=NOW.date(), at=NOW, by=auditor)
    client.force_login(board_clerk)

    page = client.get(asked.get_absolute_url()).content.decode()

    assert page.count("Sades förra gången") == 2
    assert "Nämnden tar fram en rutin." in page
    assert "Halvvägs." in page


def test_it_is_written_and_handed_in_on_the_page(client, board_clerk, asked):
    client.force_login(board_clerk)
    item = asked.answers.draft().items.first()
    held = drafting.read(client, asked)

    drafting.send(
        client, asked, held | {f"r{item.pk}-stance": "ongoing", f"r{item.pk}-text": "På väg"}
    )

    item.refresh_from_db()
    assert (item.stance, item.text) == ("ongoing", "På väg")


def test_what_is_answered_is_what_the_body_claims(board_clerk, asked):
    answered(asked, board_clerk)

    claims = ProgressReport.objects.reported(on=dates.local_day(LATER))
    assert {report.claim for report in claims} == {"done"}
    assert not ProgressReport.objects.reported(on=NOW.date()).exists()


def test_the_first_answer_stands(board_clerk, asked, board_answer):
    first = board_answer.items.first()
    before = (first.stance, first.text)

    answered(asked, board_clerk)

    latest = AnswerItem.objects.latest_for(first.asked.addressee, on=dates.local_day(LATER))
    item = latest.with_earlier().first()
    assert (item.stance_in_force, item.text_in_force) == before


def test_no_position_is_taken_on_it(board_clerk, auditor, asked, board_answer):
    answered(asked, board_clerk)

    waiting = {answer.request_id for answer in undecided_answers(auditor)}
    assert waiting == {board_answer.request_id}


def test_the_body_does_not_wait_for_one(client, board_clerk, asked, board_answer):
    answered(asked, board_clerk)
    client.force_login(board_clerk)

    with dates.told_at(LATER):
        page = client.get(reverse("reports:todo")).content.decode()

    assert page.count("Revisorerna har inte tagit ställning till svaret än.") == 1  # of the first
    assert "Revisorerna bedömer läget i sin uppföljning." in page


def test_what_is_taken_back_is_not_claimed(board_clerk, asked):
    answer = answered(asked, board_clerk)

    services.withdraw(answer, at=LATER + timedelta(days=1), by=board_clerk)

    assert not ProgressReport.objects.reported(
        on=dates.local_day(LATER + timedelta(days=1))
    ).exists()


def test_one_on_paper_is_registered(auditor, asked):
    received = services.Received(
        channel=Channel.LETTER,
        decision_kind=DecisionKind.BODY,
        decision_ref="§ 40",
        decided_on=NOW.date(),
        stances={
            item.pk: services.ReadStance("refused", "Genomförs inte.") for item in asked.items.all()
        },
    )

    day = dates.local_day(LATER)
    services.register(asked, received, arrived_on=day, at=LATER, by=auditor)

    claims = ProgressReport.objects.reported(on=day)
    assert {report.claim for report in claims} == {"refused"}


def test_the_page_tells_claims_and_gaps(client, board_clerk, auditor, asked):
    answered(asked, board_clerk)
    addressee = asked.items.first().addressee
    propose_verdict(
        addressee, value="partly", note="Bara hälften.", at=LATER, by=auditor, ground=SEEN
    )
    client.force_login(auditor)
    with dates.told_at(LATER + timedelta(days=1)):
        page = client.get(asked.round.get_absolute_url()).content.decode()

    assert "Bara hälften." in page
    assert "Nämnden uppger genomförd, vi bedömer annat" in page


def test_more_rows_cost_no_more_queries(client, auditor, social_request, board_answer):
    client.force_login(auditor)
    units = [item.asked.addressee_id for item in board_answer.items.all()]
    few = services.open_round(RoundContent("En", DUE), units[:1], at=NOW, by=auditor)
    many = services.open_round(RoundContent("Fler", DUE), units[1:], at=NOW, by=auditor)

    def queries(opened):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("responses:follow_up_round", args=[opened.pk]))
        return len(captured)

    assert queries(few) == queries(many)

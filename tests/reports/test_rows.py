from datetime import date, timedelta

import pytest

from common import dates
from recommendations.services import propose_verdict
from reports.audit.rows import addressee_rows
from responses import services
from responses.models import AnswerItem, Position
from tests import factories
from tests.conftest import NOW, write_answer
from tests.factories import SEEN

TODAY = date(2023, 2, 14)


def board_block(audit, **kwargs):
    return addressee_rows(audit, **{"on": TODAY, **kwargs})[0]


def test_bodies_in_the_municipalitys_order_with_their_own_numbers(handed_over):
    blocks = addressee_rows(handed_over, on=TODAY)

    assert [(b.body.name, [r.number for r in b.rows]) for b in blocks] == [
        ("Kommunstyrelsen", [1, 2]),
        ("Socialnämnden", [1, 2]),
    ]


def test_before_an_answer_there_are_three_empty_voices(handed_over):
    block = board_block(handed_over)
    row = block.rows[0]

    assert (row.stance_status.word, row.stated_status.word, row.verdict_status.word) == (
        "Inget svar inkommet",
        "Inget angivet",
        "Ej bedömd",
    )
    assert block.state == "Svar har inte inkommit."
    assert block.due == date(2023, 2, 28)


def test_a_draft_answer_is_not_there(board_request, handed_over, auditor):
    write_answer(board_request)

    assert board_block(handed_over, user=auditor).rows[0].answer is None


def test_an_answer_with_its_decision_and_measures(board_answer, handed_over):
    block = board_block(handed_over)

    assert block.rows[0].stance_status.word == "Instämmer"
    assert block.rows[0].stated_note.replace("\xa0", " ") == "klart 14 februari 2023"
    assert (
        block.decision.replace("\xa0", " ")
        == "Nämndbeslut § 31, 14 februari 2023, dnr KS 2022/118."
    )


def test_the_day_before_it_had_not_arrived(board_answer, handed_over):
    block = board_block(handed_over, on=TODAY - timedelta(days=1))

    assert block.arrived_on is None
    assert (block.rows[0].answer, block.rows[0].measures, block.decision) == (None, [], "")


def test_before_it_was_handed_over_nothing_was_asked(handed_over):
    assert board_block(handed_over, on=date(2022, 11, 23)).requests == []


@pytest.mark.parametrize("reader", ["presidium_member", None])
def test_what_may_be_secret_is_withheld(board_request, board_clerk, handed_over, reader, request):
    submit_secret(board_request, board_clerk)
    row = board_block(handed_over, user=reader and request.getfixturevalue(reader)).rows[0]

    assert row.answer.is_withheld
    assert (row.answer_text, row.measures, row.stated_status.word) == (
        None,
        [],
        "Sekretess inte prövad",
    )


@pytest.mark.parametrize("reader", ["auditor", "board_clerk"])
def test_the_body_and_the_audit_side_read_it(
    board_request, board_clerk, handed_over, reader, request
):
    submit_secret(board_request, board_clerk)
    row = board_block(handed_over, user=request.getfixturevalue(reader)).rows[0]

    assert row.answer_text == "Nämnden tar fram en rutin."
    assert len(row.measures) == 1


def test_officials_get_their_own_body_alone(handed_over, social_clerk):
    blocks = addressee_rows(handed_over, on=TODAY, user=social_clerk)

    assert [block.body.name for block in blocks] == ["Socialnämnden"]


def test_a_proposal_is_for_the_audit_side(board_answer, handed_over, auditor, presidium_member):
    addressee = board_answer.items.first().asked.addressee
    propose_verdict(addressee, value="done", note="Sett.", at=NOW, by=auditor, ground=SEEN)

    assert board_block(handed_over, user=auditor).rows[0].proposed_verdict.label == "Åtgärdad"
    assert board_block(handed_over, user=presidium_member).rows[0].proposed_verdict is None
    assert board_block(handed_over, user=auditor).rows[0].verdict is None


def test_decided_counts_from_the_day_of_the_decision(board_answer, handed_over, auditor):
    addressee = board_answer.items.first().asked.addressee
    verdict = propose_verdict(
        addressee, value="done", note="Sett.", at=NOW, by=auditor, ground=SEEN
    )
    services.decide(positions=[], verdicts=[verdict.pk], on=TODAY, at=NOW, by=auditor)

    assert board_block(handed_over).rows[0].verdict.decided_on == TODAY
    assert board_block(handed_over, on=TODAY - timedelta(days=1)).rows[0].verdict is None


def test_a_decided_supplement_is_a_request_of_its_own(board_answer, handed_over, auditor):
    position = services.propose_position(
        board_answer.items.first(),
        value="supplement",
        note="Tidplan saknas.",
        due_on=date(2023, 3, 31),
        at=NOW,
        by=auditor,
    )
    services.decide(positions=[position.pk], verdicts=[], on=TODAY, at=NOW, by=auditor)
    block = board_block(handed_over)

    assert block.rows[0].position.due_on == date(2023, 3, 31)
    assert block.state.endswith("Komplettering har inte inkommit.")
    assert block.current.is_supplement


def test_late_is_said_in_full(board_request, board_clerk, handed_over):
    write_answer(board_request)
    late = dates.at_local(date(2023, 3, 2), 10)
    services.submit(board_request.answers.draft(), at=late, by=board_clerk)
    state = board_block(handed_over, on=date(2023, 3, 2)).state.replace("\xa0", " ")

    assert state == "Svar inkom 2 mars 2023, beslutat i tid, två dagar efter svarsdatum."


def test_unanswered_after_the_date(handed_over):
    asked = board_block(handed_over, on=date(2023, 3, 1)).current

    assert asked.is_late
    assert asked.due_sentence.replace("\xa0", " ") == (
        "Svar önskades senast 28 februari 2023, i går."
    )


@pytest.mark.parametrize("per_body", [1, 12])
def test_queries_do_not_grow(
    board, social, chair, board_clerk, per_body, django_assert_num_queries
):
    audit = factories.draft_audit(board, social, per_body=per_body)
    services.dispatch(audit, at=NOW, by=chair)
    services.submit(write_answer(audit.requests.get(body=board)), at=NOW, by=board_clerk)
    audit.refresh_from_db()

    with django_assert_num_queries(10):
        addressee_rows(audit, on=TODAY, user=None)


def submit_secret(request, by):
    answer = write_answer(request)
    AnswerItem.objects.filter(answer=answer).update(may_be_secret=True)
    services.submit(answer, at=NOW, by=by)
    assert not Position.objects.exists()

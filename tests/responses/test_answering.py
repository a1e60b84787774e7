from datetime import date

import pytest

from common.rules import RuleBroken
from mailing.models import OutgoingMail
from recommendations.models import Measure
from responses import services
from tests import factories
from tests.conftest import HANDED_OVER, NOW, write_answer


def test_submitting_freezes_and_makes_measures(board_answer):
    assert board_answer.is_submitted
    assert board_answer.arrived_on == date(2023, 2, 14)
    assert Measure.objects.stated(on=date(2023, 2, 14)).count() == 2


def test_the_day_before_there_was_no_answer(board_answer, handed_over):
    assert handed_over.requests.unanswered(on=date(2023, 2, 13)).count() == 2
    assert handed_over.requests.unanswered(on=date(2023, 2, 14)).count() == 1


def test_a_submitted_answer_is_not_submitted_again(board_answer, board_clerk):
    with pytest.raises(RuleBroken):
        services.submit(board_answer, at=NOW, by=board_clerk)


def test_without_a_decision_it_stays_a_draft(board_request, board_clerk):
    answer = write_answer(board_request)
    answer.decision_ref = ""
    answer.save()

    with pytest.raises(RuleBroken, match="paragraf"):
        services.submit(answer, at=NOW, by=board_clerk)


def test_receipt_and_word_to_the_audit_side(board_answer):
    kinds = set(OutgoingMail.objects.exclude(kind="request").values_list("kind", "recipient"))

    assert kinds == {
        ("receipt", "ks@test.example"),
        ("receipt", "board@test.example"),
        ("answered", "chair@test.example"),
    }


@pytest.mark.parametrize("per_body", [1, 40])
def test_it_asks_as_often_for_many_recommendations(
    board, social, chair, board_clerk, per_body, django_assert_max_num_queries
):
    audit = factories.draft_audit(board, social, per_body=per_body)
    services.dispatch(audit, at=HANDED_OVER, by=chair)
    answer = write_answer(audit.requests.get(body=board))

    with django_assert_max_num_queries(45):
        services.submit(answer, at=NOW, by=board_clerk)

    stated = Measure.objects.stated(on=date(2023, 2, 14))
    assert stated.count() == per_body
    assert {m.history.get().history_user for m in stated} == {board_clerk}

from datetime import date

import pytest

from common.rules import RuleBroken
from responses import services
from responses.models import AnswerRequest, Occasion, Position, PositionValue
from tests import factories
from tests.conftest import HANDED_OVER, NOW, write_answer
from tests.factories import SEEN

MEETING = date(2023, 2, 14)


@pytest.fixture
def supplement(board_answer, auditor):
    """A proposal to ask for more about kommunstyrelsen's first recommendation."""
    return services.propose_position(
        board_answer.items.first(),
        value=PositionValue.SUPPLEMENT,
        note="Vem ansvarar?",
        due_on=date(2023, 5, 31),
        at=NOW,
        by=auditor,
    )


def test_a_proposal_changes_nothing_outside(supplement):
    assert not Position.objects.decided(on=MEETING).exists()
    assert AnswerRequest.objects.count() == 2


def test_deciding_asks_for_the_supplement_with_the_old_text(supplement, chair):
    services.decide(positions=[supplement.pk], verdicts=[], on=MEETING, at=NOW, by=chair)

    request = AnswerRequest.objects.get(occasion=Occasion.SUPPLEMENT)
    assert request.due_on(MEETING) == date(2023, 5, 31)
    assert [item.text for item in request.answers.draft().items.all()] == [
        "Nämnden tar fram en rutin."
    ]
    assert request.follows.answers.get().is_submitted


def test_a_supplement_needs_a_date(board_answer, auditor):
    with pytest.raises(RuleBroken, match="kompletteringen"):
        services.propose_position(
            board_answer.items.first(), value="supplement", note="", due_on=None, at=NOW, by=auditor
        )


def test_a_meeting_in_the_future_is_refused(supplement, chair):
    with pytest.raises(RuleBroken, match="framtiden"):
        services.decide(
            positions=[supplement.pk], verdicts=[], on=date(2023, 3, 8), at=NOW, by=chair
        )


def test_nothing_is_decided_twice(supplement, chair):
    services.decide(positions=[supplement.pk], verdicts=[], on=MEETING, at=NOW, by=chair)

    with pytest.raises(RuleBroken):
        services.decide(positions=[supplement.pk], verdicts=[], on=MEETING, at=NOW, by=chair)
    assert AnswerRequest.objects.filter(occasion=Occasion.SUPPLEMENT).count() == 1


@pytest.mark.parametrize("per_body", [1, 40])
def test_it_asks_as_often_for_many_proposals(
    board, social, chair, board_clerk, auditor, per_body, django_assert_max_num_queries
):
    audit = factories.draft_audit(board, social, per_body=per_body)
    services.dispatch(audit, at=HANDED_OVER, by=chair)
    answer = services.submit(write_answer(audit.requests.get(body=board)), at=NOW, by=board_clerk)
    noted = {"value": PositionValue.NOTED, "note": "", "due_on": None}
    positions = [
        services.propose_position(item, **noted, at=NOW, by=auditor) for item in answer.items.all()
    ]
    verdicts = [
        services.judge(
            item.asked.addressee, value="done", note="Klart.", at=NOW, by=auditor, ground=SEEN
        )
        for item in answer.items.all()
    ]

    with django_assert_max_num_queries(50):
        decided = services.decide(
            positions=[position.pk for position in positions],
            verdicts=[verdict.pk for verdict in verdicts],
            on=MEETING,
            at=NOW,
            by=chair,
            paragraph="§ 7",
        )

    assert decided == 2 * per_body
    for proposal in (positions[-1], verdicts[-1]):
        proposal.refresh_from_db()
        assert (proposal.decided_on, proposal.paragraph, proposal.version) == (MEETING, "§ 7", 2)
        assert proposal.history.first().decided_by == proposal.history.first().history_user == chair

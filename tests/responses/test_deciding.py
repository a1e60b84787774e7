from datetime import date

import pytest

from common.rules import RuleBroken
from responses import services
from responses.models import AnswerRequest, Occasion, Position, PositionValue
from tests.conftest import NOW

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

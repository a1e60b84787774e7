"""Revisorernas meetings as rows: what a decision's date points to, and what can't be done with one."""

from datetime import date, timedelta

import pytest

from audit.models import Sitting, SittingKind
from audit.services import cancel_sitting, close_sitting, keep_sitting, sitting_of
from common import dates
from common.rules import RuleBroken
from recommendations.models import Verdict
from responses import services
from tests import factories
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = dates.local_day(NOW)


@pytest.fixture
def sitting(chair):
    return keep_sitting(Sitting(meets_on=TODAY), [chair], at=NOW, by=chair)


def test_a_date_that_nobody_planned_becomes_a_meeting_that_is_over(chair):
    made = sitting_of(TODAY, at=NOW, by=chair)

    assert (made.meets_on, made.is_open) == (TODAY, False)
    assert sitting_of(TODAY, at=NOW, by=chair) == made


def test_a_date_means_the_ordinary_meeting_of_the_day(chair, sitting):
    keep_sitting(Sitting(meets_on=TODAY, kind=SittingKind.LAY), [], at=NOW, by=chair)

    assert sitting_of(TODAY, at=NOW, by=chair) == sitting


def test_a_cancelled_meeting_decides_nothing(chair, sitting):
    cancel_sitting(sitting, "För få kan komma.", at=NOW, by=chair)

    assert sitting_of(TODAY, at=NOW, by=chair) != sitting


def test_a_decision_points_to_its_meeting(handed_over, chair):
    addressee = handed_over.recommendations.first().addressees.first()
    verdict = services.judge(
        addressee, value="not_done", note="Inget gjort.", at=NOW, by=chair, ground=factories.SEEN
    )

    services.decide(positions=[], verdicts=[verdict.pk], on=TODAY, at=NOW, by=chair)

    assert Verdict.objects.get(pk=verdict.pk).sitting == Sitting.objects.get(meets_on=TODAY)


def test_of_two_meetings_a_day_the_chosen_one_decides(handed_over, chair, sitting):
    lay = keep_sitting(Sitting(meets_on=TODAY, kind=SittingKind.LAY), [], at=NOW, by=chair)
    addressee = handed_over.recommendations.first().addressees.first()
    verdict = services.judge(
        addressee, value="not_done", note="Inget gjort.", at=NOW, by=chair, ground=factories.SEEN
    )

    services.decide(positions=[], verdicts=[verdict.pk], on=lay, at=NOW, by=chair)

    assert Verdict.objects.get(pk=verdict.pk).sitting == lay


def test_what_was_decided_before_an_audit_came_here_makes_no_meeting(draft, chair):
    then = services.HandedOverThen(date(2022, 11, 24), date(2022, 11, 17))
    services.enter_handed_over(draft, then, at=NOW, by=chair)

    assert Sitting.objects.count() == 0


def test_a_second_meeting_of_the_kind_that_day_is_refused(chair, sitting):
    with pytest.raises(RuleBroken):
        keep_sitting(Sitting(meets_on=TODAY), [], at=NOW, by=chair)


def test_a_meeting_is_cancelled_with_a_reason_and_once(chair, sitting):
    with pytest.raises(RuleBroken):
        cancel_sitting(sitting, " ", at=NOW, by=chair)
    cancel_sitting(sitting, "För få kan komma.", at=NOW, by=chair)

    with pytest.raises(RuleBroken):
        cancel_sitting(sitting, "Igen.", at=NOW, by=chair)
    with pytest.raises(RuleBroken):
        keep_sitting(Sitting.objects.get(pk=sitting.pk), [], at=NOW, by=chair)


def test_a_meeting_that_has_not_been_is_not_closed(chair):
    later = Sitting(meets_on=TODAY + timedelta(days=1))
    keep_sitting(later, [], at=NOW, by=chair)

    with pytest.raises(RuleBroken):
        close_sitting(later, at=NOW, by=chair)


def test_who_takes_part_is_exactly_those_chosen(chair, auditor, sitting):
    keep_sitting(sitting, [auditor], at=NOW, by=chair)

    assert [p.user for p in sitting.participants.all()] == [auditor]
    assert sitting.participants.model.history.count() == 3


def test_the_time_of_a_meeting_is_a_sentence():
    sitting = Sitting(meets_on=date(2023, 3, 8), place="Kommunhuset")

    assert sitting.time_and_place == "Onsdag 8\xa0mars 2023, Kommunhuset"

"""A verdict has a ground, when it is put forward and when it is decided."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common import dates
from common.rules import RuleBroken
from recommendations.models import Addressee, Verdict
from recommendations.services import Ground
from recommendations.values import EvidenceKind
from responses import services
from responses.models import DueDate
from tests.conftest import NOW, write_answer
from tests.factories import SEEN

AFTER = dates.at_local(date(2023, 3, 2), 12)  # the response date, 28 February, has passed
NO_REASON = replace(SEEN, early_reason="")


@pytest.fixture
def addressee(handed_over, social):
    """Socialnämnden has not answered; its date is 28 February 2023."""
    return Addressee.objects.filter(recommendation__audit=handed_over, body=social).first()


def judge(addressee, by, *, value="done", note="Rutinen används.", ground=SEEN, at=AFTER):
    return services.judge(addressee, value=value, note=note, ground=ground, at=at, by=by)


def decide(verdict, by, *, at=AFTER, on=None):
    on = on or dates.local_day(at)
    return services.decide(positions=[], verdicts=[verdict.pk], on=on, at=at, by=by)


@pytest.mark.parametrize("value", ["done", "partly", "on_schedule", "not_done", "not_relevant"])
@pytest.mark.parametrize("note", ["", " \n"])
def test_a_reason_is_asked_for_always(addressee, chair, value, note):
    with pytest.raises(RuleBroken, match="Ange skäl för bedömningen"):
        judge(addressee, chair, value=value, note=note)

    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    "ground", [Ground(), Ground(seen="Rutinen"), Ground(evidence=EvidenceKind.VISIT)]
)
def test_done_builds_on_more_than_the_bodys_word(addressee, chair, ground):
    with pytest.raises(RuleBroken):
        judge(addressee, chair, ground=ground)


def test_the_other_values_need_no_evidence(addressee, chair):
    assert judge(addressee, chair, value="not_done", ground=Ground()).pk


def test_before_the_answers_date_with_a_stated_reason_only(addressee, chair):
    with pytest.raises(RuleBroken, match="inget svar är inne"):
        judge(addressee, chair, value="not_done", ground=Ground(), at=NOW)

    reason = Ground(early_reason="Nämnden har meddelat att inget görs.")
    assert judge(addressee, chair, value="not_done", ground=reason, at=NOW).pk


def test_an_answer_that_is_in_is_not_waited_for(addressee, social_request, social_clerk, chair):
    answer = write_answer(social_request)
    answer.items.first().planned.update(due_on=date(2022, 12, 31))
    services.submit(answer, at=NOW, by=social_clerk)

    assert judge(addressee, chair, value="done", ground=NO_REASON, at=NOW).pk


def test_before_the_bodys_own_date_only_on_schedule_or_done(
    addressee, social_request, social_clerk, chair
):
    answer = write_answer(social_request)
    for item in answer.items.all():
        item.planned.update(due_on=date(2023, 6, 30))
    services.submit(answer, at=NOW, by=social_clerk)

    assert judge(addressee, chair, value="on_schedule", ground=NO_REASON, at=NOW).pk
    with pytest.raises(RuleBroken, match="Nämnden har planerat till"):
        judge(addressee, chair, value="not_done", ground=NO_REASON, at=NOW)


def test_the_ground_is_asked_for_again_at_the_decision(addressee, social_request, chair):
    """The date was moved after the proposal: what was no hurry then comes before the answer now."""
    verdict = judge(addressee, chair, ground=NO_REASON)
    DueDate.objects.move(social_request, date(2023, 4, 30), at=AFTER, by=chair)

    with pytest.raises(RuleBroken, match="inget svar är inne"):
        decide(verdict, chair)
    verdict.refresh_from_db()
    assert verdict.decided_at is None


def test_what_counts_is_the_day_of_the_meeting(addressee, chair):
    """Decided before the answer's date and recorded after it: still before."""
    verdict = judge(addressee, chair, ground=NO_REASON)

    with pytest.raises(RuleBroken, match="inget svar är inne"):
        decide(verdict, chair, on=date(2023, 2, 20))


def test_the_database_holds_it(addressee, chair):
    row = Verdict(addressee=addressee, value="done", note="", proposed_at=NOW, proposed_by=chair)
    row.save()
    for field, text in (("note", "Sett."), ("evidence", "visit")):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.decide(on=NOW.date(), at=NOW, by=chair)
        row = Verdict.objects.get(pk=row.pk)
        setattr(row, field, text)
        row.save()

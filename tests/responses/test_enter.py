"""An audit that was handed over before it came here: entered with the days of then."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import Stage
from common import dates
from common.rules import RuleBroken
from demo import people
from demo.taking_in import read_in
from mailing.models import OutgoingMail
from recommendations.models import Addressee, Verdict
from recommendations.services import Ground
from recommendations.values import VerdictValue
from reports.overview import figures
from reports.overview.scope import Scope
from responses import services
from responses.models import AnswerRequest, Channel, DecisionKind, Reminder
from responses.services import GrantedThen, HandedOverThen, Received
from tests.world import NOW

pytestmark = pytest.mark.django_db

THEN = HandedOverThen(date(2021, 11, 24), date(2021, 11, 17), "§ 12")


@pytest.fixture
def entered(draft, chair):
    draft.response_due_on = date(2022, 2, 28)
    draft.save()
    services.enter_handed_over(draft, THEN, at=NOW, by=chair)
    draft.refresh_from_db()
    return draft


def test_it_counts_from_its_own_day_and_nobody_is_told(entered, chair):
    before, day = date(2021, 11, 23), date(2021, 12, 31)
    put = Addressee.objects.filter(recommendation__audit=entered).count()
    assert put
    assert figures.register(Scope(chair, before)).counts.total == 0
    counts = figures.register(Scope(chair, day)).counts
    assert (counts.total, counts.unanswered) == (put, put)
    known = Scope(chair, day, as_known=True)
    assert figures.register(known).counts.total == 0
    assert known.entered_since() == put
    assert entered.handed_over_on == THEN.on
    assert entered.mandate_period == "2019–2022"
    assert entered.steps.get(stage=Stage.DECIDED).decided_on == THEN.decided_on
    assert OutgoingMail.objects.count() == 0


def test_nobody_is_reminded_of_a_date_that_was_not_set_here(entered, chair):
    today = dates.local_day(NOW)
    services.send_reminders(on=today)
    assert Reminder.objects.count() == 0
    later = today + timedelta(days=14)
    services.move_due_dates(
        entered.requests.all(), later, reason="Ny dag", at=NOW + timedelta(hours=1), by=chair
    )
    services.send_reminders(on=today + timedelta(days=1))
    assert Reminder.objects.filter(due_on=later).exists()


def test_what_was_decided_then_counts_from_its_meeting(entered, chair):
    addressee = Addressee.objects.filter(recommendation__audit=entered).first()
    verdict = services.judge(
        addressee,
        value=VerdictValue.NOT_DONE,
        note="Inget hände.",
        at=NOW,
        by=chair,
        ground=Ground(),
    )
    services.decide(positions=[], verdicts=[verdict.pk], on=date(2022, 5, 4), at=NOW, by=chair)
    verdict.refresh_from_db()
    assert verdict.recorded_at == NOW
    decided = Verdict.objects.filter(addressee=addressee)
    assert not decided.decided(on=date(2022, 5, 3)).exists()
    assert not decided.decided(on=date(2022, 5, 4), as_known=True).exists()
    assert decided.decided(on=date(2022, 5, 4)).exists()


def test_an_extension_of_then_is_told_with_both_dates(draft, chair, board):
    draft.response_due_on = date(2022, 2, 28)
    draft.save()
    granted = {board.pk: GrantedThen(date(2022, 3, 31), date(2022, 2, 14))}
    then = HandedOverThen(THEN.on, granted=granted)
    services.enter_handed_over(draft, then, at=NOW, by=chair)
    states = {
        on: AnswerRequest.objects.with_state(on=on).get(body=board)
        for on in (date(2022, 2, 13), date(2022, 2, 14))
    }
    assert [state.due for state in states.values()] == [date(2022, 2, 28), date(2022, 3, 31)]
    assert states[date(2022, 2, 14)].due_extension
    assert states[date(2022, 2, 14)].first_due == date(2022, 2, 28)


@pytest.mark.parametrize(
    "then",
    [
        HandedOverThen(date(2099, 1, 1)),
        HandedOverThen(date(2021, 11, 24), date(2021, 11, 25)),
    ],
)
def test_days_that_can_not_be_are_refused(draft, chair, then):
    with pytest.raises(RuleBroken):
        services.enter_handed_over(draft, then, at=NOW, by=chair)
    draft.refresh_from_db()
    assert not draft.is_handed_over
    assert not draft.requests.exists()


def test_it_is_entered_on_its_page(client, chair, draft):
    client.force_login(chair)
    address = reverse("responses:enter", args=[draft.pk])
    sent = {"on": "24 november 2021", "do": "review"}
    page = client.post(address, sent)
    code = page.context["review"].code
    answer = client.post(address, sent | {"do": "confirm", "reviewed": code, "confirm": "on"})
    draft.refresh_from_db()
    assert answer.status_code == 302
    assert draft.handed_over_on == date(2021, 11, 24)
    assert draft.is_entered_afterwards
    page = client.get(draft.get_absolute_url())
    assert page.status_code == 200


def test_the_audit_of_the_demo_entered_as_it_was(db):
    """Nine of nine unanswered at the end of the year, in the mandate of then, and no mail."""
    with dates.told_at(dates.at_local(date(2024, 3, 4), 9)):
        people.settle()
        audit = read_in(at=dates.now(), by=people.named("sakkunnig"))
        chair = people.named("revisor")
        then = HandedOverThen(date(2022, 11, 24), date(2022, 11, 17), "§ 12")
        services.enter_handed_over(audit, then, at=dates.now(), by=chair)
        audit.refresh_from_db()
        counts = figures.register(Scope(chair, date(2022, 12, 31))).counts
        assert (counts.unanswered, counts.total) == (9, 9)
        assert audit.mandate_period == "2019–2022"
        assert {request.due_on(date(2022, 12, 31)) for request in audit.requests.all()} == {
            date(2023, 2, 28)
        }
        assert OutgoingMail.objects.count() == 0


def test_an_answer_of_then_counts_from_its_own_day_and_nobody_is_told(entered, chair, board):
    request = entered.requests.get(body=board)
    received = Received(
        channel=Channel.LETTER,
        decision_kind=DecisionKind.BODY,
        decided_on=date(2022, 2, 8),
        decision_ref="31",
    )
    answer = services.register(request, received, arrived_on=date(2022, 2, 10), at=NOW, by=chair)
    assert answer.recorded_at == NOW
    asked = request.items.count()
    counts = {
        day: figures.register(Scope(chair, day)).counts.unjudged
        for day in (date(2022, 2, 9), date(2022, 2, 10))
    }
    assert list(counts.values()) == [0, asked]
    assert not AnswerRequest.objects.late(on=date(2022, 3, 31)).filter(pk=request.pk).exists()
    known = AnswerRequest.objects.late(on=date(2022, 3, 31), as_known=True)
    assert known.filter(pk=request.pk).exists()
    assert OutgoingMail.objects.count() == 0

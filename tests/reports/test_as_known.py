"""A paper of a past day, of an audit that was entered afterwards: both of its true answers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from common import dates
from common.rules import RuleBroken
from recommendations.models import Addressee
from recommendations.services import Ground
from recommendations.values import VerdictValue
from reports import services as reports
from reports.models import Report
from reports.papers import follow_up
from responses import services
from responses.models import DecisionKind, Position
from responses.services import HandedOverThen, Received
from tests.common.test_pdf import text_of
from tests.conftest import NOW

TODAY = dates.local_day(NOW)
# The audit was entered at noon today; the answer, the position and the verdict two days later, with their own days.
ENTERED, RECORDED = NOW, NOW + timedelta(days=2)
NOW_LATER = RECORDED + timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def entered(draft, chair):
    draft.response_due_on = date(2022, 2, 28)
    draft.save()
    then = HandedOverThen(date(2021, 11, 24), date(2021, 11, 17), "§ 12")
    services.enter_handed_over(draft, then, at=ENTERED, by=chair)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def recorded(entered, board, chair):
    asked = entered.requests.get(body=board)
    with dates.told_at(RECORDED):
        answer = services.register(
            asked,
            Received("letter", DecisionKind.BODY, date(2022, 2, 8), "§ 31"),
            arrived_on=date(2022, 2, 10),
            at=RECORDED,
            by=chair,
        )
        position = services.propose_position(
            answer.items.first(), value="noted", note="", due_on=None, at=RECORDED, by=chair
        )
        verdict = services.judge(
            Addressee.objects.filter(recommendation__audit=entered, body=board).first(),
            value=VerdictValue.PARTLY,
            note="Rutinen är ny.",
            at=RECORDED,
            by=chair,
            ground=Ground(),
        )
        services.decide(
            positions=[position.pk],
            verdicts=[verdict.pk],
            on=date(2022, 3, 8),
            at=RECORDED,
            by=chair,
        )
    return entered


def built(audit, *, as_known, on=TOMORROW):
    with dates.told_at(NOW_LATER):
        return follow_up.build(audit, on=on, as_known=as_known)


def block_of(paper, board):
    return next(block for block in paper.blocks if block.body == board)


def test_what_was_entered_since_is_counted_by_its_own_day(recorded, board):
    paper = built(recorded, as_known=False)

    first = block_of(paper, board).rows[0]
    assert first.verdict is not None
    assert first.answer.position is not None
    assert block_of(paper, board).first.arrived_on == date(2022, 2, 10)
    assert paper.total.partly == 1
    assert [decision.on for decision in paper.decisions].count(date(2022, 3, 8)) == 2
    assert paper.how_known == "med det som har skrivits in i efterhand"


def test_as_it_was_known_it_is_left_out(recorded, board):
    paper = built(recorded, as_known=True)

    assert [row.answer for row in block_of(paper, board).rows] == [None, None]
    assert block_of(paper, board).first.arrived_on is None
    assert (paper.total.partly, paper.total.unanswered) == (0, paper.total.total)
    assert date(2022, 3, 8) not in [decision.on for decision in paper.decisions]
    assert paper.how_known == "så som det var känt den dagen"


def test_once_it_is_written_down_both_are_alike(recorded):
    day = dates.local_day(RECORDED)

    known, counted = (built(recorded, as_known=flag, on=day) for flag in (True, False))

    assert known.total == counted.total
    assert known.decisions == counted.decisions


def test_before_it_was_entered_nothing_was_known(recorded, chair):
    before = TODAY - timedelta(days=1)

    with pytest.raises(RuleBroken, match="skrevs in"):
        built(recorded, as_known=True, on=before)
    with pytest.raises(RuleBroken, match="skrevs in"):
        reports.order_report(recorded, on=before, at=NOW_LATER, by=chair, as_known=True)


def test_a_paper_says_which_of_the_two_it_is_and_never_changes(recorded, chair):
    with dates.told_at(NOW_LATER):
        ordered = reports.order_report(recorded, on=TOMORROW, at=NOW_LATER, by=chair, as_known=True)
        made = reports.maker.make(ordered.pk)

    words = " ".join(text_of(bytes(made.document.data)).split())
    assert "så som det var känt den dagen" in words
    assert "Rutinen är ny" not in words
    kept = bytes(made.document.data)
    Position.objects.filter(item__answer__request__audit=recorded).update(note="Annat")
    made.refresh_from_db()
    assert bytes(made.document.data) == kept


def test_the_form_offers_it_for_an_audit_that_was_entered(client, recorded, chair):
    client.force_login(chair)
    url = reverse("reports:report_new", args=[recorded.pk])
    assert 'name="kant"' in client.get(url).content.decode()

    with dates.told_at(NOW_LATER):
        client.post(url, {"per": TOMORROW.isoformat(), "kant": "on"})

    assert Report.objects.get().as_known


def test_the_form_of_any_other_audit_has_one_answer(client, handed_over, chair):
    client.force_login(chair)
    url = reverse("reports:report_new", args=[handed_over.pk])
    assert 'name="kant"' not in client.get(url).content.decode()

    client.post(url, {"per": "2023-02-01", "kant": "on"})

    assert not Report.objects.get().as_known


def test_two_that_differ_in_this_are_not_one_order(recorded, chair):
    reports.order_report(recorded, on=TOMORROW, at=NOW_LATER, by=chair, as_known=True)

    with pytest.raises(RuleBroken, match="redan beställd"):
        reports.order_report(recorded, on=TOMORROW, at=NOW_LATER, by=chair)

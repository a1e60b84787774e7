"""An audit that follows up chosen recommendations: what it says becomes proposals, and decisions close them."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Body, User
from audit.models import Audit, Kind
from common import dates
from common.rules import RuleBroken
from recommendations.models import Addressee, FollowedUnit, Verdict
from recommendations.services import Ground
from responses import services
from responses.models import UnitState
from tests.conftest import NOW
from tests.factories import (
    AssessmentFactory,
    QuestionFactory,
    RecommendationFactory,
    as_decided,
    put_to,
)

LATER = dates.at_local(date(2023, 9, 4), 9)
WORDS = {
    "value": "done",
    "note": "Rutinen används i tio av tio akter.",
    "early_reason": "Vid årets slut.",
}


@pytest.fixture
def following(handed_over: Audit, chair: User) -> Audit:
    """A draft that follows up all four."""
    blank = Audit(title="Uppföljande granskning av livsmedel", audit_year=2023)
    keys = Addressee.objects.values_list("pk", flat=True)
    return services.start_follow_up(blank, keys, at=NOW, by=chair)


def page(audit: Audit) -> str:
    return reverse("responses:followed_up", args=[audit.pk])


def hand_over(audit: Audit, chair: User, board: Body) -> None:
    AssessmentFactory(question=QuestionFactory(audit=audit, number=1))
    recommendation = RecommendationFactory(audit=audit, number=1)
    put_to(recommendation, [board])
    enter(audit, chair)


def enter(audit: Audit, chair: User) -> None:
    audit.response_due_on = date(2023, 12, 1)
    audit.save()
    services.dispatch(audit, at=LATER, by=chair)
    audit.refresh_from_db()


def test_it_is_a_draft_linked_to_what_it_follows_up(
    following: Audit, handed_over: Audit, board: Body, social: Body
) -> None:
    assert following.kind == Kind.FOLLOW_UP
    assert not following.is_handed_over
    assert list(following.follows_up.all()) == [handed_over]
    assert {party.body for party in following.parties.all()} == {board, social}
    assert following.followed_units.count() == 4


def test_nothing_is_proposed_before_the_hand_over(
    client: Client, following: Audit, chair: User
) -> None:
    unit = following.followed_units.first()
    client.force_login(chair)
    client.post(unit.get_absolute_url(), WORDS | {"version": 0})
    unit.refresh_from_db()
    assert unit.value == "done"

    assert client.post(page(following), {"unit": unit.pk}).status_code == 403
    with pytest.raises(RuleBroken):
        services.put_forward(following, [unit], at=NOW, by=chair)
    assert not Verdict.objects.exists()


def test_a_revisor_puts_it_forward_and_the_decision_closes_it(
    client: Client, following: Audit, chair: User, board: Body
) -> None:
    unit = following.followed_units.filter(addressee__body=board).first()
    FollowedUnit.objects.filter(pk=unit.pk).update(**WORDS)
    with dates.told_at(LATER):
        hand_over(following, chair, board)
        client.force_login(chair)

        response = client.post(page(following), {"unit": unit.pk})

        assert response.status_code == 302
        verdict = Verdict.objects.get(addressee=unit.addressee)
        assert (verdict.value, verdict.decided_on) == ("done", None)
        assert following.title in verdict.seen
        assert UnitState.objects.get(addressee=unit.addressee, until=None).verdict == ""
        as_decided(verdict, on=LATER.date(), at=LATER, by=chair)
    assert Verdict.objects.decided(on=LATER.date()).get().addressee == unit.addressee
    assert following.followed_units.get(pk=unit.pk).verdict == verdict


def test_a_proposal_that_stands_is_not_written_over(
    following: Audit, chair: User, auditor: User, board: Body
) -> None:
    unit = following.followed_units.filter(addressee__body=board).first()
    FollowedUnit.objects.filter(pk=unit.pk).update(**WORDS)
    unit.refresh_from_db()
    with dates.told_at(LATER):
        hand_over(following, chair, board)
        services.judge(
            unit.addressee,
            value="not_relevant",
            note="Avvecklad.",
            ground=Ground(early_reason="Nu."),
            at=LATER,
            by=auditor,
        )

        with pytest.raises(RuleBroken):
            services.put_forward(following, [unit], at=LATER, by=chair)

    assert Verdict.objects.get().value == "not_relevant"


def test_a_new_recommendation_puts_it_again(
    client: Client, following: Audit, chair: User, board: Body
) -> None:
    recommendation = RecommendationFactory(audit=following, number=1)
    put_to(recommendation, [board])
    unit = following.followed_units.filter(addressee__body=board).first()
    client.force_login(chair)
    again = client.get(unit.get_absolute_url()).context["again"]

    client.post(unit.get_absolute_url(), {"again": again[0].pk})

    assert again == [recommendation]
    assert unit.addressee.repeated_by.get().recommendation == recommendation
    with dates.told_at(LATER):
        enter(following, chair)
        assert UnitState.objects.get(addressee=unit.addressee, until=None).part == "replaced"


def test_others_of_the_same_audits_can_be_added(
    client: Client, handed_over: Audit, chair: User
) -> None:
    first, *others = Addressee.objects.order_by("pk")
    audit = services.start_follow_up(
        Audit(title="Uppföljning", audit_year=2023), [first.pk], at=NOW, by=chair
    )
    client.force_login(chair)

    client.post(page(audit), {"do": "add", "more": [row.pk for row in others[:2]]})

    assert audit.followed_units.count() == 3


def test_the_page_asks_the_database_no_more_for_more_rows(
    client: Client, following: Audit, chair: User
) -> None:
    client.force_login(chair)
    with CaptureQueriesContext(connection) as many:
        client.get(page(following))
    following.followed_units.exclude(pk=following.followed_units.first().pk).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(page(following))

    assert len(many) <= len(few)

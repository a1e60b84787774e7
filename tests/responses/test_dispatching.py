from datetime import date

import pytest

from common.rules import RuleBroken
from mailing.models import OutgoingMail
from responses import services
from responses.models import AnswerItem
from tests import factories
from tests.conftest import HANDED_OVER, NOW


def test_each_body_is_asked_about_its_own_recommendations(handed_over):
    asked = {request.body.name: request.items.count() for request in handed_over.requests.all()}

    assert asked == {"Kommunstyrelsen": 2, "Socialnämnden": 2}


def test_the_response_date_is_the_audits(social_request):
    assert social_request.due_on(date(2023, 2, 14)) == date(2023, 2, 28)


def test_mail_goes_to_registrator_and_officials(draft, chair, social_clerk):
    services.dispatch(draft, at=HANDED_OVER, by=chair)

    asked = set(OutgoingMail.objects.values_list("recipient", flat=True))
    assert asked == {"ks@test.example", "sn@test.example", "social@test.example"}


def test_a_second_time_is_refused(handed_over, chair):
    with pytest.raises(RuleBroken):
        services.dispatch(handed_over, at=NOW, by=chair)


def test_a_recommendation_without_addressee_stops_it(draft, chair):
    draft.recommendations.first().addressees.all().delete()

    with pytest.raises(RuleBroken):
        services.dispatch(draft, at=NOW, by=chair)


def test_a_past_date_is_warned_about_but_goes(draft, chair):
    draft.response_due_on = date(2022, 12, 1)
    draft.save()

    remarks = services.before_hand_over(draft, today=date(2023, 2, 14), by=chair)
    assert any("har redan passerat" in remark.text for remark in remarks)
    assert len(services.dispatch(draft, at=NOW, by=chair)) == 2


@pytest.mark.parametrize(("per_body", "others"), [(1, 0), (2, 3), (40, 3)])
def test_it_asks_as_often_for_many_recommendations_and_bodies(
    board, social, social_clerk, chair, per_body, others, django_assert_max_num_queries
):
    bodies = factories.BodyFactory.create_batch(others)
    audit = factories.draft_audit(board, social, *bodies, per_body=per_body)

    with django_assert_max_num_queries(42):  # of them eight of the states
        requests = services.dispatch(audit, at=HANDED_OVER, by=chair)
    assert len(requests) == 2 + others
    assert OutgoingMail.objects.count() == 3 + others


def test_each_empty_answer_has_its_history(handed_over, chair):
    items = AnswerItem.objects.filter(answer__request__audit=handed_over)

    kept = [(item.history.get().history_type, item.history.get().history_user) for item in items]

    assert kept == [("+", chair)] * 4

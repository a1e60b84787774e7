"""What a body reads beside each recommendation while it writes: the questions behind it, as they were handed over."""

import pytest

from audit.models import BodyAssessment, Grade, QuestionStance, StanceValue
from responses import services
from tests import factories
from tests.conftest import NOW
from tests.responses.drafting import shown


@pytest.fixture
def linked(handed_over, social_request):
    """The first question of the audit, said to have led to socialnämnden's first recommendation."""
    question = handed_over.questions.first()
    question.text = "Följs stödet upp?"
    question.save()
    question.assessment.grade = Grade.NO
    question.assessment.reasons = "Nämnden får ingen redovisning."
    question.assessment.save()
    addressee = social_request.items.first().addressee
    addressee.recommendation.questions.add(question)
    return question


def part(clerk, social_request, index=0):
    """The page from one recommendation to the next."""
    page = shown(clerk.get(social_request.get_absolute_url()))
    return page.split('<article class="answer')[index + 1]


def test_the_question_and_its_answer_stand_beside(clerk, social_request, linked):
    beside = part(clerk, social_request)

    assert "Revisionsfråga 1" in beside
    assert '<div class="verbatim">Följs stödet upp?</div>' in beside
    assert '<div class="verbatim">Nämnden får ingen redovisning.</div>' in beside
    assert "<span>Nej</span>" in beside
    assert "Följs stödet upp?" not in part(clerk, social_request, 1)


def test_what_the_report_says_of_the_body_itself(clerk, social_request, linked, board):
    social = social_request.body
    for body, reasons in ((social, "Hos er saknas mått."), (board, "Hos styrelsen finns mått.")):
        BodyAssessment.objects.create(
            question=linked, body=body, grade=Grade.PARTLY, reasons=reasons
        )

    beside = part(clerk, social_request)

    assert "Om socialnämnden:" in beside
    assert "Hos er saknas mått." in beside
    assert "Hos styrelsen finns mått." not in beside


def test_what_revisorerna_decided_and_nothing_put_forward(clerk, social_request, linked, chair):
    deviates = {"value": StanceValue.DEVIATES, "question": linked, "proposed_at": NOW}
    decided = {"decided_at": NOW, "decided_by": chair, "decided_on": NOW.date()}
    QuestionStance.objects.create(
        reasons="Det är allvarligare.", grade=Grade.NO, proposed_by=chair, **deviates, **decided
    )
    QuestionStance.objects.create(reasons="Inte beslutat.", proposed_by=chair, **deviates)

    beside = part(clerk, social_request)

    assert "Revisorerna avviker från bedömningen." in beside
    assert "Det är allvarligare." in beside
    assert "Inte beslutat." not in beside


def test_where_nobody_has_said_it_all_questions_stand_with_what_is_asked(clerk, social_request):
    page = shown(clerk.get(social_request.get_absolute_url()))

    assert "Två revisionsfrågor och bedömningen" in page
    assert page.count("Ordningen finns men följs inte av alla.") == 2


def test_the_points_of_a_recommendation_are_read(clerk, social_request):
    addressee = social_request.items.first().addressee
    addressee.recommendation.points.create(position=1, text="för barn")

    assert '<div class="verbatim point">a) för barn</div>' in part(clerk, social_request)


@pytest.mark.parametrize("per_body", [1, 12])
def test_the_questions_are_asked_for_once(
    client, social, social_clerk, chair, per_body, django_assert_max_num_queries
):
    audit = factories.draft_audit(social, per_body=per_body, questions=per_body)
    for recommendation in audit.recommendations.all():
        recommendation.questions.set(audit.questions.all())
    asked = services.dispatch(audit, at=NOW, by=chair)[0]
    client.force_login(social_clerk)

    with django_assert_max_num_queries(28):
        client.get(asked.get_absolute_url())

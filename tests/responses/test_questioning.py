"""What counts as an answer, and what looks odd in one."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import BodyMeeting
from common import dates
from common.rules import RuleBroken
from documents.files import Upload
from responses import services
from responses.models import Answer, Stance
from tests.conftest import write_answer
from tests.responses.drafting import fields_in, shown

TODAY = date(2023, 2, 14)


def emptied(answer):
    answer.items.update(stance=Stance.NOT_STATED, text=" ")
    return answer


def test_nothing_stated_and_nothing_written_is_no_answer(social_request, social_clerk):
    answer = emptied(write_answer(social_request))

    with pytest.raises(RuleBroken):
        services.submit(answer, at=dates.now(), by=social_clerk)


@pytest.mark.parametrize(
    "given",
    [
        {"stance": Stance.DISAGREES, "text": ""},
        {"stance": Stance.NOT_STATED, "text": "Nämnden återkommer i maj."},
        {"stance": "", "text": "Nämnden återkommer i maj."},
    ],
)
def test_a_position_or_a_text_is_an_answer(social_request, social_clerk, given):
    answer = write_answer(social_request)
    answer.items.update(**given)

    assert services.submit(answer, at=dates.now(), by=social_clerk).is_submitted


def test_a_file_is_an_answer_where_the_body_says_that_it_states_nothing_itself(
    social_request, social_clerk
):
    answer = emptied(write_answer(social_request))
    services.attach(
        answer,
        Upload("yttrande.pdf", b"%PDF-1.7", "application/pdf"),
        may_be_secret=False,
        at=dates.now(),
        by=social_clerk,
    )
    assert services.missing(answer, today=TODAY) == []

    services.detach(answer.documents.get(), at=dates.now())
    assert len(services.missing(Answer.objects.get(pk=answer.pk), today=TODAY)) == 2


def test_what_lacks_is_said_at_its_field(client, social_request, social_clerk):
    client.force_login(social_clerk)
    answer = emptied(write_answer(social_request))

    review = shown(client.get(reverse("responses:review", args=[social_request.pk])))
    page = shown(client.get(social_request.get_absolute_url()))

    for item in answer.items.all():
        assert f"{social_request.get_absolute_url()}#id_r{item.pk}-text" in review
        assert f'id="id_r{item.pk}-text"' in page
    assert page.count(services.WHAT_AN_ANSWER_NEEDS) == 2


# Odd, but possible


def asked_about(answer):
    return " ".join(services.questions(answer, today=TODAY)).replace("\xa0", " ")


def test_an_ordinary_answer_raises_no_question(social_request):
    assert asked_about(write_answer(social_request)) == ""


def test_a_decision_before_the_request(social_request):
    answer = write_answer(social_request)
    answer.decided_on = date(2021, 2, 9)

    assert "9 februari 2021, innan begäran skickades 24 november 2022" in asked_about(answer)


def test_a_decision_off_the_calendar(social, social_request):
    BodyMeeting.objects.create(body=social, meets_on=date(2023, 2, 7))
    answer = write_answer(social_request)
    assert "inget sammanträde 14 februari 2023" in asked_about(answer)

    answer.decided_on = date(2023, 2, 7)
    assert asked_about(answer) == ""


def test_a_measure_in_the_past(social_request):
    answer = write_answer(social_request)
    item = answer.items.first()
    item.planned.update(due_on=date(2022, 12, 1))

    assert "planeras till 1 december 2022, som har passerat" in asked_about(answer)


def test_the_questions_are_confirmed_with_the_tick_and_are_no_wall(
    client, social_request, social_clerk
):
    client.force_login(social_clerk)
    answer = write_answer(social_request)
    answer.decided_on = date(2022, 11, 1)
    answer.save()
    url = reverse("responses:review", args=[social_request.pk])

    page = client.get(url)
    client.post(url, fields_in(page.content.decode()) | {"confirm": "on", "do": "confirm"})

    answer.refresh_from_db()
    assert "Stämmer det?" in shown(page)
    assert answer.is_submitted

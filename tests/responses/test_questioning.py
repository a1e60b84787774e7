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
    assert services.missing(answer) == []

    services.detach(answer.documents.get(), at=dates.now())
    assert len(services.missing(Answer.objects.get(pk=answer.pk))) == 2


def test_what_lacks_is_said_at_its_field(client, social_request, social_clerk):
    client.force_login(social_clerk)
    answer = emptied(write_answer(social_request))

    review = shown(client.get(reverse("responses:review", args=[social_request.pk])))
    page = shown(client.get(social_request.get_absolute_url()))

    for item in answer.items.all():
        assert f"{social_request.get_absolute_url()}#id_r{item.pk}-text" in review
        assert f'id="id_r{item.pk}-text"' in page
    assert page.count(services.answer_needs(social_request)) == 2


# Odd, but possible


def asked_about(answer):
    answer.confirmed_on = answer.confirmed_on or TODAY
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


# What is remembered


def passed(client, request, clerk, **decision):
    """The answer once it is handed in as it stands, with its questions passed."""
    client.force_login(clerk)
    answer = write_answer(request)
    for field, given in decision.items():
        setattr(answer, field, given)
    answer.save()
    url = reverse("responses:review", args=[request.pk])
    page = client.get(url)
    client.post(url, fields_in(page.content.decode()) | {"confirm": "on", "do": "confirm"})
    answer.refresh_from_db()
    assert answer.is_submitted
    return answer


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        ({}, "Protokollet är inte justerat än."),
        ({"decided_on": date(2023, 2, 21)}, "Beslutsdatum 21 februari 2023 har inte varit än."),
    ],
)
def test_what_was_passed_is_remembered_and_read_by_both(
    client, social_request, social_clerk, auditor, decision, sentence
):
    answer = passed(client, social_request, social_clerk, **decision)

    assert sentence in answer.passed_questions.replace("\xa0", " ").splitlines()
    for reader, page in ((social_clerk, "receipt"), (auditor, "request")):
        client.force_login(reader)
        address = reverse(f"responses:{page}", args=[social_request.pk])
        assert sentence in shown(client.get(address))


@pytest.mark.parametrize("kind", ["delegated", "chair"])
def test_one_persons_decision_needs_neither_number_nor_minutes(
    client, social_request, social_clerk, kind
):
    answer = passed(client, social_request, social_clerk, decision_kind=kind, decision_ref="")

    assert answer.passed_questions == ""


def test_before_the_meeting_of_the_calendar(social, social_request):
    for day in (date(2023, 2, 7), date(2023, 2, 21)):
        BodyMeeting.objects.create(body=social, meets_on=day)

    assert "i sin kalender. Nästa är 21 februari 2023." in asked_about(write_answer(social_request))

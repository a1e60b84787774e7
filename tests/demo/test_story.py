"""What the demo tells: its people, its audit number one, and where the story stands."""

from datetime import date

import pytest

from accounts.models import User
from audit.models import Audit, Grade
from common import dates
from demo.models import DemoClock, DemoMail
from demo.people import PASSWORD, PEOPLE
from demo.round import CULTURE, ROADS
from mailing.models import OutgoingMail
from recommendations.models import Addressee, Verdict
from responses.arrivals import undecided_answers
from responses.models import (
    Answer,
    AnswerRequest,
    LetterKind,
    LetterState,
    Occasion,
    Position,
    PreparedLetter,
    Reminder,
)

BEGINS = date(2023, 2, 14)
NAMED = {"revisor", "sakkunnig", "ks", "sn", "presidium", "admin"}


def test_the_audit_is_number_one_with_its_figures(demo):
    audit = Audit.objects.get(pk=1)

    grades = [question.assessment.grade for question in audit.questions.all()]
    assert sorted(grades) == [Grade.NO] * 2 + [Grade.PARTLY] * 4
    assert audit.recommendations.count() == 9


@pytest.mark.parametrize(("body", "count"), [("Kommunstyrelsen", 4), ("Socialnämnden", 5)])
def test_recommendations_are_put_to_two_bodies(demo, body, count):
    put = Addressee.objects.filter(recommendation__audit=1, body__name=body)

    assert put.count() == count


def test_the_audit_asks_for_answers_by_the_end_of_february(demo):
    audit = Audit.objects.get(pk=1)

    told = (audit.audit_year, audit.document_date, audit.response_due_on)
    assert told == (2022, date(2022, 11, 17), date(2023, 2, 28))


def test_the_people_of_the_sign_in_page_are_there(demo):
    assert {person.address for person in PEOPLE} >= NAMED
    assert User.objects.count() == len(PEOPLE)


@pytest.mark.parametrize("address", ["revisor", "admin"])
def test_everybody_has_the_same_password(demo, address):
    assert User.objects.get(email=f"{address}@demo.example").check_password(PASSWORD)


def test_only_the_board_has_answered(demo):
    submitted = Answer.objects.in_force(on=BEGINS).filter(request__audit=1)

    assert [answer.request.body.name for answer in submitted] == ["Kommunstyrelsen"]


def test_socialnamnden_has_a_draft_without_a_decision(demo):
    draft = Answer.objects.get(request__audit=1, request__body__name="Socialnämnden")

    assert draft.items.exclude(text="").count() == 3
    assert draft.missing_decision()


def test_one_of_each_occasion_is_awaited_and_two_are_late(demo):
    waiting = AnswerRequest.objects.unanswered(on=BEGINS).order_by("due")

    assert [(request.body.name, request.occasion, request.due) for request in waiting] == [
        ("Lindvika Bostäder AB", Occasion.SUPPLEMENT, date(2022, 12, 20)),
        ("Grundskolenämnden", Occasion.STATUS, date(2023, 2, 10)),
        ("Socialnämnden", Occasion.MISSIVE, date(2023, 2, 28)),
    ]


def test_a_letter_about_the_late_one_waits_and_another_was_declined(demo):
    declined, waiting = PreparedLetter.objects.order_by("prepared_at")

    assert (declined.kind, declined.state) == (LetterKind.CHAIR, LetterState.DECLINED)
    assert (waiting.kind, waiting.is_prepared) == (LetterKind.PRESIDIUM, True)
    assert waiting.request.body.name == "Lindvika Bostäder AB"


def test_only_the_boards_answer_waits_for_a_position(demo):
    auditor = User.objects.get(email="revisor@demo.example")

    waiting = [(a.request.audit_id, a.request.body.name) for a in undecided_answers(auditor)]

    assert waiting == [(1, "Kommunstyrelsen")]


def test_two_have_answered_the_round(demo):
    reports = Answer.objects.in_force(on=BEGINS).filter(request__occasion=Occasion.STATUS)

    assert set(reports.values_list("request__audit", "request__body__name")) == {
        (2, ROADS),
        (2, CULTURE),
    }


def test_reminders_have_gone_of_the_response_date_and_of_the_documents_day(demo):
    sent = Reminder.objects.filter(request__audit=1, state="queued")

    assert set(sent.values_list("request__body__name", "counted_from", "step", "recorded_on")) == {
        ("Kommunstyrelsen", "due", 60, date(2022, 12, 30)),
        ("Kommunstyrelsen", "documents", 7, date(2023, 1, 27)),
        ("Socialnämnden", "due", 60, date(2022, 12, 30)),
        ("Socialnämnden", "documents", 7, date(2023, 1, 27)),
        ("Socialnämnden", "due", 14, date(2023, 2, 14)),
    }


def test_only_the_last_reminders_wait_for_the_worker(demo):
    waiting = OutgoingMail.objects.filter(sent_at=None, cancelled_at=None)

    assert sorted(waiting.values_list("recipient", "kind")) == [
        ("gn.registrator@demo.example", "reminder"),
        ("namnder@demo.example", "reminder"),
        ("sn.registrator@demo.example", "reminder"),
        ("sn@demo.example", "reminder"),
    ]


def test_earlier_mail_lies_in_the_mailbox_by_its_own_day(demo):
    received = DemoMail.objects.filter(recipient="sn@demo.example").last()

    assert dates.local_day(received.received_at) == date(2022, 11, 24)


def test_the_clock_begins_with_the_story(demo):
    clock = DemoClock.objects.get()

    assert clock.story_at == dates.at_local(BEGINS, 9)


def test_the_presidium_sees_one_audit_of_the_year(demo):
    presidium = User.objects.get(email="presidium@demo.example")

    visible = Audit.objects.visible_to(presidium).filter(audit_year=2022)

    assert [audit.pk for audit in visible] == [1]


def test_a_wrong_decision_has_been_put_right_by_a_new_one(demo):
    revised = Verdict.objects.get(revises__isnull=False)

    before = revised.revises
    assert (before.get_value_display(), before.meeting) == (
        "Åtgärdad",
        "19\xa0oktober 2022, §\xa039",
    )
    assert (revised.get_value_display(), revised.meeting) == (
        "Delvis åtgärdad",
        "14\xa0december 2022, §\xa052",
    )
    assert revised.revision_reason


def test_each_decision_of_a_meeting_has_its_paragraph(demo):
    decided = [*Position.objects.decided(on=BEGINS), *Verdict.objects.decided(on=BEGINS)]

    assert decided
    assert [one for one in decided if not one.paragraph] == []


def test_the_history_says_who_and_when(demo):
    recorded = Audit.history.filter(id=1, history_type="+").get()

    assert recorded.history_user.email == "sakkunnig@demo.example"
    assert dates.local_day(recorded.history_date) == date(2022, 11, 15)

"""What the demo tells: its people, its audit number one, and where the story stands."""

from datetime import date

import pytest

from accounts.models import Body, User
from audit.models import Audit, Grade
from common import dates
from demo.models import DemoClock, DemoMail
from demo.people import PASSWORD, PEOPLE
from demo.round import CULTURE, ROADS
from mailing.models import OutgoingMail
from recommendations.models import Addressee, FollowedUnit, Verdict, VerdictDissent
from recommendations.values import CountPart, EvidenceKind, StatedState
from reports.models import Compilation, CompilationKind, SittingPaper, SittingPaperKind
from reports.overview import rules
from responses.arrivals import undecided_answers
from responses.models import (
    Answer,
    AnswerRequest,
    Correction,
    LetterKind,
    LetterState,
    Occasion,
    Position,
    PreparedLetter,
    ProposedCorrection,
    Reminder,
    Stance,
    UnitState,
)
from responses.models.answers import Ending
from responses.models.extensions import ExtensionOutcome
from responses.models.states import past_the_bodys_day

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


def test_of_each_occasion_some_are_awaited_and_three_are_late(demo):
    waiting = AnswerRequest.objects.unanswered(on=BEGINS).order_by("due")

    assert [(r.body.name, r.occasion, r.due) for r in waiting if r.due < date(2023, 3, 17)] == [
        ("Lindvika Bostäder AB", Occasion.SUPPLEMENT, date(2022, 12, 20)),
        ("Grundskolenämnden", Occasion.MISSIVE, date(2023, 1, 31)),
        ("Grundskolenämnden", Occasion.STATUS, date(2023, 2, 10)),
        ("Socialnämnden", Occasion.MISSIVE, date(2023, 2, 28)),
    ]
    assert {r.occasion for r in waiting if r.due >= date(2023, 3, 17)} == {
        Occasion.STATUS,
        Occasion.MISSIVE,
    }


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
    reports = Answer.objects.in_force(on=BEGINS).filter(
        request__occasion=Occasion.STATUS, request__audit=2
    )

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
        ("gn.registrator@demo.example", "reminder"),
        ("kfn.registrator@demo.example", "reminder"),
        ("ks.registrator@demo.example", "reminder"),
        ("ks@demo.example", "reminder"),
        ("namnder@demo.example", "reminder"),
        ("sn.registrator@demo.example", "reminder"),
        ("sn.registrator@demo.example", "reminder"),
        ("sn@demo.example", "reminder"),
    ]


def test_earlier_mail_lies_in_the_mailbox_by_its_own_day(demo):
    received = DemoMail.objects.filter(recipient="sn@demo.example").last()

    assert dates.local_day(received.received_at) == date(2020, 11, 12)


def test_the_clock_begins_with_the_story(demo):
    clock = DemoClock.objects.get()

    assert clock.story_at == dates.at_local(BEGINS, 9)


def test_the_presidium_sees_what_has_been_handed_over_of_the_year(demo):
    presidium = User.objects.get(email="presidium@demo.example")

    visible = Audit.objects.visible_to(presidium).filter(audit_year=2022)

    of_year = Audit.objects.filter(audit_year=2022)
    assert set(visible) == set(of_year.exclude(handed_over_at=None))
    assert of_year.filter(handed_over_at=None).exists()


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
    verdicts = Verdict.objects.decided(on=BEGINS).exclude(evidence=EvidenceKind.REGISTER)
    decided = [*Position.objects.decided(on=BEGINS), *verdicts]

    assert decided
    assert [one for one in decided if not one.paragraph] == []


def test_the_papers_of_the_story_are_made(demo):
    year, pack = Compilation.objects.order_by("requested_at")
    minutes, underlag = SittingPaper.objects.order_by("requested_at")

    assert (year.kind, pack.kind) == (CompilationKind.YEAR, CompilationKind.PACK)
    assert (minutes.kind, underlag.kind) == (SittingPaperKind.MINUTES, SittingPaperKind.PACK)
    made = [year, pack, minutes, underlag]
    assert [dates.local_day(paper.finished_at) for paper in made] == [
        date(2023, 1, 20),
        date(2023, 2, 3),
        date(2023, 1, 19),
        date(2023, 2, 13),
    ]
    assert all(paper.document.size for paper in made)
    assert year.decided == "18\xa0januari 2023, §\xa06"


def test_presidium_reads_what_has_been_released(demo):
    presidium = User.objects.get(email="presidium@demo.example")

    assert Compilation.objects.visible_to(presidium).count() == 2
    assert not SittingPaper.objects.visible_to(presidium).exists()


def test_the_history_says_who_and_when(demo):
    recorded = Audit.history.filter(id=1, history_type="+").get()

    assert recorded.history_user.email == "sakkunnig@demo.example"
    assert dates.local_day(recorded.history_date) == date(2022, 11, 15)


def test_every_state_of_the_three_voices_is_in_the_register(demo):
    states = UnitState.objects.on(BEGINS)

    assert states.count() > 50
    assert set(states.values_list("audit_year", flat=True)) == {2019, 2020, 2021, 2022}
    assert set(states.values_list("part", flat=True)) == set(CountPart)
    assert set(states.values_list("claim", flat=True)) == set(StatedState)
    assert set(states.values_list("awaited", flat=True)) == {*Occasion, ""}
    assert set(states.values_list("came_late", flat=True)) == {True, False}
    stances = Answer.objects.in_force(on=BEGINS).values_list("items__stance", flat=True)
    assert set(stances) >= {Stance.AGREES, Stance.PARTLY, Stance.DISAGREES}


@pytest.mark.parametrize(
    "rule",
    [
        rules.is_long_open(on=BEGINS),
        rules.is_claimed_long(on=BEGINS),
        rules.is_awaited_in_time(on=BEGINS),
        past_the_bodys_day(BEGINS),
    ],
)
def test_each_rule_of_the_overview_chooses_something(demo, rule):
    assert UnitState.objects.on(BEGINS).filter(rule).exists()


def test_one_has_been_put_for_the_third_time(demo):
    auditor = User.objects.get(email="revisor@demo.example")
    repeating = rules.repeating_twice(on=BEGINS)

    third = rules.third_time(UnitState.objects.on(BEGINS), repeating, user=auditor, on=BEGINS)

    assert [state.body.name for state in third] == ["Kommunstyrelsen"]


def test_what_went_another_way_is_there(demo):
    outcomes = AnswerRequest.objects.values_list("extensions__outcome", flat=True)
    followed = FollowedUnit.objects.values_list("value", "verdict")

    assert set(outcomes) >= {ExtensionOutcome.DECLINED, ExtensionOutcome.CHANGED}
    assert ExtensionOutcome.GRANTED in outcomes
    assert Answer.objects.filter(ending=Ending.WITHDRAWN).count() == 2
    assert AnswerRequest.objects.filter(withdrawn_at__isnull=False).count() == 1
    assert Correction.objects.count() == VerdictDissent.objects.count() == 1
    assert ProposedCorrection.objects.waiting().get().is_current
    assert Body.objects.get(name="Trafiknämnden").answering(on=BEGINS).name == ROADS
    assert {(bool(value), bool(verdict)) for value, verdict in followed} == {
        (True, True),
        (True, False),
        (False, False),
    }

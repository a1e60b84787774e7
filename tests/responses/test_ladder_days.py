"""Steps counted from the calendar, one mail a day for one person, and a ladder or a calendar that moves."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from common import dates
from mailing.models import OutgoingMail
from mailing.sending import send_outgoing
from responses import services
from responses.emails import REMINDER
from responses.models import DueDate, Reminder
from tests import factories
from tests.conftest import write_answer

DUE = date(2023, 2, 28)


@pytest.fixture
def meeting(social):
    return social.meetings.create(meets_on=date(2023, 2, 15), documents_due_on=date(2023, 2, 3))


def one_day(day):
    with dates.told_at(dates.at_local(day, 12)):
        services.send_reminders(on=day)
        send_outgoing()


def sent(request, address="sn@test.example"):
    reminders = Reminder.objects.filter(request=request, address=address, state="queued")
    return [
        (r.counted_from, r.step, r.recorded_on) for r in reminders.order_by("recorded_on", "pk")
    ]


def to(address):
    return list(OutgoingMail.objects.filter(kind=REMINDER, recipient=address).order_by("pk"))


def test_a_week_before_documents_day_where_the_calendar_tells_it(meeting, social_request, sink):
    one_day(date(2023, 1, 27))

    assert sent(social_request) == [("documents", 7, date(2023, 1, 27))]
    [mail] = to("sn@test.example")
    assert "Handlingar till nämnden ska vara inne om sju dagar, 3 februari" in mail.text


def test_no_documents_day_no_such_step(social_request, social, sink):
    social.meetings.create(meets_on=date(2023, 2, 15))

    one_day(date(2023, 1, 27))
    one_day(date(2023, 2, 21))

    assert [step for step in sent(social_request) if step[0] != "due"] == []


def test_where_it_stands_in_the_calendar(meeting, social_request, sink):
    one_day(date(2023, 2, 14))

    [mail] = to("sn@test.example")
    assert (
        "Handlingar till nämnden skulle ha varit inne 3 februari; sammanträdet är i morgon, "
        "15 februari." in mail.text
    )


def test_counted_from_the_meeting(meeting, social_request, sink):
    factories.ladder(("meeting", -2))

    one_day(date(2023, 2, 17))

    assert sent(social_request) == [("meeting", -2, date(2023, 2, 17))]


def test_a_calendar_that_moves_reminds_of_the_new_day(meeting, social_request, sink):
    factories.ladder(("documents", 7))
    one_day(date(2023, 1, 27))
    meeting.documents_due_on = date(2023, 2, 10)
    meeting.save()

    for day in (date(2023, 1, 30), date(2023, 2, 3), date(2023, 2, 6)):
        one_day(day)

    assert sent(social_request) == [
        ("documents", 7, date(2023, 1, 27)),
        ("documents", 7, date(2023, 2, 3)),
    ]


def test_a_calendar_that_moves_back_says_nothing_twice(meeting, social_request, sink):
    factories.ladder(("documents", 7))
    one_day(date(2023, 1, 27))
    meeting.documents_due_on = date(2023, 2, 2)
    meeting.save()

    one_day(date(2023, 1, 30))

    assert sent(social_request) == [("documents", 7, date(2023, 1, 27))]
    assert Reminder.objects.filter(state="said", address="sn@test.example").count() == 1


def test_a_calendar_told_late_still_reminds(social_request, social, sink):
    social.meetings.create(meets_on=date(2023, 2, 15), documents_due_on=date(2023, 2, 3))

    one_day(date(2023, 2, 1))

    assert sent(social_request) == [("documents", 7, date(2023, 2, 1))]


def test_a_changed_ladder_says_nothing_twice(social_request, sink):
    factories.ladder(14, -1)
    one_day(date(2023, 2, 14))
    factories.ladder(15, -1, approved_at=dates.at_local(date(2023, 2, 15), 9))

    for day in (date(2023, 2, 15), date(2023, 2, 20), date(2023, 3, 1)):
        one_day(day)

    assert [step for _, step, _ in sent(social_request)] == [14, -1]


def test_a_changed_ladder_loses_none_that_still_waits(social_request, sink):
    factories.ladder(14, -1)
    with dates.told_at(dates.at_local(date(2023, 2, 14), 20)):
        services.send_reminders(on=date(2023, 2, 14))
    factories.ladder(15, -1, approved_at=dates.at_local(date(2023, 2, 14), 21))

    one_day(date(2023, 2, 15))

    mails = [(mail.state, "13 dagar kvar" in mail.text) for mail in to("sn@test.example")]
    assert mails == [("cancelled", False), ("sent", True)]


def test_a_past_day_has_the_ladder_of_then(social_request):
    factories.ladder(14, approved_at=dates.at_local(date(2023, 2, 20)))

    told = services.send_reminders(on=date(2022, 12, 30), dry_run=True)

    assert {step.step for step in told} == {60}


def test_a_request_has_its_own(social_request, board_request, sink):
    factories.ladder(10, request=social_request)

    one_day(date(2023, 2, 14))
    one_day(date(2023, 2, 17))

    assert [step for _, step, _ in sent(social_request)] == [10]
    assert [step for _, step, _ in sent(board_request, "ks@test.example")] == [14]


def test_what_has_its_text_says_it(social_request, sink):
    step = factories.ladder(14).steps.get()
    step.text = "Ring gärna sakkunnig."
    step.save()

    one_day(date(2023, 2, 14))

    assert "Ring gärna sakkunnig." in to("sn@test.example")[0].text


# One person, several requests


@pytest.fixture
def both(board, social, handed_over):
    """An official of two nämnder."""
    person = factories.person(Role.OFFICIAL, body=board, email="tva@test.example")
    factories.MembershipFactory(
        user=person, role=Role.OFFICIAL, body=social, started_at=dates.now() - timedelta(days=99)
    )
    person.memberships.update(started_at=dates.at_local(date(2022, 1, 1)))
    return "tva@test.example"


def test_one_mail_for_all_that_concerns_a_person(both, social_request, board_request, sink):
    one_day(date(2023, 2, 14))

    [mail] = to(both)
    assert sent(social_request, both) and sent(board_request, both)
    assert "kommunstyrelsen och socialnämnden" in mail.subject
    assert mail.text.count("14 dagar kvar") == 2
    assert {len(to("ks@test.example")), len(to("sn@test.example"))} == {1}


def test_the_registrator_of_two_bodies_gets_one_for_each(board, social, handed_over, sink):
    board.registrator_email = social.registrator_email
    board.save()

    one_day(date(2023, 2, 14))

    assert len(to("sn@test.example")) == 2


def test_what_still_waits_takes_up_another(both, social_request, board_request, sink):
    factories.ladder(10, request=social_request)
    with dates.told_at(dates.at_local(date(2023, 2, 17), 20)):
        services.send_reminders(on=date(2023, 2, 14))
        assert len(to(both)) == 1
        services.send_reminders(on=date(2023, 2, 17))

    [mail] = to(both)
    assert "kommunstyrelsen och socialnämnden" in mail.subject
    assert mail.text.count("elva dagar kvar") == 2


def test_an_answer_takes_its_part_out_and_leaves_the_rest(
    both, social_request, board_request, board_clerk, sink
):
    services.send_reminders(on=date(2023, 2, 14))

    services.submit(write_answer(board_request), at=dates.now(), by=board_clerk)

    [mail] = to(both)
    assert (mail.state, "kommunstyrelsen" in mail.text) == ("queued", False)
    assert "socialnämnden" in mail.text
    assert not board_request.mails.filter(mail=mail).exists()
    assert Reminder.objects.get(request=board_request, address=both, step=14).state == "taken_back"


def test_a_date_that_moves_away_and_back_is_reminded_of_once(
    both, social_request, board_request, chair, sink
):
    services.send_reminders(on=date(2023, 2, 14))
    for due_on, hour in ((date(2023, 4, 28), 13), (DUE, 14)):
        at = dates.at_local(date(2023, 2, 14), hour)
        with dates.told_at(at):
            services.move_due_dates(
                [social_request], due_on=due_on, reason="Mer tid.", at=at, by=chair
            )

    with dates.told_at(dates.at_local(date(2023, 2, 14), 15)):
        services.send_reminders(on=date(2023, 2, 14))
        send_outgoing()

    [mail] = [mail for mail in to(both) if mail.state == "sent"]
    assert mail.text.count("14 dagar kvar") == 2
    assert len([mail for mail in to("sn@test.example") if mail.state == "sent"]) == 1


def test_as_many_questions_for_many_as_for_few(handed_over, board, django_assert_max_num_queries):
    """Planning, locking and writing 60 requests."""
    chair = handed_over.handed_over_by
    for number in range(60):
        body = factories.BodyFactory(
            name=f"Nämnd {number}", registrator_email=f"n{number}@test.example"
        )
        audit = factories.draft_audit(body, title=f"Granskning {number}", questions=1, per_body=1)
        services.dispatch(audit, at=dates.at_local(date(2022, 11, 24)), by=chair)
        DueDate.objects.move(
            audit.requests.get(), DUE, at=dates.at_local(date(2022, 11, 24), 12), by=chair
        )

    with django_assert_max_num_queries(40):
        steps = services.send_reminders(on=date(2023, 2, 14))
    assert len([step for step in steps if step.step == 14]) == 62
    with django_assert_max_num_queries(15):
        services.send_reminders(on=date(2023, 2, 14))
    OutgoingMail.objects.unsent().update(sent_at=dates.now())
    services.take_turns(on=date(2023, 2, 15))
    with django_assert_max_num_queries(10):
        services.take_turns(on=date(2023, 2, 16))

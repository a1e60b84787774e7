"""Which requests' reminders are looked at: those whose day has come, or of which something has changed."""

from datetime import date, timedelta

import pytest

from accounts.models import BodyMeeting
from accounts.roles import Role
from common import dates
from mailing.models import OutgoingMail
from responses import services
from responses.models import Channel, ReminderTurn
from responses.models.ladders import content_of
from responses.services.turns import turns
from tests import factories
from tests.conftest import NOW, write_answer

TODAY = dates.local_day(NOW)
NEXT_STEP = date(2023, 3, 1)
LONG_AFTER = date(2024, 6, 3)


def settled(on=TODAY):
    """All that is to be said has been said and sent."""
    services.take_turns(on=on)
    OutgoingMail.objects.unsent().update(sent_at=dates.now())
    for _ in range(2):  # the second time nothing waits any more
        services.take_turns(on=on)
    services.take_turns(on=on + timedelta(days=1))


@pytest.fixture
def quiet(handed_over, social_request):
    settled()
    return social_request


def due(on=TODAY + timedelta(days=1)):
    return turns(on=on).due


def move(request, by):
    services.move_due_dates([request], due_on=date(2023, 4, 3), reason="Nytt.", at=NOW, by=by)


def own_ladder(request, by):
    services.set_request_ladder(request, content_of([("due", 10)]), reason="Egna.", at=NOW, by=by)


def common_ladder(request, by):
    ladder = services.propose_ladder(content_of([("due", 10)]), reason="Andra.", at=NOW, by=by)
    services.settle_ladder(ladder, approves=True, at=NOW, by=by)


def calendar(request, by):
    BodyMeeting.objects.create(body=request.body, meets_on=date(2023, 2, 27))


def new_official(request, by):
    factories.person(Role.OFFICIAL, body=request.body)


def other_registrator(request, by):
    request.body.registrator_email = "annan@test.example"
    request.body.save()


def wish_for_time(request, by):
    more_time = services.MoreTime(date(2023, 5, 2), "Mer tid.", TODAY, Channel.HERE)
    services.ask_extension(request, more_time, at=NOW, by=by)


CHANGES = [
    *(move, own_ladder, common_ladder, calendar, new_official, other_registrator),
    wish_for_time,
]


def test_nothing_is_looked_at_when_nothing_has_changed(quiet):
    assert due() == []


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(quiet, chair, change):
    change(quiet, chair)

    assert quiet.pk in due()


def test_an_answer_that_is_taken_back_in_a_moment_brings_its_reminder_again(
    handed_over, social_request, social_clerk
):
    services.take_turns(on=TODAY)
    waiting = OutgoingMail.objects.unsent().filter(about__request=social_request, kind="reminder")
    before = waiting.count()
    answer = services.submit(write_answer(social_request), at=NOW, by=social_clerk)
    while_answered = waiting.count()
    services.withdraw(answer, at=NOW + timedelta(minutes=1), by=social_clerk)
    services.take_turns(on=TODAY)

    assert before and (while_answered, waiting.count()) == (0, before)


def test_the_day_of_the_next_step_is_seen(quiet):
    assert due(NEXT_STEP - timedelta(days=1)) == []
    assert quiet.pk in due(NEXT_STEP)


def test_what_has_all_been_said_is_left_alone(quiet, django_assert_max_num_queries):
    settled(LONG_AFTER)

    assert set(ReminderTurn.objects.values_list("next_on", flat=True)) == {None}
    with django_assert_max_num_queries(10):
        assert services.take_turns(on=LONG_AFTER + timedelta(days=300)) == []

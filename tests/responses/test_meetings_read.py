"""Of bodies that have met for twenty years, no more is read than the dates ask for."""

from datetime import date, timedelta

from accounts.models import BodyMeeting
from responses.meetings import Meetings
from tests.conftest import HANDED_OVER


def test_only_meetings_after_a_request_came_are_read(handed_over, board):
    came_on = HANDED_OVER.date()
    BodyMeeting.objects.bulk_create(
        BodyMeeting(body=board, meets_on=came_on - timedelta(days=30 * ago)) for ago in range(1, 9)
    )
    later = BodyMeeting.objects.create(body=board, meets_on=came_on + timedelta(days=40))
    requests = list(handed_over.requests.filter(body=board))

    assert Meetings.about(requests).of(board.pk) == [later]
    assert len(Meetings([board.pk]).of(board.pk)) == 9
    assert Meetings.about([]).within(date.min, date.max) == []

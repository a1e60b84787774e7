"""When bodies meet."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from accounts.models import BodyMeeting


class Meetings:
    """The calendars of several bodies, read at once."""

    def __init__(self, bodies: Iterable[int]) -> None:
        self.by_body: dict[int, list[BodyMeeting]] = defaultdict(list)
        wanted = set(bodies)
        if wanted:
            for meeting in BodyMeeting.objects.filter(body__in=wanted).select_related("body"):
                self.by_body[meeting.body_id].append(meeting)

    def of(self, body: int) -> list[BodyMeeting]:
        """The earliest first."""
        return self.by_body.get(body, [])

    def next(self, body: int, on: date) -> BodyMeeting | None:
        return next((meeting for meeting in self.of(body) if meeting.meets_on >= on), None)

    def within(self, on: date, until: date) -> list[tuple[date, str]]:
        return [
            (meeting.meets_on, f"{meeting.body.name} sammanträder")
            for meetings in self.by_body.values()
            for meeting in meetings
            if on <= meeting.meets_on <= until
        ]

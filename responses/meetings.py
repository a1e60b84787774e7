"""When bodies meet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from accounts.models import BodyMeeting
from common import dates, swedish

if TYPE_CHECKING:
    from responses.models import AnswerRequest


def last_fitting(
    meetings: Sequence[BodyMeeting], *, since: date, due: date | None
) -> BodyMeeting | None:
    """The last one by the date whose documents could be handed in on a day or after it."""
    fitting = [
        meeting
        for meeting in meetings
        if due and meeting.meets_on <= due and documents_day(meeting) >= since
    ]
    return fitting[-1] if fitting else None


def first_after(
    meetings: Sequence[BodyMeeting], *, due: date | None, on: date
) -> BodyMeeting | None:
    """The first one after the date that can still be reached."""
    later = (
        meeting
        for meeting in meetings
        if due and meeting.meets_on > due and documents_day(meeting) >= on
    )
    return next(later, None)


def documents_day(meeting: BodyMeeting) -> date:
    """Where the calendar does not say, the day itself."""
    return meeting.documents_due_on or meeting.meets_on


def told_ahead(meeting: BodyMeeting | None, *, on: date, table: str = "") -> str:
    """Handlingar till nämnden skulle ha varit inne 3 februari; sammanträdet är i morgon, 15 februari.

    Nothing when it has been, or is not known; without the table, nothing of documents. For `RequestStanding`.
    """
    if meeting is None or meeting.meets_on < on:
        return ""
    words = f"sammanträdet är {_day_ahead(meeting.meets_on, on)}"
    if table and (day := meeting.documents_due_on):
        past = f"skulle ha varit inne {swedish.date_near(day, on)}"
        inside = past if day < on else f"ska vara inne {_day_ahead(day, on)}"
        words = f"handlingar till {table} {inside}; {words}"
    return f"{swedish.capitalized(words)}."


def _day_ahead(day: date, on: date) -> str:
    return f"{swedish.days_from(day, on)}, {swedish.date_near(day, on)}"


class Meetings:
    """The calendars of several bodies, read at once."""

    def __init__(self, bodies: Iterable[int], *, since: date | None = None) -> None:
        self.by_body: dict[int, list[BodyMeeting]] = defaultdict(list)
        wanted = set(bodies)
        if wanted:
            meetings = BodyMeeting.objects.filter(body__in=wanted)
            if since:
                meetings = meetings.filter(meets_on__gte=since)
            for meeting in meetings.select_related("body"):
                self.by_body[meeting.body_id].append(meeting)

    @classmethod
    def about(cls, requests: Collection["AnswerRequest"]) -> Self:
        """What can matter to the requests: no meeting before the day that the first of them came."""
        since = min((dates.local_day(request.opened_at) for request in requests), default=None)
        return cls({request.body_id for request in requests}, since=since)

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

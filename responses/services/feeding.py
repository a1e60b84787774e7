"""A calendar of the dates that one person may see, and its secret address."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from icalendar import Calendar, Event

from accounts.models import Body, User
from common import dates, swedish
from responses import days
from responses.meetings import Meetings
from responses.models import AnswerRequest, CalendarFeed, LetterKind, PreparedLetter
from responses.models.feeds import hashed, new_token
from responses.standing import RequestStanding

BEHIND, AHEAD = timedelta(days=60), timedelta(days=500)
MOST_EVENTS = 1000
FeedRows = Iterator[tuple[date, str, str]]


@transaction.atomic
def make_feed(user: User, *, at: datetime) -> str:
    """A new address; the earlier one stops working. Returns what only is known now."""
    revoke_feed(user, at=at)
    token = new_token()
    CalendarFeed.objects.create(user=user, token_hash=hashed(token), made_at=at)
    return token


@transaction.atomic
def revoke_feed(user: User, *, at: datetime) -> None:
    User.objects.select_for_update().get(pk=user.pk)
    for feed in CalendarFeed.objects.filter(user=user, revoked_at=None):
        feed.revoke(at=at)


def calendar_of(user: User, *, on: date) -> bytes:
    """As iCalendar; the same all day as long as nothing has changed."""
    calendar = Calendar()
    calendar.add("prodid", "-//Revisionsspår//Datum//SV")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Revisionsspår")
    events = sorted({row for row in _told(user, on) if on - BEHIND <= row[0] <= on + AHEAD})
    for day, text, key in events[:MOST_EVENTS]:
        event = Event()
        event.add("uid", f"{key}-{day.isoformat()}@revisionsspar")
        event.add("dtstamp", dates.at_local(on))
        event.add("dtstart", day)
        event.add("summary", text)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _told(user: User, on: date) -> FeedRows:
    visible = AnswerRequest.objects.visible_to(user).values("pk")
    waiting = AnswerRequest.objects.unanswered(on=on).filter(pk__in=visible)
    requests = list(waiting.select_related("body", "audit"))
    own_bodies = set(Body.objects.of(user).values_list("pk", flat=True))
    meetings = Meetings({request.body_id for request in requests} | own_bodies)
    for request in requests:
        standing = RequestStanding.of(request, on=on, meetings=meetings.of(request.body_id))
        for number, (day, text) in enumerate(days.ahead(standing)):
            about = f"{text}: {request.body.name}, {request.audit.title}"
            yield day, about, f"request-{request.pk}-{number}"
    for body in own_bodies:
        for meeting in meetings.of(body):
            name = swedish.capitalized(meeting.body.in_text)
            yield meeting.meets_on, f"{name} sammanträder", f"meeting-{meeting.pk}"
            if meeting.documents_due_on:
                text = f"Sista dag för handlingar till {meeting.body.in_text}"
                yield meeting.documents_due_on, text, f"documents-{meeting.pk}"
    summons = PreparedLetter.objects.visible_to(user).sent().filter(kind=LetterKind.SUMMONS)
    for letter in summons.select_related("request__body", "request__audit"):
        if letter.meets_on:
            clock = f"kl. {letter.meets_at:%H.%M}" if letter.meets_at else ""
            where = ", ".join(filter(None, [clock, letter.place]))
            text = f"Revisorerna möter {letter.request.body.in_text}: {letter.request.audit.title}"
            yield letter.meets_on, f"{text} ({where})", f"summons-{letter.pk}"

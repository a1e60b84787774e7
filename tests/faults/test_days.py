"""400 days of reminders, the mail server away for 16 of them: none doubled, none untrue, none missing."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from common import dates, swedish, workdays
from mailing.models import Outbox, OutgoingMail
from mailing.sending import send_outgoing
from responses import emails, services
from responses.emails import REMINDER
from responses.models import DueDate
from responses.services.planning import day_of
from tests import factories
from tests.conftest import HANDED_OVER
from tests.long import LONG

FIRST = date(2022, 11, 25)
DAYS, AWAY = 400 if LONG else 120, 16
STEPS, TAIL = (60, 14, -1, -21), timedelta(days=14)
# Set on the day that they were handed over: over Christmas, Easter, Midsummer and both changes of the clock.
DUE = [
    date(2023, month, day)
    for month, day in ((2, 28), (4, 14), (6, 30), (9, 1), (10, 31))[: None if LONG else 1]
]
# The server is away from so many days before or after each date; in the long form from every 16th day.
STARTS = range(-63, 10, AWAY) if LONG else [-15]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sent:
    """One reminder as it went."""

    address: str
    due_on: date
    on: date
    text: str


@pytest.fixture
def requests(chair):
    """One audit of one body for each response date."""
    made = []
    for number, due_on in enumerate(DUE):
        body = factories.BodyFactory(
            name=f"Nämnd {number}", position=number, registrator_email=f"n{number}@test.example"
        )
        audit = factories.draft_audit(body, title=f"Granskning {number}")
        services.dispatch(audit, at=HANDED_OVER, by=chair)
        request = audit.requests.get()
        DueDate.objects.move(request, due_on, at=HANDED_OVER + timedelta(minutes=1), by=chair)
        made.append(request)
    return made


def lived(sink, down):
    """Every day at noon, with the server there or not; the machine's clock plays no part."""
    sent = []
    for day in (FIRST + timedelta(days=number) for number in range(DAYS)):
        sink.answer = lambda envelope, away=day in down: "421 Away" if away else "250 OK"
        before = len(sink.received)
        with dates.told_at(dates.at_local(day, 12)):
            services.take_turns(on=day)
            go_on()
            send_outgoing()
        sent += [as_sent(message, day) for message in sink.received[before:]]
    return sent


def go_on():
    """A day is longer than any wait."""
    Outbox.objects.update(paused_until=None)
    OutgoingMail.objects.unsent().update(next_try_at="2000-01-01T00:00Z")


def as_sent(message, day):
    number = int(re.fullmatch(r"n(\d)@test.example", message["To"])[1])
    return Sent(message["To"], DUE[number], day, message.get_payload(decode=True).decode())


def windows(due_on):
    """The days on which each step's reminder is what should be said."""
    firsts = [day_of(step, counted_on=due_on) for step in STEPS]
    return list(zip(firsts, [*firsts[1:], firsts[-1] + TAIL], strict=True))


def step_of(mail):
    for number, (first, end) in enumerate(windows(mail.due_on)):
        if first <= mail.on < end:
            return number
    return None


def is_true(mail):
    left = (mail.due_on - mail.on).days
    days = emails.plain(f"Det är {swedish.counted(left, 'dag', 'dagar')} kvar").strip()
    return (
        step_of(mail) is not None and (days if left >= 0 else "Svar har inte inkommit") in mail.text
    )


def wanted(down):
    """Every step that had a working day with a server."""
    return {
        (f"n{number}@test.example", step)
        for number, due_on in enumerate(DUE)
        for step, (first, end) in enumerate(windows(due_on))
        if any(
            workdays.is_working_day(day) and day not in down
            for day in (first + ONE_DAY * n for n in range((end - first).days))
        )
    }


@pytest.mark.parametrize("start", STARTS)
def test_days_with_the_server_away_for_16(requests, sink, figures, start):
    OutgoingMail.objects.exclude(kind=REMINDER).update(cancelled_at=HANDED_OVER)
    down = {due_on + timedelta(days=start + number) for due_on in DUE for number in range(AWAY)}

    sent = lived(sink, down)

    steps = Counter((mail.address, step_of(mail)) for mail in sent)
    doubled = sum(steps.values()) - len(steps)
    stale = [mail for mail in sent if not is_true(mail)]
    missing = wanted(down) - set(steps)
    figures(
        "reminders",
        days=DAYS,
        sent=len(sent),
        doubled=doubled,
        stale=len(stale),
        missing=len(missing),
    )
    assert (doubled, stale, missing) == (0, [], set())
    assert sent

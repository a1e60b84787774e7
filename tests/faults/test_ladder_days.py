"""Days of reminders while dates, calendars, ladders, people and answers change: none twice, none lost, none in vain."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from accounts.models import BodyMeeting, Membership
from accounts.roles import Role
from common import dates, workdays
from mailing.models import OutgoingMail
from mailing.sending import send_outgoing
from responses import services
from responses.emails import REMINDER
from responses.models import ExtensionOutcome, Reminder
from responses.models.ladders import content_of
from responses.services.planning import open_requests, plan
from tests import factories
from tests.conftest import HANDED_OVER, write_answer
from tests.long import LONG

FIRST_DAY = date(2022, 11, 25)
DAYS, REQUESTS, SEEDS = (400, 6, range(5)) if LONG else (130, 3, range(1))
LADDERS = [
    content_of([("due", 60), ("due", 14), ("documents", 7), ("due", -1), ("due", -21)]),
    content_of([("due", 30), ("due", 15), ("due", -2)]),
    content_of([("due", 60), ("documents", 10), ("meeting", 1), ("due", -1)]),
]


@pytest.fixture
def requests(chair):
    made = []
    for number in range(REQUESTS):
        body = factories.BodyFactory(
            name=f"Nämnd {number}", position=number, registrator_email=f"n{number}@test.example"
        )
        factories.person(Role.OFFICIAL, body=body, email=f"t{number}@test.example")
        Membership.objects.filter(body=body).update(started_at=HANDED_OVER)
        audit = factories.draft_audit(body, title=f"Granskning {number}", questions=1, per_body=1)
        services.dispatch(audit, at=HANDED_OVER, by=chair)
        made.append(audit.requests.get())
    return made


class Life:
    """What people do, a deed now and then; the same seed gives the same days."""

    def __init__(self, requests, chair, administrator, seed):
        self.requests, self.chair, self.administrator = requests, chair, administrator
        self.chance = random.Random(seed)
        self.answered: dict[int, date] = {}

    def live(self, day):
        at = dates.at_local(day, 10)
        request = self.chance.choice(self.requests)
        deeds = [self.move, self.extend, self.meet, self.end, self.begin, self.change, self.own]
        if self.chance.random() < 0.25:
            self.chance.choice(deeds)(request, day, at)
        elif self.chance.random() < 0.005:
            self.answer(request, day, at)

    def is_open(self, request):
        return request.pk not in self.answered

    def move(self, request, day, at):
        due_on = day + timedelta(days=self.chance.randint(1, 90))
        if self.is_open(request) and due_on != request.due_on(day):
            services.move_due_dates([request], due_on=due_on, reason="Nytt.", at=at, by=self.chair)

    def extend(self, request, day, at):
        """Before the date or after it."""
        wished = max(day, request.due_on(day)) + timedelta(days=self.chance.randint(5, 60))
        if self.is_open(request) and not request.extensions.waiting().exists():
            more_time = services.MoreTime(wished, "Mer tid.", day)
            extension = services.ask_extension(request, more_time, at=at, by=self.chair)
            reply = services.Reply(ExtensionOutcome.GRANTED, None, "")
            services.settle_extension(extension, reply, at=at + timedelta(hours=1), by=self.chair)

    def meet(self, request, day, at):
        """The calendar is kept: a day more, or one that moves."""
        meeting = BodyMeeting.objects.filter(body=request.body, meets_on__gt=day).first()
        if meeting is None:
            meets_on = day + timedelta(days=self.chance.randint(10, 80))
            meeting = BodyMeeting(body=request.body, meets_on=meets_on)
        meeting.documents_due_on = meeting.meets_on - timedelta(days=self.chance.randint(3, 14))
        meeting.save()

    def end(self, request, day, at):
        for membership in Membership.objects.filter(body=request.body, ended_at=None):
            membership.end(at=at)

    def begin(self, request, day, at):
        email = f"ny{request.pk}-{day:%m%d}@test.example"
        if not Membership.objects.filter(body=request.body, ended_at=None).exists():
            factories.person(Role.OFFICIAL, body=request.body, email=email)
            Membership.objects.filter(user__email=email).update(started_at=at)

    def change(self, request, day, at):
        ladder = services.propose_ladder(
            self.chance.choice(LADDERS), reason="Andra.", at=at, by=self.administrator
        )
        services.settle_ladder(ladder, approves=True, at=at, by=self.chair)

    def own(self, request, day, at):
        if self.is_open(request):
            services.set_request_ladder(
                request, self.chance.choice(LADDERS), reason="Egna.", at=at, by=self.chair
            )

    def answer(self, request, day, at):
        if self.is_open(request):
            services.submit(write_answer(request), at=at, by=self.chair)
            self.answered[request.pk] = day


def relevant_on(day):
    """What should be said by the end of a day on which mail goes."""
    return {
        (planned.request.pk, planned.request.due, planned.current.key)
        for planned in plan(open_requests(on=day), on=day)
        if planned.current and not planned.is_held(planned.current)
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_none_twice_none_lost_none_in_vain(requests, chair, administrator, sink, figures, seed):
    OutgoingMail.objects.exclude(kind=REMINDER).update(cancelled_at=HANDED_OVER)
    life = Life(requests, chair, administrator, seed)
    relevant = set()
    for day in (FIRST_DAY + timedelta(days=number) for number in range(DAYS)):
        with dates.told_at(dates.at_local(day, 10)):
            life.live(day)
        OutgoingMail.objects.unsent().exclude(kind=REMINDER).update(cancelled_at=HANDED_OVER)
        with dates.told_at(dates.at_local(day, 12)):
            services.take_turns(on=day)
            assert services.left_undone(on=day) == []
            send_outgoing()
        if workdays.is_working_day(day):
            relevant |= relevant_on(day)

    sent = Reminder.objects.filter(mail__sent_at__isnull=False).select_related("mail")
    steps = Counter((r.request_id, r.due_on, r.key, r.address) for r in sent)
    doubled = [step for step, count in steps.items() if count > 1]
    said = {
        (r.request_id, r.due_on, r.key) for r in [*sent, *Reminder.objects.filter(state="said")]
    }
    missing = relevant - said
    in_vain = [
        reminder
        for reminder in sent
        if dates.local_day(reminder.mail.sent_at) > life.answered.get(reminder.request_id, date.max)
    ]
    figures(
        "changing days",
        days=DAYS,
        sent=len(sent),
        doubled=len(doubled),
        missing=len(missing),
        in_vain=len(in_vain),
    )
    assert (doubled, missing, in_vain) == ([], set(), [])
    assert sent

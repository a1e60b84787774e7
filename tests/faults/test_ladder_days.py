"""Days of reminders while dates, calendars, ladders, people and answers change: none twice, none lost, none in vain."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.models import BodyMeeting, Membership
from accounts.roles import Role
from common import dates, workdays
from mailing.models import OutgoingMail
from mailing.sending import send_outgoing
from responses import services
from responses.emails import REMINDER
from responses.models import Channel, DecisionKind, ExtensionOutcome, Reminder
from responses.models.ladders import content_of
from responses.services.planning import open_requests, plan
from tests import factories
from tests.conftest import HANDED_OVER, write_answer
from tests.long import LONG

FIRST_DAY = date(2022, 11, 25)
DAYS, REQUESTS, SEEDS = (400, 6, range(5)) if LONG else (100, 3, range(1))
MOST_OFFICIALS = 3
DEEDS = {
    *("move", "extend", "meet", "end", "begin", "change", "own"),
    *("submit", "register", "withdraw"),
}
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
        self.done: Counter[str] = Counter()
        self.taken_back = 0
        # Of each request the days from which an answer was in force, and until which.
        self.answered: dict[int, list[list[date]]] = {}

    def live(self, day):
        at = dates.at_local(day, 10)
        request = self.chance.choice(self.requests)
        request.refresh_from_db()
        deeds = [self.move, self.extend, self.meet, self.end, self.begin, self.change, self.own]
        rare = [self.submit, self.submit, self.submit, self.register]
        if request.is_answered:
            deeds = rare = [self.withdraw]
        if self.chance.random() < 0.3:
            deed = self.chance.choice(rare if self.chance.random() < 0.05 else deeds)
            deed(request, day, at)
            self.done[deed.__name__] += 1

    def move(self, request, day, at):
        due_on = day + timedelta(days=self.chance.randint(1, 90))
        if due_on != request.due_on(day):
            services.move_due_dates([request], due_on=due_on, reason="Nytt.", at=at, by=self.chair)

    def extend(self, request, day, at):
        """Before the date or after it; answered at once, or some time later."""
        waiting = request.extensions.waiting().first()
        if waiting is None:
            wished = max(day, request.due_on(day)) + timedelta(days=self.chance.randint(5, 60))
            more_time = services.MoreTime(wished, "Mer tid.", day)
            waiting = services.ask_extension(request, more_time, at=at, by=self.chair)
            if self.chance.random() < 0.5:
                return
        outcome = self.chance.choice([ExtensionOutcome.GRANTED, ExtensionOutcome.DECLINED])
        if waiting.wished_on <= request.due_on(day):
            outcome = ExtensionOutcome.DECLINED
        reply = services.Reply(outcome, None, "Besked.")
        services.settle_extension(waiting, reply, at=at + timedelta(minutes=10), by=self.chair)

    def meet(self, request, day, at):
        """The calendar is kept: a day more, or one that moves."""
        meeting = BodyMeeting.objects.filter(body=request.body, meets_on__gt=day).first()
        if meeting is None:
            meets_on = day + timedelta(days=self.chance.randint(10, 80))
            meeting = BodyMeeting(body=request.body, meets_on=meets_on)
        meeting.documents_due_on = meeting.meets_on - timedelta(days=self.chance.randint(3, 14))
        meeting.save()

    def end(self, request, day, at):
        for membership in Membership.objects.filter(body=request.body, ended_at=None)[:1]:
            membership.end(at=at)

    def begin(self, request, day, at):
        email = f"ny{request.pk}-{day:%m%d}@test.example"
        if Membership.objects.filter(body=request.body, ended_at=None).count() < MOST_OFFICIALS:
            factories.person(Role.OFFICIAL, body=request.body, email=email)
            Membership.objects.filter(user__email=email).update(started_at=at)

    def change(self, request, day, at):
        ladder = services.propose_ladder(
            self.chance.choice(LADDERS), reason="Andra.", at=at, by=self.administrator
        )
        services.settle_ladder(ladder, approves=True, at=at, by=self.chair)

    def own(self, request, day, at):
        services.set_request_ladder(
            request, self.chance.choice(LADDERS), reason="Egna.", at=at, by=self.chair
        )

    def submit(self, request, day, at):
        draft = request.answers.draft()
        if not draft.decision_kind:
            draft = write_answer(request)
        services.submit(draft, at=at, by=self.chair)
        self.answered.setdefault(request.pk, []).append([day, date.max])

    def register(self, request, day, at):
        """It came by letter, while the body has a draft."""
        received = services.Received(Channel.LETTER, DecisionKind.BODY, day, "§ 44")
        services.register(request, received, arrived_on=day, at=at, by=self.chair)
        self.answered.setdefault(request.pk, []).append([day, date.max])

    def withdraw(self, request, day, at):
        """The body takes it back; what was registered stands."""
        answer = request.answers.in_force().get()
        if not answer.why_it_stands:
            services.withdraw(answer, at=at, by=self.chair)
            self.answered[request.pk][-1][1] = day
            self.taken_back += 1

    def was_answered(self, request, day):
        return any(since <= day < until for since, until in self.answered.get(request, []))


def assert_nothing_left_undone(day):
    """A look at all requests, not only at those whose turn it was, finds nothing to do."""
    before = rows()
    with transaction.atomic():
        services.send_reminders(on=day)
        after = rows()
        transaction.set_rollback(True)
    assert after == before


def rows():
    reminders = Reminder.objects.order_by("pk").values_list("pk", "state", "mail")
    mails = OutgoingMail.objects.order_by("pk").values_list("pk", "cancelled_at", "text")
    return list(reminders), list(mails)


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
            assert_nothing_left_undone(day)
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
        if life.was_answered(reminder.request_id, dates.local_day(reminder.mail.sent_at))
    ]
    figures(
        "changing days",
        days=DAYS,
        deeds=life.done.total(),
        answers=sum(map(len, life.answered.values())),
        taken_back=life.taken_back,
        sent=len(sent),
        doubled=len(doubled),
        missing=len(missing),
        in_vain=len(in_vain),
    )
    assert (doubled, missing, in_vain) == ([], set(), [])
    assert sent
    assert not LONG or (set(life.done) == DEEDS and life.taken_back)

"""Figures that stand beside each other say the same, whatever has happened, on any day."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from accounts.models import Body, BodyKind, User
from audit.models import Audit
from common import dates
from recommendations.models import Addressee, Repetition
from recommendations.services import propose_verdict
from reports.overview import figures
from reports.overview.scope import Scope
from responses import services
from responses.models import AnswerRequest, AskedItem, DueDate, Position
from responses.services import note_repetition
from tests import factories
from tests.conftest import write_answer
from tests.long import LONG

BEGINS, ENDS = date(2022, 11, 1), date(2023, 6, 30)
DAYS = [BEGINS + timedelta(days=n) for n in range(10, 250, 17)]


class History:
    """Eight months of requests, answers, kompletteringar, moved dates and verdicts, told in the order of days."""

    def __init__(self, seed: int, chair: User, clerk: User) -> None:
        self.random, self.chair, self.clerk = random.Random(seed), chair, clerk
        self.day = BEGINS

    def at(self, most: int) -> datetime:
        """A moment some days later."""
        self.day = min(self.day + timedelta(days=self.random.randint(0, most)), ENDS)
        return dates.at_local(self.day, 10)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def tell(self, bodies: list[Body]) -> None:
        audits = [self.audit(bodies, number) for number in range(3)]
        for audit in audits:
            for request in audit.requests.order_by("pk"):
                self.day = dates.local_day(request.opened_at)
                self.request(request)
        self.repeat(audits)

    def audit(self, bodies: list[Body], number: int) -> Audit:
        self.day = BEGINS
        at = self.at(60)
        due = self.day + timedelta(days=self.random.randint(5, 60))
        audit = factories.draft_audit(*bodies, title=f"Granskning {number}", response_due_on=due)
        with dates.told_at(at):
            services.dispatch(audit, at=at, by=self.chair)
        return audit

    def request(self, request: AnswerRequest) -> None:
        if self.chance(0.3):
            self.move(request)
        if self.chance(0.3):
            self.judge(self.random.choice(request.items.all()).addressee)
        if not self.chance(0.7):
            return
        at = self.at(90)
        with dates.told_at(at):
            if not request.answers.draft().items.exclude(text="").exists():
                write_answer(request)
            answer = request.answers.draft()
            answer.decision_kind, answer.decision_ref = "body", "§ 1"
            answer.decided_on = dates.today()
            answer.save()
            services.submit(answer, at=at, by=self.clerk)
        if request.follows_id is None and self.chance(0.7):
            self.supplement(request)

    def move(self, request: AnswerRequest) -> None:
        due = self.day + timedelta(days=self.random.randint(10, 90))
        DueDate.objects.move(request, due, at=self.at(9), by=self.chair)
        services.keep_states_asked(request.pk)

    def judge(self, addressee: Addressee) -> None:
        at = self.at(9)
        value = self.random.choice(["done", "not_done", "partly"])
        with dates.told_at(at):
            verdict = propose_verdict(
                addressee, value=value, note="Sett.", at=at, by=self.chair, ground=factories.SEEN
            )
            services.decide(
                positions=[], verdicts=[verdict.pk], on=dates.today(), at=at, by=self.chair
            )

    def supplement(self, request: AnswerRequest) -> None:
        items = list(request.answers.get().items.all())
        wanted = items if self.chance(0.5) else items[:1]
        at = self.at(20)
        due = self.day + timedelta(days=self.random.randint(3, 40))
        with dates.told_at(at):
            positions = [
                services.propose_position(
                    item, value="supplement", note="Vem?", due_on=due, at=at, by=self.chair
                )
                for item in wanted
            ]
            self.decide(positions, at)
        if self.chance(0.4):
            at = self.at(60)
            with dates.told_at(at):
                noted = services.Wanted("noted", "", reason="Svaret fanns redan.")
                revised = services.reconsider(positions[0], noted, at=at, by=self.chair)
                self.decide([revised], at)
        following = AnswerRequest.objects.get(follows=request)
        if not following.withdrawn_at and self.chance(0.5):
            self.request(following)

    def decide(self, positions: list[Position], at: datetime) -> None:
        keys = [position.pk for position in positions]
        services.decide(positions=keys, verdicts=[], on=dates.today(), at=at, by=self.chair)

    def repeat(self, audits: list[Audit]) -> None:
        """The last granskning puts one of the first again."""
        self.day = ENDS - timedelta(days=90)
        at = self.at(30)
        later = audits[-1].recommendations.first()
        with dates.told_at(at):
            open_ones = Addressee.objects.outstanding(on=dates.today()).filter(
                recommendation__audit=audits[0], body=later.addressees.get().body
            )
            for earlier in open_ones[:1]:
                note_repetition(later, earlier, at=at, by=self.chair)


def late_pairs(on: date) -> Iterator[tuple[int, int]]:
    """Counted by hand, row by row: a request and an addressee whose answer had not come by its date."""
    end = dates.end_of(on)
    replaced = {one.earlier_id for one in Repetition.objects.all() if one.noted_at < end}
    for asked in AskedItem.objects.select_related("request"):
        request = asked.request
        known = [due for due in request.due_dates.all() if due.set_at < end]
        answered = any(
            answer.submitted_at
            and answer.submitted_at < end
            and not (answer.ended_at and answer.ended_at < end)
            for answer in request.answers.all()
        )
        taken_back = asked.withdrawn_at and asked.withdrawn_at < end
        if not known or answered or taken_back or asked.addressee_id in replaced:
            continue
        if max(known, key=lambda due: (due.set_at, due.pk)).due_on < on:
            yield request.pk, asked.addressee_id


@pytest.mark.parametrize("seed", range(6 if LONG else 3))
def test_late_answers_are_as_many_above_in_the_table_and_in_the_list(
    seed: int, chair: User, board_clerk: User, presidium_member: User
) -> None:
    kinds = [BodyKind.EXECUTIVE, BodyKind.COMMITTEE, BodyKind.COMPANY]
    bodies = [factories.BodyFactory(position=n, kind=kind) for n, kind in enumerate(kinds)]
    History(seed, chair, board_clerk).tell(bodies)
    some = 0

    for on in [*DAYS, ENDS]:
        pairs = set(late_pairs(on))
        scope = Scope(presidium_member, on)
        register, late = figures.register(scope), figures.LateAnswers.on(scope)
        tables = (register.committees, register.companies)
        some += len(pairs)

        assert set(late.asked) == {request for request, _ in pairs}
        assert late.recommendations == len(pairs)
        assert sum(row.late for table in tables for row in table.rows) == len(pairs)
        assert sum(table.total.late for table in tables) == len(pairs)
        assert register.late == len(pairs)
        assert sum(one.asked_count for one in late.first(late.count)) == len(pairs)
    assert some, "a history without a late answer says nothing"

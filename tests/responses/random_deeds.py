"""What people may do with requests and answers, one deed after the other."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

from accounts import services as accounts
from accounts.models import Body, BodyKind, User
from common import dates
from common.rules import RuleBroken
from importer.services import load_register, take_register
from recommendations.models import (
    Addressee,
    Measure,
    ProgressReport,
    Recommendation,
    Repetition,
)
from recommendations.values import CLAIMS
from responses import services
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    Channel,
    DecisionKind,
    Extension,
    ExtensionOutcome,
    Position,
)
from responses.repeatable import open_to_repeat
from responses.services.extending import MoreTime, Reply
from tests import factories
from tests.conftest import write_answer

BEGINS = date(2021, 1, 11)


class Deeds:
    """Whatever people do, in no order, on days that pass. What a rule forbids is not done."""

    def __init__(self, seed: int, chair: User, clerk: User, admin: User) -> None:
        self.random, self.chair, self.clerk, self.admin = random.Random(seed), chair, clerk, admin
        self.day, self.number = BEGINS, 0
        kinds = [BodyKind.EXECUTIVE, *[BodyKind.COMMITTEE] * 3, BodyKind.COMPANY]
        for position, kind in enumerate(kinds):
            factories.BodyFactory(position=position, kind=kind)
        self.done: dict[str, int] = {}
        self.kinds: list[Callable[[], object]] = [
            *[self.hand_over] * 2,
            *[self.answer] * 6,
            *[self.judge] * 5,
            *[self.supplement] * 2,
            *(self.enter, self.load, self.reconsider, self.register, self.take_back),
            *(self.version, self.move, self.extend, self.repeat, self.repeat_no_more),
            *(self.end, self.reopen, self.rename, self.correct),
            *(self.plan, self.plan_again, self.drop, self.report, self.round),
        ]

    def do(self, many: int) -> None:
        for number in range(many):
            if number % len(self.kinds) == 0:
                self.random.shuffle(self.kinds)
            self.day += timedelta(days=self.random.choice([0, 0, 1, 1, 2, 5]))
            self.at = dates.at_local(self.day, 10)
            deed = self.kinds[number % len(self.kinds)]
            with dates.told_at(self.at), suppress(RuleBroken, IndexError, ValueError):
                deed()
                self.done[deed.__name__] = self.done.get(deed.__name__, 0) + 1

    def some(self, rows: object) -> object:
        """One of them; IndexError without any."""
        return self.random.choice(list(rows))

    def bodies(self) -> list[Body]:
        standing = list(Body.objects.offered())
        return self.random.sample(standing, min(len(standing), 2))

    def days(self, least: int, most: int) -> date:
        return self.day + timedelta(days=self.random.randint(least, most))

    def draft(self) -> object:
        self.number += 1
        return factories.draft_audit(
            *self.bodies(),
            questions=1,
            per_body=1,
            title=f"Granskning {self.number}",
            audit_year=self.day.year,
            response_due_on=self.days(3, 40),
        )

    def hand_over(self) -> None:
        audit = self.draft()
        for recommendation in audit.recommendations.all():
            offered = open_to_repeat(recommendation, user=self.chair, on=self.day)
            if offered and self.random.random() < 0.5:
                earlier = self.some(offered).addressee
                services.note_repetition(recommendation, earlier, at=self.at, by=self.chair)
        services.dispatch(audit, at=self.at, by=self.chair)

    def enter(self) -> None:
        audit = self.draft()
        then = services.HandedOverThen(on=self.days(-200, -20))
        services.enter_handed_over(audit, then, at=self.at, by=self.chair)

    def load(self) -> None:
        self.number += 1
        answered_on = self.random.choice([None, "2020-02-05"])
        row = {
            **{"line": 2, "year": 2019, "title": f"Granskning {self.number}"},
            **{"body": self.some(Body.objects.offered()).pk, "text": "Ta fram en plan"},
            **{"source": "Rapport", "put_on": self.random.choice([None, "2019-11-04"])},
            **{"due_on": None, "answered_on": answered_on, "remark": ""},
            **{"status": "partly", "decided_on": self.random.choice(["2020-03-04", "2021-01-04"])},
        }
        load = take_register("r.xlsx", str(row).encode(), [row], at=self.at, by=self.chair)
        load_register(load, at=self.at, by=self.chair)

    def awaited(self) -> AnswerRequest:
        return self.some(AnswerRequest.objects.awaited())

    def answer(self) -> None:
        self.submit(self.awaited().answers.draft())

    def submit(self, draft: Answer) -> None:
        if draft.items.filter(text="").exists():
            write_answer(draft.request)
            draft.refresh_from_db()
        draft.decision_kind, draft.decision_ref = DecisionKind.BODY, "§ 1"
        draft.decided_on = self.day
        draft.save()
        services.submit(draft, at=self.at, by=self.clerk)

    def register(self) -> None:
        request = self.awaited()
        came_on = max(self.days(-30, 0), dates.local_day(request.opened_at))
        received = services.Received(
            channel=Channel.EMAIL,
            decision_kind=DecisionKind.BODY,
            decision_ref="§ 2",
            decided_on=came_on,
        )
        services.register(request, received, arrived_on=came_on, at=self.at, by=self.chair)

    def take_back(self) -> None:
        services.withdraw(self.some(Answer.objects.in_force()), at=self.at, by=self.clerk)

    def version(self) -> None:
        answer = self.some(Answer.objects.in_force())
        services.open_answers(Answer.objects.filter(pk=answer.pk), at=self.at, by=self.chair)
        self.submit(services.begin_version(answer.request, at=self.at))

    def judge(self) -> None:
        addressee = self.some(Addressee.objects.outstanding(on=self.day))
        verdict = services.judge(
            addressee,
            value=self.random.choice(["done", "not_done", "partly", "on_schedule"]),
            note="Sett.",
            at=self.at,
            by=self.chair,
            ground=factories.SEEN,
        )
        audit = addressee.recommendation.audit
        on = self.days(-60, 0) if audit.is_entered_afterwards else self.day
        services.decide(positions=[], verdicts=[verdict.pk], on=on, at=self.at, by=self.chair)

    def supplement(self) -> None:
        items = self.some(Answer.objects.in_force()).items.all()
        self.decide(
            services.propose_position(
                item,
                value="supplement",
                note="Vem?",
                due_on=self.days(1, 30),
                at=self.at,
                by=self.chair,
            )
            for item in items[: self.random.randint(1, 2)]
        )

    def propose(self) -> None:
        item = self.some(AnswerItem.objects.in_force(on=self.day))
        services.propose_position(
            item, value="noted", note="", due_on=None, at=self.at, by=self.chair
        )

    def take_back_proposal(self) -> None:
        position = self.some(Position.objects.proposed())
        services.take_back_proposal(position, at=self.at)

    def reconsider(self) -> None:
        position = self.some(Position.objects.decided(on=self.day).filter(value="supplement"))
        noted = services.Wanted("noted", "", reason="Svaret fanns redan.")
        self.decide([services.reconsider(position, noted, at=self.at, by=self.chair)])

    def decide(self, positions: object) -> None:
        keys = [position.pk for position in positions]
        services.decide(positions=keys, verdicts=[], on=self.day, at=self.at, by=self.chair)

    def move(self) -> None:
        services.move_due_dates(
            [self.awaited()], self.days(0, 30), reason="Nytt datum.", at=self.at, by=self.chair
        )

    def extend(self) -> None:
        request = self.awaited()
        wished = MoreTime(
            asked_on=self.day,
            channel=Channel.EMAIL,
            wished_on=request.due_on(self.day) + timedelta(9),
            reason="Tid.",
        )
        extension: Extension = services.ask_extension(request, wished, at=self.at, by=self.clerk)
        reply = Reply(ExtensionOutcome.GRANTED)
        services.settle_extension(extension, reply, at=self.at, by=self.chair)

    def repeat(self) -> None:
        later = self.some(Recommendation.objects.filter(audit__handed_over_at__isnull=False))
        earlier = self.some(open_to_repeat(later, user=self.chair, on=self.day)).addressee
        services.note_repetition(later, earlier, at=self.at, by=self.chair)

    def repeat_no_more(self) -> None:
        standing = self.some(Repetition.objects.standing())
        services.withdraw_repetition(standing, at=self.at, by=self.chair)

    def content(self) -> services.MeasureContent:
        self.number += 1
        due_on = self.random.choice([None, self.days(1, 90)])
        return services.MeasureContent(f"Åtgärd {self.number}", due_on=due_on)

    def plan(self) -> None:
        addressee = self.some(Addressee.objects.outstanding(on=self.day))
        services.plan_measure(addressee, self.content(), at=self.at)

    def plan_again(self) -> None:
        measure = self.some(Measure.objects.filter(replaced_at=None))
        services.change_measure(measure, self.content(), at=self.at)

    def drop(self) -> None:
        services.drop_measure(self.some(Measure.objects.filter(replaced_at=None)), at=self.at)

    def report(self) -> None:
        addressee = self.some(Addressee.objects.outstanding(on=self.day))
        claim = self.random.choice(CLAIMS)
        report, _ = ProgressReport.objects.get_or_create(
            addressee=addressee, reported_at=None, defaults={"created_at": self.at}
        )
        report.claim, report.text = claim, "Så långt har vi kommit."
        report.done_on = self.random.choice([None, self.days(1, 60)])
        report.save()
        for measure in Measure.objects.stated(on=self.day).filter(addressee=addressee):
            if self.random.random() < 0.5:
                claim = self.random.choice(CLAIMS)
                report.claims.update_or_create(measure=measure, defaults={"claim": claim})
        services.report_progress(report, at=self.at, by=self.clerk)

    def round(self) -> None:
        content = services.RoundContent("Uppföljning", self.days(14, 60))
        units = services.askable(self.chair, on=self.day).values_list("pk", flat=True)
        services.open_round(content, self.random.sample(list(units), 2), at=self.at, by=self.chair)

    def end(self) -> None:
        body, heir = self.bodies()
        last_day = self.days(-20, 20)
        accounts.end_body(body, last_day=last_day, heir=heir, at=self.at, by=self.admin)

    def reopen(self) -> None:
        body = self.some(Body.objects.filter(valid_to__isnull=False))
        accounts.reopen_body(body, at=self.at, by=self.admin)

    def rename(self) -> None:
        body = self.some(Body.objects.all())
        self.number += 1
        body.name, body.position = f"Utskott {self.number}", self.random.randint(1, 9)
        accounts.save_body(body, at=self.at, by=self.admin)

    def correct(self) -> None:
        recommendation = self.some(Recommendation.objects.all())
        self.number += 1
        services.correct(
            recommendation.audit,
            {f"r{recommendation.pk}": f"Ny lydelse {self.number}"},
            services.CorrectionDecision("Fel ord.", self.day),
            at=self.at,
            by=self.chair,
        )

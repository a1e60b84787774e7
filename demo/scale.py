"""A believable register of any size: twenty years of granskningar to forty bodies, most of them answered and judged.

For measuring: its rows have no history, which is the one thing that they lack.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction

from accounts.models import Body, BodyKind, Membership, User
from accounts.roles import Role
from audit.models import (
    Assessment,
    Audit,
    AuditMember,
    AuditParty,
    AuditQuestion,
    Grade,
    MemberPart,
    PartyPart,
    Stage,
)
from common import dates
from demo.scale_copies import multiply
from recommendations.models import Addressee, Measure, Recommendation, Verdict
from recommendations.values import EvidenceKind, VerdictValue
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    AskedItem,
    DueDate,
    Position,
    PositionValue,
    Stance,
)
from responses.models.answers import DecisionKind
from responses.services import fill

BODIES, YEARS, PER_AUDIT, QUESTIONS = 40, 20, 6, 5
# More than so many recommendations are these, copied.
MADE_AT_ONCE = 4000
DAYS_TO_ANSWER = 90
TEXT = (
    "att nämnden säkerställer att uppföljningen av avtal sker enligt rutinen, att den dokumenteras"
)


def make(recommendations: int) -> dict[str, User]:
    """Always the same rows for the same number. Gives a person of each role, by its name."""
    times = max(recommendations // MADE_AT_ONCE, 1)
    with transaction.atomic():
        people = _Register(recommendations // times).fill()
        fill()
        if times > 1:
            multiply(times)
    with connection.cursor() as cursor:
        # As the server does by itself with what has stood for a while. In a transaction it may only look.
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
    return people


class _Register:
    def __init__(self, recommendations: int) -> None:
        self.audit_count = max(recommendations // PER_AUDIT, 2)
        self.chance = Random(recommendations)  # noqa: S311  nothing secret
        self.today = dates.today()

    def fill(self) -> dict[str, User]:
        self.bodies = _kept(
            Body(name=f"Nämnd {number:02}", kind=_kind(number), position=number)
            for number in range(BODIES)
        )
        people = self._people()
        self.by = people["auditor"]
        self._put(range(self.audit_count), expert=people["expert"])
        return people

    def _put(self, numbers: range, *, expert: User) -> None:
        audits = _kept(self._audits(numbers))
        # Not by their keys, which go on counting where rows have been taken back.
        self.numbers = {audit.pk: number for number, audit in zip(numbers, audits, strict=True)}
        assigned = max(self.audit_count // 20, 1)
        _kept(
            AuditMember(audit=audit, part=MemberPart.EXPERT, user=expert, name="Sakkunnig")
            for number, audit in zip(numbers, audits, strict=True)
            if number % assigned == 0
        )
        questions = _kept(
            AuditQuestion(audit=audit, number=number, text=f"Är fråga {number} ordnad?")
            for audit in audits
            for number in range(1, QUESTIONS + 1)
        )
        _kept(
            Assessment(question=question, grade=Grade.PARTLY, reasons=TEXT)
            for question in questions
        )
        recommendations = _kept(
            Recommendation(audit=audit, number=number, text=f"{TEXT}, del {number}.")
            for audit in audits
            for number in range(1, PER_AUDIT + 1)
        )
        addressees = _kept(self._addressees(recommendations))
        self._ask(
            [addressee for addressee in addressees if addressee.recommendation.audit.handed_over_at]
        )

    def _people(self) -> dict[str, User]:
        roles = {
            "auditor": Role.AUDITOR,
            "expert": Role.EXPERT,
            "presidium": Role.PRESIDIUM,
            "official": Role.OFFICIAL,
            "administrator": Role.ADMINISTRATOR,
        }
        people = {
            name: User.objects.create(email=f"{name}@bench.example", name=name) for name in roles
        }
        _kept(
            Membership(
                user=people[name],
                role=role,
                body=self.bodies[1] if role == Role.OFFICIAL else None,
                started_at=dates.at_local(date(2000, 1, 1)),
            )
            for name, role in roles.items()
        )
        return people

    def _audits(self, numbers: range) -> Iterator[Audit]:
        """The last in a hundred are drafts."""
        drafts = max(self.audit_count // 100, 1)
        for number in numbers:
            age = timedelta(days=YEARS * 365 * (self.audit_count - number) // self.audit_count)
            day, is_draft = self.today - age, number >= self.audit_count - drafts
            yield Audit(
                title=f"Granskning av område {number}",
                audit_year=day.year,
                reference=f"REV {day.year}/{number}",
                document_date=day,
                response_due_on=day + timedelta(days=DAYS_TO_ANSWER),
                stage=Stage.ONGOING if is_draft else Stage.HANDED_OVER,
                handed_over_at=None if is_draft else dates.at_local(day, 9),
                handed_over_by=None if is_draft else self.by,
            )

    def _addressees(self, recommendations: list[Recommendation]) -> Iterator[Addressee]:
        """Each granskning to two bodies: a third of what it recommends to both."""
        for recommendation in recommendations:
            first = self.numbers[recommendation.audit_id] % BODIES
            chosen = [(first, 3), (first + 7, 2)] if recommendation.number % 3 else [(first, 1)]
            for body, _ in chosen:
                yield Addressee(
                    recommendation=recommendation,
                    body=self.bodies[body % BODIES],
                    number=recommendation.number,
                )

    def _ask(self, addressees: list[Addressee]) -> None:
        pairs: dict[tuple[int, int], list[Addressee]] = {}
        for addressee in addressees:
            pairs.setdefault((addressee.recommendation.audit_id, addressee.body_id), []).append(
                addressee
            )
        _kept(
            AuditParty(audit_id=audit, body_id=body, part=PartyPart.ASKED) for audit, body in pairs
        )
        opened: list[Any] = [
            together[0].recommendation.audit.handed_over_at for together in pairs.values()
        ]
        requests = _kept(
            AnswerRequest(audit_id=audit, body_id=body, opened_at=at, opened_by=self.by)
            for (audit, body), at in zip(pairs, opened, strict=True)
        )
        _kept(
            DueDate(request=r, due_on=self._due(r.opened_at), set_at=r.opened_at, by=self.by)
            for r in requests
        )
        answers = _kept(self._answer(request) for request in requests)
        questions = _kept(
            AskedItem(request=request, addressee=addressee)
            for request, together in zip(requests, pairs.values(), strict=True)
            for addressee in together
        )
        by_request = {answer.request_id: answer for answer in answers}
        items = _kept(
            self._item(question, by_request[question.request_id]) for question in questions
        )
        self._follow([item for item in items if item.answer.submitted_at])

    def _due(self, opened_at: datetime) -> date:
        return dates.local_day(opened_at) + timedelta(days=DAYS_TO_ANSWER)

    def _answer(self, request: AnswerRequest) -> Answer:
        """Nine in ten of what was due have come, some of them late."""
        arrived = dates.local_day(request.opened_at) + timedelta(days=self.chance.randint(40, 115))
        answer = Answer(request=request, created_at=request.opened_at)
        if arrived < self.today and self.chance.random() < 0.9:
            answer.decision_kind, answer.decision_ref = DecisionKind.BODY, "§ 12"
            answer.decided_on = arrived - timedelta(days=7)
            answer.submitted_at, answer.submitted_by = dates.at_local(arrived, 14), self.by
            answer.arrived_on, answer.receipt = arrived, "0" * 64
        return answer

    def _item(self, question: AskedItem, answer: Answer) -> AnswerItem:
        if not answer.submitted_at:
            return AnswerItem(answer=answer, asked=question)
        stance = self.chance.choice([Stance.AGREES, Stance.AGREES, Stance.PARTLY])
        return AnswerItem(
            answer=answer, asked=question, stance=stance, text=f"Nämnden har börjat. {TEXT}."
        )

    def _follow(self, items: list[Any]) -> None:
        """What the bodies plan, what revisorerna made of the answers, and of what was done."""
        _kept(
            Measure(
                addressee=item.asked.addressee,
                what="Ta fram en rutin",
                responsible="Förvaltningschef",
                due_on=item.answer.arrived_on + timedelta(days=200),
                stated_at=item.answer.submitted_at,
            )
            for item in items
        )
        old = [i for i in items if i.answer.arrived_on < self.today - timedelta(days=200)]
        _kept(
            Position(item=item, value=PositionValue.NOTED, **self._decided(item, after=20))
            for item in old
        )
        _kept(
            Verdict(
                addressee=item.asked.addressee,
                value=self.chance.choice([VerdictValue.DONE, VerdictValue.PARTLY]),
                evidence=EvidenceKind.DOCUMENT,
                seen="Nämndens redovisning",
                note="Enligt nämndens redovisning.",
                **self._decided(item, after=180),
            )
            for item in old
            if self.chance.random() < 0.8
        )

    def _decided(self, item: Any, *, after: int) -> dict[str, Any]:
        day = item.answer.arrived_on + timedelta(days=after)
        at = dates.at_local(day, 16)
        return {
            "proposed_at": at,
            "proposed_by": self.by,
            "decided_on": day,
            "decided_at": at,
            "decided_by": self.by,
        }


def _kept(rows: Iterable[Any]) -> list[Any]:
    """Saved as they are, without a history: what is measured does not read it."""
    saved = list(rows)
    return type(saved[0]).objects.bulk_create(saved, batch_size=2000) if saved else []


def _kind(number: int) -> BodyKind:
    return BodyKind.EXECUTIVE if number == 0 else BodyKind.COMMITTEE

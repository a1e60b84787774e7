"""Four revisionsår of the register: what the tables tell, done day by day with the product's own services."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from openpyxl import Workbook

from audit.models import (
    Assessment,
    Audit,
    AuditMember,
    AuditParty,
    AuditQuestion,
    Grade,
    MemberPart,
    PartyPart,
)
from common import dates
from demo import tables
from demo.people import clerk_of, named
from demo.tables import ToldAnswer, ToldAudit, ToldUnit
from demo.telling import bodies, deliver_post, request_to, tell_progress, told, write
from importer.register import parse
from importer.services import load_register, take_register
from recommendations.models import Addressee, Recommendation
from recommendations.services import Ground, put_to
from responses import services
from responses.models import AnswerRequest, Channel, ExtensionOutcome, PositionValue

ENTERED = date(2020, 9, 15)
BEFORE_THE_MEETING = timedelta(days=7)
NOTED_UNDER, JUDGED_UNDER = "§ 18", "§ 19"


class ToldEvent(NamedTuple):
    """What happened on a day. Those of one day go in the order in which they were told."""

    day: date
    deed: Callable[[], None]


class Years:
    """The tables' story, told as far as is asked for."""

    def __init__(self) -> None:
        self.units: dict[tuple[str, str], list[ToldUnit]] = defaultdict(list)
        for unit in tables.units():
            self.units[unit.audit, unit.body].append(unit)
        self.audits: dict[str, Audit] = {}
        self.events = list(self._events())

    def add(self, events: Iterable[ToldEvent]) -> None:
        """What stands in no table."""
        self.events = sorted([*self.events, *events], key=lambda event: event.day)

    def tell(self, *, until: date) -> None:
        """What has not been told yet of the days until one, with that one."""
        while self.events and self.events[0].day <= until:
            self.events.pop(0).deed()
            deliver_post()

    def request(self, audit: str, body: str) -> AnswerRequest:
        return request_to(body, self.audits[audit].pk)

    def addressee(self, audit: str, body: str, number: int) -> Addressee:
        return Addressee.objects.select_related("recommendation__audit", "body").get(
            recommendation__audit=self.audits[audit], body__name=body, number=number
        )

    def _events(self) -> Iterator[ToldEvent]:
        for audit in tables.audits():
            yield ToldEvent(audit.handed_over, partial(self._hand_over, audit))
        for answer in tables.answers():
            yield from self._events_of(answer)
        judged: dict[date, list[tuple[ToldUnit, int]]] = defaultdict(list)
        for listed in self.units.values():
            for number, unit in enumerate(listed, start=1):
                if unit.claimed:
                    yield ToldEvent(unit.claimed, partial(self._claim, unit, number, unit.claimed))
                if unit.decided:
                    judged[unit.decided].append((unit, number))
        for day, verdicts in judged.items():
            yield ToldEvent(day, partial(self._judge, day, verdicts))

    def _events_of(self, answer: ToldAnswer) -> Iterator[ToldEvent]:
        if answer.asked and answer.wished:
            more_time = services.MoreTime(answer.wished, answer.why, answer.asked)
            yield ToldEvent(answer.asked, partial(self._ask_for_time, answer, more_time))
        if answer.told:
            yield ToldEvent(answer.told, partial(self._settle, answer, answer.told))
        if answer.came:
            yield ToldEvent(answer.came, partial(self._answer, answer, answer.came))
        if answer.noted:
            yield ToldEvent(answer.noted, partial(self._note, answer, answer.noted))

    def _hand_over(self, row: ToldAudit) -> None:
        with told(row.decided - BEFORE_THE_MEETING, 10, by="vice"):
            audit = self.audits[row.key] = _written(row)
            for listed in self.units.values():
                for unit in listed:
                    if unit.audit == row.key:
                        _put(audit, unit)
        with told(row.handed_over, 9, 30, by="revisor") as (at, chair):
            services.dispatch(
                audit, at=at, by=chair, decided_on=row.decided, paragraph=row.paragraph
            )

    def _ask_for_time(self, answer: ToldAnswer, more_time: services.MoreTime) -> None:
        with told(more_time.asked_on, 11, by=clerk_of(answer.body)) as (at, clerk):
            request = self.request(answer.audit, answer.body)
            services.ask_extension(request, more_time, at=at, by=clerk)

    def _settle(self, answer: ToldAnswer, told_on: date) -> None:
        request = self.request(answer.audit, answer.body)
        reply = services.Reply(ExtensionOutcome.DECLINED, note=answer.granted)
        if answer.granted[:4].isdecimal():
            day = date.fromisoformat(answer.granted)
            reply = services.Reply(ExtensionOutcome.GRANTED, due_on=day)
        with told(told_on, 9, by="revisor") as (at, chair):
            services.settle_extension(request.extensions.get(), reply, at=at, by=chair)

    def _answer(self, answer: ToldAnswer, day: date) -> None:
        if answer.channel == Channel.HERE:
            self._write(answer, day)
            self._submit(answer, day)
        else:
            self._register(answer, day)

    def _write(self, answer: ToldAnswer, day: date) -> None:
        draft = self.request(answer.audit, answer.body).answers.draft()
        with told(day, 10, 20, by=clerk_of(answer.body)):
            for number, unit in enumerate(self.units[answer.audit, answer.body], start=1):
                write(draft, number, unit.stance, unit.answer, *unit.planned)

    def _submit(self, answer: ToldAnswer, day: date) -> None:
        draft = self.request(answer.audit, answer.body).answers.draft()
        with told(day, 15, by=clerk_of(answer.body)) as (at, clerk):
            draft.decision_kind, draft.decision_ref = answer.kind, answer.ref
            draft.decided_on = day
            draft.version += 1
            draft.save()
            services.submit(draft, at=at, by=clerk)

    def _register(self, answer: ToldAnswer, day: date) -> None:
        """It came on paper."""
        request = self.request(answer.audit, answer.body)
        items = request.items.order_by("addressee__number")
        stances = {
            item.pk: services.ReadStance(
                unit.stance,
                unit.answer,
                measures=[services.ReadMeasure(*planned) for planned in unit.planned],
            )
            for item, unit in zip(items, self.units[answer.audit, answer.body], strict=True)
        }
        received = services.Received(
            channel=answer.channel,
            decision_kind=answer.kind,
            decision_ref=answer.ref,
            decided_on=day,
            stances=stances,
        )
        with told(day, 14, by="vice") as (at, person):
            services.register(request, received, arrived_on=day, at=at, by=person)

    def _note(self, answer: ToldAnswer, day: date) -> None:
        """Revisorerna decide that they note the answer."""
        positions = self.propose_to_note(answer.audit, answer.body, day)
        with told(day, 14, by="revisor") as (at, chair):
            services.decide(
                positions=positions, verdicts=[], on=day, paragraph=NOTED_UNDER, at=at, by=chair
            )

    def propose_to_note(self, audit: str, body: str, day: date) -> list[int]:
        answer = self.request(audit, body).answers.in_force().get()
        noted = PositionValue.NOTED
        with told(day, 9, by="vice") as (at, person):
            return [
                services.propose_position(
                    item, value=noted, note="", due_on=None, at=at, by=person
                ).pk
                for item in answer.items.all()
            ]

    def _claim(self, unit: ToldUnit, number: int, day: date) -> None:
        tell_progress(
            self.addressee(unit.audit, unit.body, number),
            unit.claim,
            unit.progress,
            day=day,
            by=clerk_of(unit.body),
        )

    def _judge(self, day: date, rows: list[tuple[ToldUnit, int]]) -> None:
        verdicts = []
        with told(day, 9, 10, by="vice") as (at, person):
            for unit, number in rows:
                judgement = services.BoardJudgement(
                    unit.verdict,
                    unit.note,
                    Ground(unit.evidence, unit.seen),
                    services.MoreSeen(effect=unit.effect),
                    unit.dissent,
                )
                addressee = self.addressee(unit.audit, unit.body, number)
                verdicts += services.judge_alike([addressee], judgement, at=at, by=person)
        keys = [verdict.pk for verdict in verdicts]
        with told(day, 14, 30, by="revisor") as (at, chair):
            services.decide(
                positions=[], verdicts=keys, on=day, paragraph=JUDGED_UNDER, at=at, by=chair
            )


def _written(row: ToldAudit) -> Audit:
    audit = Audit.objects.create(
        title=row.title,
        audit_year=int(row.year),
        municipality="Lindvika kommun",
        reference=row.reference,
        document_date=row.decided,
        response_due_on=row.due,
        overall_assessment=row.overall,
    )
    [presidium] = bodies("Fullmäktiges presidium")
    AuditParty.objects.create(audit=audit, body=presidium, part=PartyPart.INFORMED)
    contact = named(row.contact)
    AuditMember.objects.create(
        audit=audit, part=MemberPart.CONTACT, user=contact, name=contact.name, email=contact.email
    )
    if row.expert:
        expert = named(row.expert)
        AuditMember.objects.create(
            audit=audit, part=MemberPart.EXPERT, user=expert, name=expert.name
        )
    for number, (text, grade, reasons) in enumerate(row.questions, start=1):
        question = AuditQuestion.objects.create(audit=audit, number=number, text=text)
        Assessment.objects.create(
            question=question, printed_answer=Grade(grade).label, grade=grade, reasons=reasons
        )
    return audit


def _put(audit: Audit, unit: ToldUnit) -> None:
    recommendation = Recommendation.objects.create(
        audit=audit, number=audit.recommendations.count() + 1, text=unit.text
    )
    put_to(recommendation, bodies(unit.body))
    if unit.repeats:
        earlier = Addressee.objects.get(recommendation__text=unit.repeats, body__name=unit.body)
        services.note_repetition(recommendation, earlier, at=dates.now(), by=named("vice"))


def enter_register() -> None:
    """Revisionsår 2019 was kept in Excel, and was read in when Revisionsspår came to Lindvika."""
    name, data = "Uppföljning 2019.xlsx", _as_sheet()
    with told(ENTERED, 13, by="vice") as (at, person):
        load = take_register(name, data, parse(name, data, today=ENTERED).rows, at=at, by=person)
    with told(ENTERED, 13, 20, by="revisor") as (at, chair):
        load_register(load, at=at, by=chair)


def _as_sheet() -> bytes:
    book, data = Workbook(), io.BytesIO()
    with tables.REGISTER.open(encoding="utf-8", newline="") as file:
        for values in csv.reader(file, delimiter=";"):
            book.active.append([value or None for value in values])
    book.save(data)
    return data.getvalue()

"""What was put to each body, in three voices, as it was known on a day: read by the granskning page and the papers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Body, User
from audit.models import Audit
from audit.permissions import is_on_audit_side
from common import swedish
from recommendations.models import Addressee, Measure, Verdict, VerdictValue
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    Occasion,
    Position,
    PositionValue,
    Stance,
)

WITHHELD = "Prövas för sekretess"


@dataclass(frozen=True)
class Judged:
    """A verdict or a position, decided or put forward."""

    value: str
    label: str
    note: str
    # None for what is only put forward.
    decided_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Given:
    """The answer in force to one recommendation."""

    stance: str
    stance_label: str
    # None when it is tested for secrecy and the reader is neither the body nor on the audit side.
    text: str | None
    may_be_secret: bool
    arrived_on: date | None
    request_id: int
    position: Judged | None
    proposed_position: Judged | None

    @property
    def is_withheld(self) -> bool:
        return self.text is None


@dataclass(frozen=True)
class Row:
    """One recommendation to one body."""

    addressee: Addressee
    question_numbers: list[int]
    answer: Given | None
    measures: list[Measure]
    measures_withheld: bool
    verdict: Judged | None
    # Seen on the audit side only.
    proposed_verdict: Judged | None

    @property
    def number(self) -> int:
        """The place among the body's own."""
        return self.addressee.number

    @property
    def text(self) -> str:
        return self.addressee.recommendation.text

    @property
    def stance_label(self) -> str:
        return self.answer.stance_label if self.answer else "Inget svar inkommet"

    @property
    def answer_text(self) -> str | None:
        return self.answer.text if self.answer else None

    @property
    def position(self) -> Judged | None:
        return self.answer.position if self.answer else None

    @property
    def stated_label(self) -> str:
        """Nämnden uppger."""
        if self.measures:
            return "Planerad"
        return WITHHELD if self.measures_withheld else "Inget angivet"

    @property
    def stated_note(self) -> str:
        """When the body says that it will be done, the last day when there are several."""
        days = [measure.due_on for measure in self.measures if measure.due_on]
        several = len(self.measures) > 1
        parts = [swedish.counted(len(self.measures), "åtgärd", "åtgärder")] if several else []
        if days:
            parts.append(f"{'klara' if several else 'klart'} {swedish.long_date(max(days))}")
        return ", ".join(parts)

    @property
    def verdict_label(self) -> str:
        return self.verdict.label if self.verdict else "Ej bedömd"


@dataclass(frozen=True)
class Asked:
    """One request to a body and what became of it by the day."""

    request: AnswerRequest
    due: date | None
    first_due: date | None
    arrived_on: date | None
    # None until submitted.
    answer: Answer | None
    on: date

    @property
    def is_supplement(self) -> bool:
        return self.request.occasion == Occasion.SUPPLEMENT

    @property
    def is_late(self) -> bool:
        """By the day that the answer arrived; unanswered by today. Never by when somebody registered it."""
        return bool(self.due and (self.arrived_on or self.on) > self.due)

    @property
    def what(self) -> str:
        return "Komplettering" if self.is_supplement else "Svar"

    @property
    def state(self) -> str:
        """One sentence on whether it is in, with lateness said in full."""
        if self.arrived_on is None:
            return f"{self.what} har inte inkommit."
        late = self._days_late(self.arrived_on)
        return f"{self.what} inkom {swedish.long_date(self.arrived_on)}{late}."

    @property
    def due_sentence(self) -> str:
        """The date asked for, and the first one when it has been moved."""
        if self.due is None:
            return ""
        verb = "önskades" if self.is_late or self.arrived_on else "önskas"
        sentence = f"{self.what} {verb} senast {swedish.long_date(self.due)}"
        if self.is_late and self.arrived_on is None:
            sentence += f", {swedish.days_from(self.due, self.on)}"
        if self.first_due and self.first_due != self.due:
            sentence += f", först {swedish.long_date(self.first_due)}"
        return f"{sentence}."

    @property
    def decision(self) -> str:
        """Nämndbeslut 7 februari 2023, § 31, dnr KS 2022/118."""
        if self.answer is None:
            return ""
        kind = self.answer.get_decision_kind_display().removesuffix(" §")
        parts = [
            f"{kind} {swedish.long_date(self.answer.decided_on)}"
            if self.answer.decided_on
            else kind
        ]
        parts += [self.answer.decision_ref] if self.answer.decision_ref else []
        parts += [f"dnr {self.answer.reference}"] if self.answer.reference else []
        return f"{', '.join(parts)}."

    def _days_late(self, arrived_on: date) -> str:
        if self.due is None or arrived_on <= self.due:
            return ""
        days = f"{swedish.counted((arrived_on - self.due).days, 'dag', 'dagar')} efter svarsdatum"
        decided_on = self.answer.decided_on if self.answer else None
        return f", beslutat i tid, {days}" if decided_on and decided_on <= self.due else f", {days}"


@dataclass(frozen=True)
class BodyBlock:
    """One body: what it was asked, and its recommendations."""

    body: Body
    rows: list[Row]
    # The first request, then each komplettering; empty before the audit is handed over.
    requests: list[Asked] = field(default_factory=list)

    @property
    def current(self) -> Asked | None:
        """The latest request."""
        return self.requests[-1] if self.requests else None

    @property
    def first(self) -> Asked | None:
        return self.requests[0] if self.requests else None

    @property
    def due(self) -> date | None:
        return self.current.due if self.current else None

    @property
    def first_due(self) -> date | None:
        return self.current.first_due if self.current else None

    @property
    def arrived_on(self) -> date | None:
        return self.current.arrived_on if self.current else None

    @property
    def decision(self) -> str:
        """The decision behind the latest answer that is in."""
        return next((asked.decision for asked in reversed(self.requests) if asked.answer), "")

    @property
    def state(self) -> str:
        return " ".join(asked.state for asked in self.requests)


def addressee_rows(
    audit: Audit, *, on: date, user: User | None = None, audit_side: bool | None = None
) -> list[BodyBlock]:
    """Per body, in the municipality's order. Without a user: what anyone may read who gets the paper."""
    if audit_side is None:
        audit_side = user is not None and is_on_audit_side(user, audit)
    reader = Reader(user, audit_side)
    by_body: dict[int, list[Addressee]] = defaultdict(list)
    for addressee in _addressees(audit, on=on, reader=reader):
        addressee.recommendation.audit = audit
        by_body[addressee.body_id].append(addressee)
    asked = _asked(audit, on=on)
    facts = Facts(_given(audit, on=on, reader=reader), _measures(audit, on=on))
    return [
        BodyBlock(found[0].body, [_row(one, facts, reader) for one in found], asked[body_id])
        for body_id, found in by_body.items()
    ]


@dataclass(frozen=True)
class Reader:
    """Who reads, and what that lets them see."""

    user: User | None
    audit_side: bool

    def may_read_secret(self, body_id: int) -> bool:
        return self.audit_side or (self.user is not None and self.user.acts_for(body_id))


@dataclass(frozen=True)
class Facts:
    answers: dict[int, Given]
    measures: dict[int, list[Measure]]


def _addressees(audit: Audit, *, on: date, reader: Reader) -> QuerySet[Addressee]:
    visible = Addressee.objects.visible_to(reader.user) if reader.user else Addressee.objects.all()
    decided = Verdict.objects.decided(on=on).filter(addressee=OuterRef("pk"))
    proposed = Verdict.objects.proposed().filter(addressee=OuterRef("pk"))
    return (
        visible.filter(recommendation__audit=audit)
        .select_related("recommendation", "body")
        .annotate(
            found_verdict=_one(decided),
            found_proposal=_one(proposed if reader.audit_side else proposed.none()),
            found_questions=ArrayAgg(
                "recommendation__questions__number",
                filter=Q(recommendation__questions__isnull=False),
                default=[],
                order_by="recommendation__questions__number",
            ),
        )
        .order_by("body__position", "body__name", "number", "pk")
    )


def _one(rows: QuerySet[Any], *more: str) -> Subquery:
    """The first row, as one value, so that no list costs a query of its own."""
    names = ("value", "note", "decided_on", *more)
    return Subquery(rows.values(found=JSONObject(**{name: name for name in names}))[:1])


def _judged(found: dict[str, str] | None, labels: Any) -> Judged | None:
    if found is None:
        return None
    return Judged(
        value=found["value"],
        label=labels(found["value"]).label,
        note=found["note"],
        decided_on=_day(found["decided_on"]),
        due_on=_day(found.get("due_on")),
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _asked(audit: Audit, *, on: date) -> dict[int, list[Asked]]:
    found: dict[int, list[Asked]] = defaultdict(list)
    requests: Iterable[Any] = (
        audit.requests.opened(on=on)
        .with_state(on=on)
        .select_related("answer", "body")
        .order_by("opened_at", "pk")
    )
    for request in requests:
        answer = request.answer if request.arrived_on else None
        asked = Asked(request, request.due, request.first_due, request.arrived_on, answer, on)
        found[request.body_id].append(asked)
    return found


def _given(audit: Audit, *, on: date, reader: Reader) -> dict[int, Given]:
    """By addressee; a later answer takes the place of an earlier."""
    decided = Position.objects.decided(on=on).filter(item=OuterRef("pk"))
    proposed = Position.objects.proposed().filter(item=OuterRef("pk"))
    items: Iterable[AnswerItem] = (
        AnswerItem.objects.submitted(on=on)
        .filter(asked__request__audit=audit)
        .select_related("asked__request", "answer")
        .annotate(
            found_position=_one(decided, "due_on"),
            found_proposal=_one(proposed if reader.audit_side else proposed.none(), "due_on"),
        )
        .order_by("answer__submitted_at", "pk")
    )
    return {item.asked.addressee_id: _given_one(item, reader) for item in items}


def _given_one(item: Any, reader: Reader) -> Given:
    readable = not item.may_be_secret or reader.may_read_secret(item.asked.request.body_id)
    return Given(
        stance=item.stance,
        stance_label=Stance(item.stance).label if item.stance else "Anges inte",
        text=item.text if readable else None,
        may_be_secret=item.may_be_secret,
        arrived_on=item.answer.arrived_on,
        request_id=item.asked.request_id,
        position=_judged(item.found_position, PositionValue),
        proposed_position=_judged(item.found_proposal, PositionValue),
    )


def _measures(audit: Audit, *, on: date) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = defaultdict(list)
    for measure in Measure.objects.stated(on=on).filter(addressee__recommendation__audit=audit):
        found[measure.addressee_id].append(measure)
    return found


def _row(addressee: Any, facts: Facts, reader: Reader) -> Row:
    stated = facts.measures[addressee.pk]
    may_read = reader.may_read_secret(addressee.body_id)
    readable = [measure for measure in stated if may_read or not measure.may_be_secret]
    return Row(
        addressee=addressee,
        question_numbers=addressee.found_questions,
        answer=facts.answers.get(addressee.pk),
        measures=readable,
        measures_withheld=len(readable) < len(stated),
        verdict=_judged(addressee.found_verdict, VerdictValue),
        proposed_verdict=_judged(addressee.found_proposal, VerdictValue),
    )

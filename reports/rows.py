"""What was put to each body and became of it, as known on a day: read by the granskning page and the papers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import User
from audit.models import Audit
from audit.permissions import is_on_audit_side
from common import dates
from recommendations.models import Addressee, Measure, RegisterEntry, Verdict, VerdictValue
from reports.voices import Asked, BodyBlock, Earlier, Given, Judged, Row
from responses.models import AnswerItem, AnswerRequest, Position, PositionValue, Stance
from responses.models.requests import AnswerRequestQuerySet

__all__ = ["Asked", "BodyBlock", "Given", "Judged", "Row", "addressee_rows", "asked_of"]


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
    put = audit.handed_over_at is not None and audit.handed_over_at < dates.end_of(on)
    asked = _asked(audit, on=on) if put else defaultdict(list)
    facts = Facts(_given(audit, on=on, reader=reader), _measures(audit, on=on)) if put else Facts()
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
    answers: dict[int, Given] = field(default_factory=dict)
    measures: dict[int, list[Measure]] = field(default_factory=dict)


def _addressees(audit: Audit, *, on: date, reader: Reader) -> QuerySet[Addressee]:
    visible = Addressee.objects.visible_to(reader.user) if reader.user else Addressee.objects.all()
    decided = Verdict.objects.decided(on=on).filter(addressee=OuterRef("pk"))
    proposed = Verdict.objects.proposed().filter(addressee=OuterRef("pk"))
    return (
        visible.filter(recommendation__audit=audit)
        .with_holder(on=on)
        .select_related("recommendation", "body", "register_entry")
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


def _judged(found: dict[str, str] | None, labels: Any, *, with_note: bool = True) -> Judged | None:
    if found is None:
        return None
    return Judged(
        value=found["value"],
        label=labels(found["value"]).label,
        # A note on an answer that is withheld may quote it.
        note=found["note"] if with_note else "",
        decided_on=_day(found["decided_on"]),
        due_on=_day(found.get("due_on")),
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _asked(audit: Audit, *, on: date) -> dict[int, list[Asked]]:
    found: dict[int, list[Asked]] = defaultdict(list)
    for asked in asked_of(AnswerRequest.objects.filter(audit=audit), on=on):
        found[asked.request.body_id].append(asked)
    return found


def asked_of(requests: AnswerRequestQuerySet, *, on: date) -> list[Asked]:
    """The requests open by the day, the earliest first, with what had become of each."""
    opened: QuerySet[Any] = (
        requests.opened(on=on).with_state(on=on).select_related("answer", "body")
    )
    return [
        Asked(
            request=request,
            due=request.due,
            first_due=request.first_due,
            arrived_on=request.arrived_on,
            answer=request.answer if request.arrived_on else None,
            on=on,
        )
        for request in opened.order_by("opened_at", "pk")
    ]


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
        position=_judged(item.found_position, PositionValue, with_note=readable),
        proposed_position=_judged(item.found_proposal, PositionValue),
    )


def _measures(audit: Audit, *, on: date) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = defaultdict(list)
    for measure in Measure.objects.stated(on=on).filter(addressee__recommendation__audit=audit):
        found[measure.addressee_id].append(measure)
    return found


def _row(addressee: Any, facts: Facts, reader: Reader) -> Row:
    stated = facts.measures.get(addressee.pk, [])
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
        heir=addressee.heir_name or "",
        earlier=_earlier(getattr(addressee, "register_entry", None), reader),
    )


def _earlier(entry: RegisterEntry | None, reader: Reader) -> Earlier | None:
    if entry is None:
        return None
    remark = entry.remark if reader.audit_side else ""
    return Earlier(entry.source, entry.due_on, entry.answered_on, remark)

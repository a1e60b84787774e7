"""What was put to each body and became of it, as known on a day: read by the granskning page and the papers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Greatest, JSONObject

from accounts.descriptions import describe, described
from accounts.models import User
from audit.models import Audit
from audit.permissions import is_on_audit_side
from common import dates
from recommendations.models import (
    Addressee,
    Measure,
    PointVerdict,
    RegisterEntry,
    Repetition,
    SubPoint,
    Verdict,
    letter_of,
)
from recommendations.values import UNJUDGED, VerdictValue, ground_words
from reports.audit.voices import BodyBlock, Earlier, Given, Judged, Linked, PointShown, Row
from responses.models import (
    AnswerItem,
    AnswerRequest,
    CorrectedText,
    Position,
    PositionValue,
)
from responses.models.corrections import title_then
from responses.models.requests import AnswerRequestQuerySet
from responses.standing import RequestStanding

__all__ = ["BodyBlock", "Given", "Judged", "Row", "addressee_rows", "asked_of"]


def addressee_rows(
    audit: Audit, *, on: date, user: User | None = None, audit_side: bool | None = None
) -> list[BodyBlock]:
    """Per body, in the municipality's order. Without a user: what anyone may read who gets the paper."""
    if audit_side is None:
        audit_side = user is not None and is_on_audit_side(user, audit)
    reader = Reader(user, audit_side)
    by_body: dict[int, list[Addressee]] = defaultdict(list)
    found: list[Any] = list(_addressees(audit, on=on, reader=reader))
    describe((addressee.body for addressee in found), on=on)
    for addressee in found:
        addressee.recommendation.audit = audit
        if addressee.text_then:
            addressee.recommendation.text = addressee.text_then
        by_body[addressee.body_id].append(addressee)
    put = audit.handed_over_at is not None and audit.handed_over_at < dates.end_of(on)
    asked = _asked(audit, on=on) if put else defaultdict(list)
    facts = Facts(_given(audit, on=on, reader=reader), _measures(audit, on=on)) if put else Facts()
    return [
        BodyBlock(put_to[0].body, [_row(one, facts, reader) for one in put_to], asked[body_id])
        for body_id, put_to in by_body.items()
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
    proposed = _proposed(Verdict.objects.all(), reader).filter(addressee=OuterRef("pk"))
    return (
        visible.filter(recommendation__audit=audit)
        .with_holder(on=on)
        .select_related("recommendation", "body", "register_entry")
        .annotate(
            found_verdicts=_all(decided, OF_VERDICT, points=_points_judged()),
            found_proposals=_all(proposed, OF_VERDICT, points=_points_judged()),
            text_then=_text_then(on=on),
            found_points=_sub_points(),
            found_replacement=_replacement(on=on, user=reader.user),
            found_repeats=_repeats(on=on, user=reader.user),
            found_questions=ArrayAgg(
                "recommendation__questions__number",
                filter=Q(recommendation__questions__isnull=False),
                default=[],
                order_by="recommendation__questions__number",
            ),
        )
        .order_by(
            described("position", "body", on=on), described("name", "body", on=on), "number", "pk"
        )
    )


SAID = ("value", "note", "decided_on", "paragraph", "revision_reason")
OF_VERDICT = (*SAID, "evidence", "seen", "early_reason")
OF_POSITION = (*SAID, "due_on")


def _all(rows: QuerySet[Any], names: tuple[str, ...], **found: Any) -> ArraySubquery:
    """The rows in their order, as one value, so that no list costs a query of its own."""
    said: dict[str, Any] = {name: name for name in names}
    return ArraySubquery(rows.values(found=JSONObject(**said, revises="revises_id", **found)))


def _proposed(rows: Any, reader: Reader) -> QuerySet[Any]:
    """What is put forward and the reader sees; in a paper nothing."""
    return rows.visible_to(reader.user).proposed() if reader.user else rows.none()


def _points_judged() -> ArraySubquery:
    """Of a verdict: [key of the sub-point, value]."""
    said = PointVerdict.objects.filter(verdict=OuterRef("pk")).order_by("point__position")
    return ArraySubquery(said.values(found=JSONObject(point="point_id", value="value")))


def _text_then(*, on: date) -> Subquery:
    """What the recommendation said on a day, where it has been corrected since."""
    after = CorrectedText.objects.after(on).filter(recommendation=OuterRef("recommendation"))
    return Subquery(after.values("old")[:1])


def _sub_points() -> ArraySubquery:
    points = SubPoint.objects.filter(recommendation=OuterRef("recommendation"))
    shown = JSONObject(pk="pk", position="position", text="text")
    return ArraySubquery(points.order_by("position").values(found=shown))


def _replacement(*, on: date, user: User | None) -> Subquery:
    """The later recommendation that an addressee is ersatt by on a day."""
    later = Repetition.objects.in_force(on=on).filter(earlier=OuterRef("pk"))
    audit = "recommendation__audit"
    shown = JSONObject(
        audit=f"{audit}_id",
        title=title_then(audit, on=on),
        number="recommendation__number",
        on=Cast(Greatest(f"{audit}__handed_over_at", "noted_at"), CharField()),
        seen=_seen(f"{audit}_id", user),
    )
    return Subquery(later.values(found=shown)[:1])


def _repeats(*, on: date, user: User | None) -> ArraySubquery:
    """The earlier recommendations that an addressee's repeats."""
    known = Repetition.objects.known(on=on).filter(recommendation=OuterRef("recommendation"))
    audit = "earlier__recommendation__audit"
    shown = JSONObject(
        audit=f"{audit}_id",
        title=title_then(audit, on=on),
        year=f"{audit}__audit_year",
        body=described("name", "earlier__body", on=on),
        number="earlier__number",
        seen=_seen(f"{audit}_id", user),
    )
    return ArraySubquery(known.order_by("noted_at", "pk").values(found=shown))


def _seen(audit: str, user: User | None) -> Exists:
    """Without a reader it is a paper: what has been handed over may stand there."""
    audits = Audit.objects.visible_to(user) if user else Audit.objects.all()
    return Exists(audits.filter(pk=OuterRef(audit), handed_over_at__isnull=False))


def _in_force(
    found: list[dict[str, Any]] | None,
    statuses: type[PositionValue] | type[VerdictValue],
    *,
    with_note: bool = True,
) -> Judged | None:
    """The latest of them, with those before it. None is found of what the reader may not see."""
    several = [_judged(one, statuses, with_note=with_note) for one in found or ()]
    return replace(several[0], earlier=tuple(several[1:])) if several else None


def _judged(
    found: dict[str, Any], statuses: type[PositionValue] | type[VerdictValue], *, with_note: bool
) -> Judged:
    return Judged(
        value=found["value"],
        status=statuses(found["value"]).status,
        # A note on an answer that is withheld may quote it.
        note=found["note"] if with_note else "",
        decided_on=_day(found["decided_on"]),
        due_on=_day(found.get("due_on")),
        points={one["point"]: one["value"] for one in found.get("points", ())},
        paragraph=found["paragraph"],
        ground=ground_words(found.get("evidence", ""), found.get("seen", "")),
        early_reason=found.get("early_reason", ""),
        revision_reason=found["revision_reason"] if with_note else "",
        is_revision=found["revises"] is not None,
    )


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _asked(audit: Audit, *, on: date) -> dict[int, list[RequestStanding]]:
    found: dict[int, list[RequestStanding]] = defaultdict(list)
    for asked in asked_of(AnswerRequest.objects.filter(audit=audit), on=on):
        found[asked.request.body_id].append(asked)
    return found


def asked_of(requests: AnswerRequestQuerySet, *, on: date) -> list[RequestStanding]:
    """The requests open by the day, the earliest first, with what had become of each."""
    rows: QuerySet[Any] = requests.opened(on=on).with_state(on=on).order_by("opened_at", "pk")
    opened = list(rows.select_related("answer", "body"))
    describe((request.body for request in opened), on=on)
    return [RequestStanding.of(request, on=on) for request in opened]


def _given(audit: Audit, *, on: date, reader: Reader) -> dict[int, Given]:
    """By addressee: what is in force, of the first answer and what has been added to it."""
    decided = Position.objects.decided(on=on).filter(item=OuterRef("pk"))
    proposed = _proposed(Position.objects.all(), reader).filter(item=OuterRef("pk"))
    items: Iterable[AnswerItem] = (
        AnswerItem.objects.submitted(on=on)
        .with_earlier()
        .filter(asked__request__audit=audit)
        .select_related("asked__request", "answer")
        .annotate(
            found_positions=_all(decided, OF_POSITION),
            found_proposals=_all(proposed, OF_POSITION),
        )
        .order_by("answer__submitted_at", "pk")
    )
    return {item.asked.addressee_id: _given_one(item, reader) for item in items}


def _given_one(item: Any, reader: Reader) -> Given:
    readable = not item.secret_in_force or reader.may_read_secret(item.asked.request.body_id)
    return Given(
        stance=item.stance_in_force,
        stance_status=item.status_in_force,
        text=item.text_in_force if readable else None,
        may_be_secret=item.secret_in_force,
        arrived_on=item.answer.arrived_on,
        request_id=item.asked.request_id,
        position=_in_force(item.found_positions, PositionValue, with_note=readable),
        proposed_position=_in_force(item.found_proposals, PositionValue),
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
    verdict = _in_force(addressee.found_verdicts, VerdictValue)
    return Row(
        addressee=addressee,
        question_numbers=addressee.found_questions,
        answer=facts.answers.get(addressee.pk),
        measures=readable,
        measures_withheld=len(readable) < len(stated),
        verdict=verdict,
        proposed_verdict=_in_force(addressee.found_proposals, VerdictValue),
        heir=addressee.heir_name or "",
        points=[_point(one, verdict) for one in addressee.found_points],
        repeats=[_repeated(one) for one in addressee.found_repeats if one["seen"]],
        replaced_by=_replaced(addressee.found_replacement),
        earlier=_earlier(getattr(addressee, "register_entry", None), reader),
    )


def _point(found: dict[str, Any], verdict: Judged | None) -> PointShown:
    value = verdict.points.get(found["pk"]) if verdict else None
    status = VerdictValue(value).status if value else UNJUDGED
    return PointShown(letter_of(found["position"]), found["text"], status)


def _repeated(found: dict[str, Any]) -> Linked:
    said = f"{found['body']} {found['number']}, {found['title']} ({found['year']})"
    return Linked(said, found["audit"])


def _replaced(found: dict[str, Any] | None) -> Linked | None:
    if found is None:
        return None
    on = dates.local_day(datetime.fromisoformat(found["on"]))
    if not found["seen"]:
        return Linked("", None, on)
    return Linked(f"Rekommendation {found['number']}, {found['title']}", found["audit"], on)


def _earlier(entry: RegisterEntry | None, reader: Reader) -> Earlier | None:
    if entry is None:
        return None
    remark = entry.remark if reader.audit_side else ""
    return Earlier(entry.source, entry.due_on, entry.answered_on, remark)

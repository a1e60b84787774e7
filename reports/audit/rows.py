"""What was put to each body and became of it, as known on a day: read by the granskning page and the papers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.descriptions import describe, described
from accounts.models import User
from audit.models import Audit
from audit.permissions import is_on_audit_side
from common import dates
from recommendations.models import (
    Addressee,
    Measure,
    RegisterEntry,
    Repetition,
    SubPoint,
    Verdict,
)
from recommendations.values import UNJUDGED, VerdictValue
from reports.audit.voices import BodyBlock, Earlier, Given, Judged, Linked, PointShown, Row
from responses.models import (
    AnswerItem,
    AnswerRequest,
    CorrectedText,
    Position,
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
    addressees = list(_addressees(audit, on=on, reader=reader))
    describe((addressee.body for addressee in addressees), on=on)
    put = audit.handed_over_at is not None and audit.handed_over_at < dates.end_of(on)
    standings = _asked(audit, on=on) if put else defaultdict(list)
    facts = _facts(audit, on=on, reader=reader, put=put)
    by_body: dict[int, list[Addressee]] = defaultdict(list)
    for addressee in addressees:
        recommendation = addressee.recommendation
        recommendation.audit = audit
        recommendation.text = facts.texts_then.get(recommendation.pk, recommendation.text)
        by_body[addressee.body_id].append(addressee)
    return [
        BodyBlock(
            of_body[0].body,
            [_row(addressee, facts, reader) for addressee in of_body],
            standings[body],
        )
        for body, of_body in by_body.items()
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
    """What is known of an audit's addressees, by their key; texts by the recommendation's."""

    answers: dict[int, Given] = field(default_factory=dict)
    measures: dict[int, list[Measure]] = field(default_factory=dict)
    verdicts: dict[int, list[Verdict]] = field(default_factory=dict)
    replacements: dict[int, Linked] = field(default_factory=dict)
    repeats: dict[int, list[Linked]] = field(default_factory=dict)
    texts_then: dict[int, str] = field(default_factory=dict)


def _facts(audit: Audit, *, on: date, reader: Reader, put: bool) -> Facts:
    repeats = _repeats(audit, on=on, user=reader.user)
    verdicts = _verdicts(audit, on=on, reader=reader)
    texts_then = _texts_then(audit, on=on) if audit.is_handed_over else {}
    if not put:
        return Facts(verdicts=verdicts, repeats=repeats, texts_then=texts_then)
    return Facts(
        answers=_given(audit, on=on, reader=reader),
        measures=_measures(audit, on=on),
        verdicts=verdicts,
        replacements=_replacements(audit, on=on, user=reader.user),
        repeats=repeats,
        texts_then=texts_then,
    )


def _addressees(audit: Audit, *, on: date, reader: Reader) -> QuerySet[Addressee]:
    visible = Addressee.objects.visible_to(reader.user) if reader.user else Addressee.objects.all()
    return (
        visible.filter(recommendation__audit=audit)
        .with_holder(on=on)
        .select_related("recommendation", "body", "register_entry")
        .prefetch_related("recommendation__points", "recommendation__questions")
        .order_by(
            described("position", "body", on=on), described("name", "body", on=on), "number", "pk"
        )
    )


def _verdicts(audit: Audit, *, on: date, reader: Reader) -> dict[int, list[Verdict]]:
    """What was decided by the day, the latest first, and the proposals that the reader sees; in a paper none."""
    known = Verdict.objects.decided(on=on)
    if reader.user:
        known |= Verdict.objects.visible_to(reader.user).proposed()
    by_addressee: dict[int, list[Verdict]] = defaultdict(list)
    of_audit = known.filter(addressee__recommendation__audit=audit)
    for verdict in of_audit.prefetch_related("points"):
        by_addressee[verdict.addressee_id].append(verdict)
    return by_addressee


def _positions(audit: Audit, *, on: date, reader: Reader) -> dict[int, list[Position]]:
    """By answered item, as verdicts by addressee."""
    known = Position.objects.decided(on=on)
    if reader.user:
        known |= Position.objects.visible_to(reader.user).proposed()
    by_item: dict[int, list[Position]] = defaultdict(list)
    for position in known.filter(item__answer__request__audit=audit):
        by_item[position.item_id].append(position)
    return by_item


def _texts_then(audit: Audit, *, on: date) -> dict[int, str]:
    """What each recommendation said on a day that has been corrected since."""
    after = CorrectedText.objects.after(on).filter(recommendation__audit=audit)
    texts: dict[int, str] = {}
    for recommendation, old in after.values_list("recommendation", "old"):
        if recommendation:
            texts.setdefault(recommendation, old)
    return texts


def _replacements(audit: Audit, *, on: date, user: User | None) -> dict[int, Linked]:
    """By addressee, the later recommendation that it is ersatt by on a day."""
    later = "recommendation__audit"
    rows: Iterable[Any] = (
        Repetition.objects.in_force(on=on)
        .filter(earlier__recommendation__audit=audit)
        .select_related(later)
        .annotate(title=title_then(later, on=on), is_seen=_is_seen(f"{later}_id", user))
    )
    replacements: dict[int, Linked] = {}
    for row in rows:
        by = row.recommendation
        since = dates.local_day(max(by.audit.handed_over_at or row.noted_at, row.noted_at))
        words = f"Rekommendation {by.number}, {row.title}" if row.is_seen else ""
        linked = Linked(words, by.audit_id if row.is_seen else None, since)
        replacements.setdefault(row.earlier_id, linked)
    return replacements


def _repeats(audit: Audit, *, on: date, user: User | None) -> dict[int, list[Linked]]:
    """By recommendation, the earlier ones that it repeats."""
    earlier = "earlier__recommendation__audit"
    rows: Iterable[Any] = (
        Repetition.objects.known(on=on)
        .filter(_is_seen(f"{earlier}_id", user), recommendation__audit=audit)
        .select_related(earlier)
        .annotate(title=title_then(earlier, on=on), body=described("name", "earlier__body", on=on))
        .order_by("noted_at", "pk")
    )
    repeats: dict[int, list[Linked]] = defaultdict(list)
    for row in rows:
        of = row.earlier.recommendation.audit
        words = f"{row.body} {row.earlier.number}, {row.title} ({of.audit_year})"
        repeats[row.recommendation_id].append(Linked(words, of.pk))
    return repeats


def _is_seen(audit: str, user: User | None) -> Exists:
    """Without a reader it is a paper: what has been handed over may stand there."""
    audits = Audit.objects.visible_to(user) if user else Audit.objects.all()
    return Exists(audits.filter(pk=OuterRef(audit), handed_over_at__isnull=False))


def _in_force(judged: Iterable[Judged]) -> Judged | None:
    """The latest of them, with those before it."""
    several = list(judged)
    return replace(several[0], earlier=tuple(several[1:])) if several else None


def _verdict_read(verdict: Verdict) -> Judged:
    return Judged(
        value=verdict.value,
        status=verdict.status,
        note=verdict.note,
        decided_on=verdict.decided_on,
        points={judged.point_id: judged.value for judged in verdict.points.all()},
        paragraph=verdict.paragraph,
        ground=verdict.ground,
        early_reason=verdict.early_reason,
        revision_reason=verdict.revision_reason,
        is_revision=verdict.revises_id is not None,
    )


def _position_read(position: Position, *, with_note: bool = True) -> Judged:
    """A note on an answer that is withheld may quote it."""
    return Judged(
        value=position.value,
        status=position.status,
        note=position.note if with_note else "",
        decided_on=position.decided_on,
        due_on=position.due_on,
        paragraph=position.paragraph,
        revision_reason=position.revision_reason if with_note else "",
        is_revision=position.revises_id is not None,
    )


def _asked(audit: Audit, *, on: date) -> dict[int, list[RequestStanding]]:
    standings: dict[int, list[RequestStanding]] = defaultdict(list)
    for standing in asked_of(AnswerRequest.objects.filter(audit=audit), on=on):
        standings[standing.request.body_id].append(standing)
    return standings


def asked_of(requests: AnswerRequestQuerySet, *, on: date) -> list[RequestStanding]:
    """The requests open by the day, the earliest first, with what had become of each."""
    rows = requests.opened(on=on).with_state(on=on).order_by("opened_at", "pk")
    opened = list(rows.select_related("answer", "body"))
    describe((request.body for request in opened), on=on)
    return [RequestStanding.of(request, on=on) for request in opened]


def _given(audit: Audit, *, on: date, reader: Reader) -> dict[int, Given]:
    """By addressee: what is in force, of the first answer and what has been added to it."""
    positions = _positions(audit, on=on, reader=reader)
    items = (
        AnswerItem.objects.submitted(on=on)
        .with_earlier()
        .filter(asked__request__audit=audit)
        .select_related("asked__request", "answer")
        .order_by("answer__submitted_at", "pk")
    )
    return {
        item.asked.addressee_id: _item_read(item, positions.get(item.pk, []), reader)
        for item in items
    }


def _item_read(item: AnswerItem, positions: list[Position], reader: Reader) -> Given:
    readable = not item.secret_in_force or reader.may_read_secret(item.asked.request.body_id)
    decided = (_position_read(p, with_note=readable) for p in positions if not p.is_open)
    return Given(
        stance=item.stance_in_force,
        stance_status=item.status_in_force,
        text=item.text_in_force if readable else None,
        may_be_secret=item.secret_in_force,
        arrived_on=item.answer.arrived_on,
        request_id=item.asked.request_id,
        position=_in_force(decided),
        proposed_position=_in_force(_position_read(p) for p in positions if p.is_open),
    )


def _measures(audit: Audit, *, on: date) -> dict[int, list[Measure]]:
    measures: dict[int, list[Measure]] = defaultdict(list)
    for measure in Measure.objects.stated(on=on).filter(addressee__recommendation__audit=audit):
        measures[measure.addressee_id].append(measure)
    return measures


def _row(addressee: Addressee, facts: Facts, reader: Reader) -> Row:
    stated = facts.measures.get(addressee.pk, [])
    may_read = reader.may_read_secret(addressee.body_id)
    readable = [measure for measure in stated if may_read or not measure.may_be_secret]
    verdicts = facts.verdicts.get(addressee.pk, [])
    in_force = _in_force(_verdict_read(v) for v in verdicts if not v.is_open)
    recommendation = addressee.recommendation
    return Row(
        addressee=addressee,
        question_numbers=sorted(question.number for question in recommendation.questions.all()),
        answer=facts.answers.get(addressee.pk),
        measures=readable,
        measures_withheld=len(readable) < len(stated),
        verdict=in_force,
        proposed_verdict=_in_force(_verdict_read(v) for v in verdicts if v.is_open),
        heir=addressee.heir_name or "",
        points=[_point(point, in_force) for point in recommendation.points.all()],
        repeats=facts.repeats.get(recommendation.pk, []),
        replaced_by=facts.replacements.get(addressee.pk),
        earlier=_earlier(getattr(addressee, "register_entry", None), reader),
    )


def _point(point: SubPoint, verdict: Judged | None) -> PointShown:
    value = verdict.points.get(point.pk) if verdict else None
    status = VerdictValue(value).status if value else UNJUDGED
    return PointShown(point.letter, point.text, status)


def _earlier(entry: RegisterEntry | None, reader: Reader) -> Earlier | None:
    if entry is None:
        return None
    remark = entry.remark if reader.audit_side else ""
    return Earlier(entry.source, entry.due_on, entry.answered_on, remark)

"""What was put to each body and became of it, as known on a day: read by the granskning page and the papers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from accounts.descriptions import Names, described
from accounts.models import User
from audit.models import Audit, AuditQuestion
from audit.permissions import is_on_audit_side
from common import dates
from recommendations.models import (
    Addressee,
    Measure,
    ProgressReport,
    RegisterEntry,
    Repetition,
    SubPoint,
    Verdict,
)
from recommendations.values import UNJUDGED, VerdictValue
from reports.audit.voices import AddresseeRow, BodyBlock, Earlier, Given, Judged, Linked, PointShown
from responses.models import (
    AnswerItem,
    AnswerRequest,
    Position,
)
from responses.models.corrections import text_then, title_then
from responses.models.requests import AnswerRequestQuerySet
from responses.secrecy import Mask, Secrecy
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    AddresseeThen = WithAnnotations[Addressee, "Then"]
    LinkedRepetition = WithAnnotations[Repetition, "Link"]


class Then(TypedDict):
    """How an addressee stood on the day."""

    holder_id: int
    heir_name: str | None
    text_then: str
    question_numbers: list[int]


class Link(TypedDict):
    """Both ends of a repetition: the titles of then, and whether the reader sees them."""

    earlier_title: str
    earlier_body: str
    earlier_is_seen: bool
    later_title: str
    later_is_seen: bool


__all__ = ["AddresseeRow", "BodyBlock", "Given", "Judged", "addressee_rows", "asked_of"]


def addressee_rows(
    audit: Audit,
    *,
    on: date,
    user: User | None = None,
    audit_side: bool | None = None,
    names: Names | None = None,
    as_known: bool = False,
) -> list[BodyBlock]:
    """Per body, in the municipality's order. Without a user: what anyone may read who gets the paper.

    `as_known`: only what was written down here by the day.
    """
    if audit_side is None:
        audit_side = user is not None and is_on_audit_side(user, audit)
    reader = Reader(user, audit_side, as_known)
    addressees = _addressees(audit, on=on, reader=reader)
    names = names or Names()
    names.describe((addressee.body for addressee in addressees), on=on)
    is_handed_over = audit.handed_over_at is not None and audit.handed_over_at < dates.end_of(on)
    standings = (
        _asked(audit, on=on, names=names, as_known=as_known)
        if is_handed_over
        else defaultdict(list)
    )
    facts = _facts(audit, on=on, reader=reader, is_handed_over=is_handed_over)
    by_body: dict[int, list[AddresseeThen]] = defaultdict(list)
    for addressee in addressees:
        addressee.recommendation.audit = audit
        addressee.recommendation.text = addressee.text_then
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
    # A day as it was known then, without what has been written down since.
    as_known: bool = False

    def may_read_secret(self, body_id: int) -> bool:
        return self.audit_side or (self.user is not None and self.user.acts_for(body_id))


@dataclass(frozen=True)
class Facts:
    """What is known of an audit's addressees, by their key; repeats by the recommendation's."""

    answers: dict[int, Given] = field(default_factory=dict)
    # Each with the mark of the answer that it was stated in.
    measures: dict[int, list[tuple[Measure, Mask | None]]] = field(default_factory=dict)
    progress: dict[int, ProgressReport] = field(default_factory=dict)
    verdicts: dict[int, list[Verdict]] = field(default_factory=dict)
    replacements: dict[int, Linked] = field(default_factory=dict)
    repeats: dict[int, list[Linked]] = field(default_factory=dict)


def _facts(audit: Audit, *, on: date, reader: Reader, is_handed_over: bool) -> Facts:
    repetitions = _repetitions(audit, on=on, user=reader.user)
    verdicts = _verdicts(audit, on=on, reader=reader)
    repeats = _repeats(audit, repetitions)
    if not is_handed_over:
        return Facts(verdicts=verdicts, repeats=repeats)
    return Facts(
        answers=_given(audit, on=on, reader=reader),
        measures=_measures(audit, on=on),
        progress=ProgressReport.objects.latest_of(audit, on=on),
        verdicts=verdicts,
        replacements=_replacements(audit, repetitions, on=on),
        repeats=repeats,
    )


def _addressees(audit: Audit, *, on: date, reader: Reader) -> "list[AddresseeThen]":
    visible = Addressee.objects.visible_to(reader.user) if reader.user else Addressee.objects.all()
    questions = AuditQuestion.objects.filter(recommendations=OuterRef("recommendation"))
    rows = (
        visible.filter(recommendation__audit=audit)
        .with_holder(on=on)
        .annotate(
            text_then=text_then("recommendation", on=on),
            question_numbers=ArraySubquery(questions.order_by("number").values("number")),
        )
        .select_related("recommendation", "body", "register_entry")
        .prefetch_related("recommendation__points")
        .order_by(
            described("position", "body", on=on), described("name", "body", on=on), "number", "pk"
        )
    )
    return cast("list[AddresseeThen]", list(rows))


def _verdicts(audit: Audit, *, on: date, reader: Reader) -> dict[int, list[Verdict]]:
    """What was decided by the day, the latest first, and the proposals that the reader sees; in a paper none."""
    known = Verdict.objects.decided(on=on, as_known=reader.as_known)
    if reader.user:
        known |= Verdict.objects.visible_to(reader.user).proposed()
    by_addressee: dict[int, list[Verdict]] = defaultdict(list)
    of_audit = known.filter(addressee__recommendation__audit=audit)
    for verdict in of_audit.prefetch_related("points"):
        by_addressee[verdict.addressee_id].append(verdict)
    return by_addressee


def _positions(audit: Audit, *, on: date, reader: Reader) -> dict[int, list[Position]]:
    """By answered item, as verdicts by addressee."""
    known = Position.objects.decided(on=on, as_known=reader.as_known)
    if reader.user:
        known |= Position.objects.visible_to(reader.user).proposed()
    by_item: dict[int, list[Position]] = defaultdict(list)
    for position in known.filter(item__answer__request__audit=audit):
        by_item[position.item_id].append(position)
    return by_item


def _repetitions(audit: Audit, *, on: date, user: User | None) -> "list[LinkedRepetition]":
    """Those where the audit is the earlier or the later."""
    later, earlier = "recommendation__audit", "earlier__recommendation__audit"
    rows = (
        Repetition.objects.known(on=on)
        .filter(Q(recommendation__audit=audit) | Q(earlier__recommendation__audit=audit))
        .select_related(later, earlier)
        .annotate(
            earlier_title=title_then(earlier, on=on),
            earlier_body=described("name", "earlier__body", on=on),
            earlier_is_seen=_is_seen(f"{earlier}_id", user),
            later_title=title_then(later, on=on),
            later_is_seen=_is_seen(f"{later}_id", user),
        )
        .order_by("noted_at", "pk")
    )
    return cast("list[LinkedRepetition]", list(rows))


def _replacements(
    audit: Audit, repetitions: "Iterable[LinkedRepetition]", *, on: date
) -> dict[int, Linked]:
    """By addressee, the later recommendation that it is ersatt by on a day."""
    replacements: dict[int, Linked] = {}
    for repetition in repetitions:
        later = repetition.recommendation
        handed_over_at = later.audit.handed_over_at
        is_of_audit = repetition.earlier.recommendation.audit_id == audit.pk
        if not is_of_audit or handed_over_at is None or handed_over_at >= dates.end_of(on):
            continue
        since = dates.local_day(max(handed_over_at, repetition.noted_at))
        is_seen = repetition.later_is_seen
        words = f"Rekommendation {later.number}, {repetition.later_title}" if is_seen else ""
        linked = Linked(words, later.audit_id if is_seen else None, since)
        replacements.setdefault(repetition.earlier_id, linked)
    return replacements


def _repeats(audit: Audit, repetitions: "Iterable[LinkedRepetition]") -> dict[int, list[Linked]]:
    """By recommendation, the earlier ones that it repeats."""
    repeats: dict[int, list[Linked]] = defaultdict(list)
    for repetition in repetitions:
        if repetition.recommendation.audit_id == audit.pk and repetition.earlier_is_seen:
            earlier = repetition.earlier
            of = earlier.recommendation.audit
            title = f"{repetition.earlier_title} ({of.audit_year})"
            words = f"{repetition.earlier_body} {earlier.number}, {title}"
            repeats[repetition.recommendation_id].append(Linked(words, of.pk))
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


def _asked(
    audit: Audit, *, on: date, names: Names, as_known: bool
) -> dict[int, list[RequestStanding]]:
    standings: dict[int, list[RequestStanding]] = defaultdict(list)
    requests = AnswerRequest.objects.filter(audit=audit)
    for standing in asked_of(requests, on=on, names=names, as_known=as_known):
        standings[standing.request.body_id].append(standing)
    return standings


def asked_of(
    requests: AnswerRequestQuerySet, *, on: date, names: Names, as_known: bool = False
) -> list[RequestStanding]:
    """The requests open by the day, the earliest first, with what had become of each."""
    rows = requests.opened(on=on).with_state(on=on, as_known=as_known).with_answer()
    opened = list(rows.select_related("body").order_by("opened_at", "pk"))
    names.describe((request.body for request in opened), on=on)
    return [RequestStanding.of(request, on=on) for request in opened]


def _given(audit: Audit, *, on: date, reader: Reader) -> dict[int, Given]:
    """By addressee: what is in force, of the first answer and what has been added to it."""
    positions = _positions(audit, on=on, reader=reader)
    items = list(
        AnswerItem.objects.in_force(on=on, as_known=reader.as_known)
        .with_earlier()
        .filter(asked__request__audit=audit)
        .select_related("asked__request", "answer")
        .order_by("answer__submitted_at", "pk")
    )
    secrecy = Secrecy(on=on, items=items)
    return {
        item.asked.addressee_id: _item_read(
            item, positions.get(item.pk, []), reader, secrecy.of_item(item)
        )
        for item in items
    }


def _item_read(
    item: AnswerItem, positions: list[Position], reader: Reader, mask: Mask | None
) -> Given:
    is_open = mask is None or mask.is_open
    readable = is_open or reader.may_read_secret(item.asked.request.body_id)
    decided = (_position_read(p, with_note=readable) for p in positions if not p.is_open)
    return Given(
        stance=item.stance_in_force,
        stance_status=item.status_in_force,
        text=item.text_in_force if readable else (mask.text if mask else "") or None,
        secrecy=mask.words if mask else "",
        arrived_on=item.answer.arrived_on,
        request_id=item.asked.request_id,
        position=_in_force(decided),
        proposed_position=_in_force(_position_read(p) for p in positions if p.is_open),
    )


def _measures(audit: Audit, *, on: date) -> dict[int, list[tuple[Measure, Mask | None]]]:
    """By addressee. A measure was stated in the answer that came at the same moment."""
    rows = list(Measure.objects.of_audit(audit, on=on))
    masks = _masks(audit, on=on) if any(measure.may_be_secret for measure in rows) else {}
    measures: dict[int, list[tuple[Measure, Mask | None]]] = defaultdict(list)
    for measure in rows:
        mask = masks.get((measure.addressee_id, measure.stated_at), Mask())
        measures[measure.addressee_id].append((measure, mask if measure.may_be_secret else None))
    return measures


def _masks(audit: Audit, *, on: date) -> dict[tuple[int, datetime | None], Mask]:
    """Of the marked answers, by addressee and the moment that they came."""
    of_audit = AnswerItem.objects.filter(asked__request__audit=audit)
    items = list(of_audit.marked().with_earlier().select_related("asked", "answer"))
    secrecy = Secrecy(on=on, items=items)
    return {
        (item.asked.addressee_id, item.answer.submitted_at): secrecy.of_marked(item.pk)
        for item in items
    }


def _row(addressee: "AddresseeThen", facts: Facts, reader: Reader) -> AddresseeRow:
    measures = facts.measures.get(addressee.pk, [])
    may_read = reader.may_read_secret(addressee.body_id)
    readable = [m for m, mask in measures if may_read or mask is None or mask.opens_measures]
    report = facts.progress.get(addressee.pk)
    may_read_report = may_read or not (report and report.may_be_secret)
    verdicts = facts.verdicts.get(addressee.pk, [])
    in_force = _in_force(_verdict_read(v) for v in verdicts if not v.is_open)
    recommendation = addressee.recommendation
    return AddresseeRow(
        addressee=addressee,
        question_numbers=addressee.question_numbers,
        answer=facts.answers.get(addressee.pk),
        measures=readable,
        measures_withheld=len(readable) < len(measures),
        progress=report if may_read_report else None,
        progress_withheld=not may_read_report,
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

"""What was put to each body and became of it, as known on a day: read by the granskning page and the papers."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from accounts.descriptions import Names, described
from accounts.models import User
from audit.models import Audit, AuditQuestion
from audit.permissions import is_on_audit_side
from common import dates
from recommendations.models import Addressee, RegisterEntry, SubPoint
from recommendations.values import UNJUDGED, VerdictValue
from reports.audit.facts import Facts, Reader, facts_of, in_force, verdict_read
from reports.audit.voices import AddresseeRow, BodyBlock, Earlier, Given, Judged, PointShown
from responses.models import AnswerRequest
from responses.models.corrections import text_then
from responses.models.requests import AnswerRequestQuerySet
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    AddresseeThen = WithAnnotations[Addressee, "Then"]


class Then(TypedDict):
    """How an addressee stood on the day."""

    holder_id: int
    heir_name: str | None
    text_then: str
    question_numbers: list[int]


__all__ = [
    "AddresseeRow",
    "BodyBlock",
    "Given",
    "Judged",
    "Reader",
    "addressee_rows",
    "asked_of",
    "blocks_of_audits",
]


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
    is_handed_over = audit.handed_over_at is not None and audit.handed_over_at < dates.end_of(on)
    blocks = blocks_of_audits(
        [audit], on=on, reader=reader, names=names or Names(), are_handed_over=is_handed_over
    )
    return blocks[audit.pk]


def blocks_of_audits(
    audits: Collection[Audit],
    *,
    on: date,
    reader: Reader,
    names: Names,
    are_handed_over: bool = True,
) -> dict[int, list[BodyBlock]]:
    """By audit, the same of each. The same questions to the database for any number."""
    by_key = {audit.pk: audit for audit in audits}
    addressees = _addressees(by_key, on=on, reader=reader)
    names.describe((addressee.body for addressee in addressees), on=on)
    standings = (
        _asked(by_key, on=on, names=names, as_known=reader.as_known)
        if are_handed_over
        else defaultdict(list)
    )
    facts = facts_of(by_key, on=on, reader=reader, are_handed_over=are_handed_over)
    by_body: dict[tuple[int, int], list[AddresseeThen]] = defaultdict(list)
    for addressee in addressees:
        audit = by_key[addressee.recommendation.audit_id]
        addressee.recommendation.audit = audit
        addressee.recommendation.text = addressee.text_then
        by_body[(audit.pk, addressee.body_id)].append(addressee)
    blocks: dict[int, list[BodyBlock]] = defaultdict(list)
    for key, of_body in by_body.items():
        rows = [_row(addressee, facts, reader) for addressee in of_body]
        blocks[key[0]].append(BodyBlock(of_body[0].body, rows, standings[key]))
    return blocks


def _addressees(audits: Collection[int], *, on: date, reader: Reader) -> "list[AddresseeThen]":
    visible = Addressee.objects.visible_to(reader.user) if reader.user else Addressee.objects.all()
    questions = AuditQuestion.objects.filter(recommendations=OuterRef("recommendation"))
    rows = (
        visible.filter(recommendation__audit__in=audits)
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


def _asked(
    audits: Collection[int], *, on: date, names: Names, as_known: bool
) -> dict[tuple[int, int], list[RequestStanding]]:
    standings: dict[tuple[int, int], list[RequestStanding]] = defaultdict(list)
    requests = AnswerRequest.objects.filter(audit__in=audits)
    for standing in asked_of(requests, on=on, names=names, as_known=as_known):
        request = standing.request
        standings[(request.audit_id, request.body_id)].append(standing)
    return standings


def asked_of(
    requests: AnswerRequestQuerySet, *, on: date, names: Names, as_known: bool = False
) -> list[RequestStanding]:
    """The requests open by the day, the earliest first, with what had become of each."""
    rows = requests.opened(on=on).with_state(on=on, as_known=as_known).with_answer()
    opened = list(rows.select_related("body").order_by("opened_at", "pk"))
    names.describe((request.body for request in opened), on=on)
    return [RequestStanding.of(request, on=on) for request in opened]


def _row(addressee: "AddresseeThen", facts: Facts, reader: Reader) -> AddresseeRow:
    measures = facts.measures.get(addressee.pk, [])
    may_read = reader.may_read_secret(addressee.body_id)
    readable = [m for m, mask in measures if may_read or mask is None or mask.opens_measures]
    report = facts.progress.get(addressee.pk)
    may_read_report = may_read or not (report and report.may_be_secret)
    verdicts = facts.verdicts.get(addressee.pk, [])
    decided = in_force(verdict_read(v) for v in verdicts if not v.is_open)
    recommendation = addressee.recommendation
    return AddresseeRow(
        addressee=addressee,
        question_numbers=addressee.question_numbers,
        answer=facts.answers.get(addressee.pk),
        measures=readable,
        measures_withheld=len(readable) < len(measures),
        progress=report if may_read_report else None,
        progress_withheld=not may_read_report,
        verdict=decided,
        proposed_verdict=in_force(verdict_read(v) for v in verdicts if v.is_open),
        heir=addressee.heir_name or "",
        points=[_point(point, decided) for point in recommendation.points.all()],
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

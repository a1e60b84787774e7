"""Deeds on recommendations and on revisorernas judgement of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Body, User
from audit.models import Audit
from common import dates
from common.lists import moved
from common.rules import RuleBroken
from recommendations.models import (
    Addressee,
    PointVerdict,
    Recommendation,
    Repetition,
    SubPoint,
    Verdict,
)
from recommendations.values import CLOSING, VerdictValue


def next_recommendation(audit: Audit) -> Recommendation:
    """A new recommendation after the last, not saved."""
    last = audit.recommendations.order_by("number").last()
    return Recommendation(audit=audit, number=last.number + 1 if last else 1)


@transaction.atomic
def put_to(recommendation: Recommendation, bodies: Iterable[Body]) -> None:
    """Make exactly these bodies the addressees, and number them anew. Raises RuleBroken once decided."""
    recommendation.audit.require_open()
    wanted = {body.pk: body for body in bodies}
    present = {addressee.body_id: addressee for addressee in recommendation.addressees.all()}
    for body_id, addressee in present.items():
        if body_id not in wanted:
            addressee.delete()
    for body_id, body in wanted.items():
        if body_id not in present:
            Addressee.objects.create(recommendation=recommendation, body=body)
    renumber(recommendation.audit)


@transaction.atomic
def divide(recommendation: Recommendation, texts: Sequence[str]) -> None:
    """Make exactly these the sub-points, a first. Raises RuleBroken once the audit has been decided."""
    recommendation.audit.require_open()
    present = list(recommendation.points.all())
    for row in present[len(texts) :]:
        row.delete()
    for position, text in enumerate(texts, start=1):
        existing = present[position - 1] if position <= len(present) else None
        point = existing or SubPoint(recommendation=recommendation, position=position)
        if point.text != text:
            point.text = text
            point.save()


@transaction.atomic
def add_all(audit: Audit, texts: Iterable[str], bodies: Iterable[Body]) -> None:
    """New recommendations after the last, each put to all of the bodies. Raises RuleBroken once decided."""
    addressed = list(bodies)
    for text in texts:
        recommendation = next_recommendation(audit)
        recommendation.text = text
        recommendation.save()
        put_to(recommendation, addressed)


@transaction.atomic
def move(addressee: Addressee, *, to: int) -> None:
    """To a place among the body's own; those of other bodies stay where they are. Raises RuleBroken once decided."""
    audit = addressee.recommendation.audit
    audit.require_open()
    ordered = audit.recommendations.filter(addressees__body=addressee.body_id).order_by("number")
    places = list(ordered.values_list("number", flat=True))
    reordered = moved(ordered, addressee.recommendation, to)
    for number, recommendation in zip(places, reordered, strict=True):
        if recommendation.number != number:
            recommendation.number = number
            recommendation.save()
    renumber(audit)


@transaction.atomic
def remove(recommendation: Recommendation) -> None:
    """Take a recommendation out and close the gap. Raises RuleBroken once the audit has been decided."""
    audit = recommendation.audit
    audit.require_open()
    recommendation.delete()
    for number, remaining in enumerate(audit.recommendations.order_by("number"), start=1):
        if remaining.number != number:
            remaining.number = number
            remaining.save()
    renumber(audit)


def renumber(audit: Audit) -> None:
    """Give each body's recommendations in the audit their own running number."""
    counts: Counter[int] = Counter()
    addressees = Addressee.objects.filter(recommendation__audit=audit)
    for addressee in addressees.order_by("recommendation__number", "pk"):
        counts[addressee.body_id] += 1
        if addressee.number != counts[addressee.body_id]:
            addressee.number = counts[addressee.body_id]
            addressee.save()


def may_put_again(earlier: Addressee, audit: Audit, *, on: date) -> QuerySet[Recommendation]:
    """The audit's recommendations that are put to whoever has the earlier one on the day."""
    with_holder: QuerySet[Any] = Addressee.objects.with_holder(on=on)
    holder = with_holder.get(pk=earlier.pk).holder
    put_there = with_holder.filter(recommendation=OuterRef("pk"), holder=holder)
    return audit.recommendations.filter(Exists(put_there))


@dataclass(frozen=True)
class Ground:
    """What a judgement builds on. `points`: key of a sub-point -> value."""

    evidence: str = ""
    seen: str = ""
    # Why it is judged before the answer's date, or before the day that the body has planned for.
    early_reason: str = ""
    # Why the decision in force was wrong; without it this is a new judgement of how things stand now.
    revision_reason: str = ""
    points: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def propose_verdict(
    addressee: Addressee,
    *,
    value: str,
    note: str,
    at: datetime,
    by: User,
    ground: Ground = Ground(),
) -> Verdict:
    """Put forward a judgement, or change the open proposal.

    Raises RuleBroken when it lacks a ground (see `Verdict.require_ground`), when a sub-point speaks against the
    whole, and when the recommendation is ersatt.
    """
    Addressee.objects.select_for_update().get(pk=addressee.pk)
    today = dates.local_day(at)
    if Repetition.objects.in_force(on=today).filter(earlier=addressee).exists():
        raise RuleBroken("Rekommendationen är ersatt av en senare och bedöms inte längre.")
    verdict = addressee.verdicts.proposed().first() or Verdict(addressee=addressee)
    verdict.value, verdict.note, verdict.proposed_at, verdict.proposed_by = value, note, at, by
    verdict.evidence, verdict.seen = ground.evidence, ground.seen
    verdict.early_reason = ground.early_reason
    verdict.revise(addressee.verdicts.decided(on=today).first(), ground.revision_reason)
    verdict.require_ground(on=today, planned=addressee.planned_until(on=today))
    point_values = {key: point_value for key, point_value in ground.points.items() if point_value}
    _require_agreement(value, point_values.values())
    if verdict.pk:
        verdict.version += 1
    verdict.save()
    _judge_points(verdict, point_values)
    return verdict


def _require_agreement(value: str, points: Iterable[str]) -> None:
    """A whole is not åtgärdad while a part of it is not."""
    if value == VerdictValue.DONE and any(point not in CLOSING for point in points):
        raise RuleBroken(
            {"value": "En delpunkt är inte åtgärdad. Välj Delvis åtgärdad för helheten."}
        )


def _judge_points(verdict: Verdict, values: Mapping[int, str]) -> None:
    verdicts = {point_verdict.point_id: point_verdict for point_verdict in verdict.points.all()}
    for key, point_verdict in verdicts.items():
        if key not in values:
            point_verdict.delete()
    for point in SubPoint.objects.filter(
        recommendation=verdict.addressee.recommendation_id, pk__in=values
    ):
        point_verdict = verdicts.get(point.pk) or PointVerdict(verdict=verdict, point=point)
        if point_verdict.value != values[point.pk]:
            point_verdict.value = values[point.pk]
            point_verdict.save()

"""Deeds on recommendations and on revisorernas judgement of them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.models import Body, User
from audit.models import Audit
from common import dates
from common.rules import RuleBroken
from recommendations.models import (
    NEEDS_REASON_BEFORE_PLAN,
    Addressee,
    Recommendation,
    Verdict,
    planned_until,
)


def next_recommendation(audit: Audit) -> Recommendation:
    """A new recommendation after the last, not saved."""
    last = audit.recommendations.order_by("number").last()
    return Recommendation(audit=audit, number=last.number + 1 if last else 1)


@transaction.atomic
def put_to(recommendation: Recommendation, bodies: Iterable[Body]) -> None:
    """Make exactly these bodies the addressees, and number them anew.

    Raises RuleBroken once the audit has been handed over.
    """
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
def add_all(audit: Audit, texts: Iterable[str], bodies: Iterable[Body]) -> None:
    """New recommendations after the last, each put to all of the bodies. Raises RuleBroken once decided."""
    addressed = list(bodies)
    for text in texts:
        recommendation = next_recommendation(audit)
        recommendation.text = text
        recommendation.save()
        put_to(recommendation, addressed)


@transaction.atomic
def move(recommendation: Recommendation, *, up: bool) -> None:
    """Change places with the one before or after; nothing at the ends. Raises RuleBroken once decided."""
    audit = recommendation.audit
    audit.require_open()
    ordered = list(audit.recommendations.order_by("number"))
    at = [one.pk for one in ordered].index(recommendation.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(ordered):
        first, second = ordered[at], ordered[to]
        first.number, second.number = second.number, first.number
        first.save()
        second.save()
        renumber(audit)


@transaction.atomic
def remove(recommendation: Recommendation) -> None:
    """Take a recommendation out of a draft. Raises RuleBroken once the audit has been handed over."""
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


@transaction.atomic
def propose_verdict(
    addressee: Addressee, *, value: str, note: str, at: datetime, by: User
) -> Verdict:
    """Put forward a judgement, or change the open proposal.

    Raises RuleBroken when a verdict of failure comes before the body's own planned date without a reason.
    """
    Addressee.objects.select_for_update().get(pk=addressee.pk)
    planned = planned_until(addressee, on=dates.local_day(at))
    if (
        value in NEEDS_REASON_BEFORE_PLAN
        and not note.strip()
        and planned
        and planned > dates.local_day(at)
    ):
        raise RuleBroken(
            {
                "note": f"Nämnden har planerat till {planned:%Y-%m-%d}. Ange skäl för att bedöma före det datumet."
            }
        )
    verdict = addressee.verdicts.proposed().first() or Verdict(addressee=addressee)
    if verdict.pk:
        verdict.version += 1
    verdict.value, verdict.note, verdict.proposed_at, verdict.proposed_by = value, note, at, by
    verdict.save()
    return verdict


def decide_verdicts(verdicts: Iterable[Verdict], *, on: date, at: datetime, by: User) -> None:
    """Revisorerna decided these at a meeting. Call inside a transaction, with the rows locked."""
    for verdict in verdicts:
        verdict.decide(on=on, at=at, by=by)

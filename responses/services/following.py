"""An audit that follows up chosen recommendations: begun, and its words of each put forward for a decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Body, User
from audit.models import Audit, Kind, PartyPart
from audit.services import send_to, start
from common import dates
from common.many import create_many
from common.rules import RuleBroken
from recommendations.models import Addressee, AddresseeQuerySet, FollowedUnit, Verdict
from recommendations.services import Ground
from recommendations.values import EvidenceKind
from responses.services.deciding import judge

MOST_FOLLOWED = 500
TOO_MUCH_TO_FOLLOW = f"En granskning kan följa upp högst {MOST_FOLLOWED} rekommendationer."
NOTHING_TO_FOLLOW = "Välj minst en öppen rekommendation."


def open_to_follow(user: User, *, on: date) -> AddresseeQuerySet:
    """What a person's new audit may follow up: open, and of the audits that the person works on."""
    audits = Audit.objects.written_by(user)
    return Addressee.objects.outstanding(on=on).filter(recommendation__audit__in=audits)


@transaction.atomic
def start_follow_up(audit: Audit, units: Iterable[int], *, at: datetime, by: User) -> Audit:
    """Begin the audit as a draft that follows up the chosen ones, put to the bodies that have them.

    Raises RuleBroken with nothing to follow up, or too much.
    """
    today = dates.local_day(at)
    chosen = list(
        open_to_follow(by, on=today)
        .filter(pk__in=list(units))
        .with_holder(on=today)
        .select_related("recommendation")
        .order_by("pk")
    )
    if not chosen:
        raise RuleBroken(NOTHING_TO_FOLLOW)
    if len(chosen) > MOST_FOLLOWED:
        raise RuleBroken(TOO_MUCH_TO_FOLLOW)
    audit.kind = Kind.FOLLOW_UP
    start(audit, by=by)
    audit.follows_up.set({addressee.recommendation.audit_id for addressee in chosen})
    holders = {int(getattr(addressee, "holder", 0)) for addressee in chosen}
    send_to(audit, {PartyPart.ASKED: Body.objects.filter(pk__in=holders)})
    follow(audit, chosen, at=at, by=by)
    return audit


@dataclass(frozen=True)
class SaidOfEarlier:
    """What an audit says of an earlier recommendation × body, by its key."""

    addressee: int
    value: str = ""
    note: str = ""


def follow_as_said(
    audit: Audit, entries: Sequence[SaidOfEarlier], *, at: datetime, by: User
) -> None:
    """Follow them up with the audit's own words, which are no proposals yet.

    Raises RuleBroken where one of them is not open, or not the person's to follow up.
    """
    words = {entry.addressee: entry for entry in entries}
    units = open_to_follow(by, on=dates.local_day(at)).filter(pk__in=words)
    chosen = list(units.select_related("recommendation").order_by("pk"))
    if len(chosen) < len(words):
        raise RuleBroken(
            "En tidigare rekommendation är inte öppen längre. Välj en annan, eller Ingen."
        )
    audit.follows_up.add(*{addressee.recommendation.audit_id for addressee in chosen})
    create_many(
        (
            FollowedUnit(
                audit=audit,
                addressee=addressee,
                value=words[addressee.pk].value,
                note=words[addressee.pk].note,
                added_at=at,
                added_by=by,
            )
            for addressee in chosen
        ),
        by=by,
    )


def follow(audit: Audit, addressees: Iterable[Addressee], *, at: datetime, by: User) -> None:
    """Note which earlier recommendations an audit follows up."""
    create_many(
        (
            FollowedUnit(audit=audit, addressee=addressee, added_at=at, added_by=by)
            for addressee in addressees
        ),
        by=by,
    )


@transaction.atomic
def put_forward(
    audit: Audit, units: Iterable[FollowedUnit], *, at: datetime, by: User
) -> list[Verdict]:
    """Make a proposal of what the audit says of each, for revisorerna to decide: all of them or none.

    Raises RuleBroken before the hand-over, and where one lacks its ground or has another proposal.
    """
    if not audit.is_handed_over:
        raise RuleBroken("Bedömningarna läggs fram när granskningen är överlämnad.")
    return [_put_forward(audit, unit, at=at, by=by) for unit in units]


def _put_forward(audit: Audit, unit: FollowedUnit, *, at: datetime, by: User) -> Verdict:
    addressee = Addressee.objects.select_for_update(of=("self",)).get(pk=unit.addressee_id)
    if unit.verdict_id:
        raise RuleBroken(f"{addressee}: bedömningen är redan framlagd.")
    if addressee.verdicts.proposed().exists():
        raise RuleBroken(f"{addressee}: det finns redan ett förslag. Ändra det i stället.")
    ground = Ground(
        evidence=EvidenceKind.DOCUMENT,
        seen=f"Granskningen {audit.title}"[:300],
        early_reason=unit.early_reason,
    )
    try:
        verdict = judge(addressee, value=unit.value, note=unit.note, ground=ground, at=at, by=by)
    except RuleBroken as error:
        raise RuleBroken([f"{addressee}: {text}" for text in error.messages]) from error
    unit.verdict = verdict
    unit.save()
    return verdict

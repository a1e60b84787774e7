"""Who changed what about a revisionsår and the scales, for the revision side to read."""

from collections.abc import Iterator
from datetime import datetime

from accounts.descriptions import Names
from accounts.models import User
from audit.models import AuditYear, AuditYearMember, Participant, Scale, Sitting
from common.history import CREATED, HistoryEntry, latest_first, of_thing, told_fields
from common.swedish import listing

YEAR = told_fields(AuditYear, ["year"])
SITTING = told_fields(Sitting, ["made_at", "made_by", "closed_by", "cancelled_at", "cancelled_by"])


def of_year(year: AuditYear) -> list[HistoryEntry]:
    """The latest first."""
    names = Names()
    return latest_first(
        of_thing(year, "revisionsåret", YEAR, doer_of=names.who), _members(year, names)
    )


def of_scales() -> list[HistoryEntry]:
    """Who added which scale, the latest first. A scale is never changed."""
    names = Names()
    added = Scale.history.filter(history_type=CREATED).select_related("history_user")
    return latest_first(
        HistoryEntry(record.history_date, names.who(record), f"lade till skalan {record.name}.")
        for record in added
    )


def _members(year: AuditYear, names: Names) -> Iterator[HistoryEntry]:
    records = AuditYearMember.history.filter(audit_year_id=year.pk).select_related("history_user")
    people = User.objects.in_bulk({record.user_id for record in records})
    for record in records.order_by("history_date", "history_id"):
        did = "angav" if record.history_type == CREATED else "tog bort"
        name = names.person(people[record.user_id], at=record.history_date)
        yield HistoryEntry(
            record.history_date, names.who(record), f"{did} {name} som revisor för året."
        )


def of_sitting(sitting: Sitting) -> list[HistoryEntry]:
    """What was planned, changed and cancelled, and who takes part, the latest first."""
    names = Names()
    return latest_first(
        of_thing(sitting, "sammanträdet", SITTING, doer_of=names.who),
        _participants(sitting, names),
    )


def _participants(sitting: Sitting, names: Names) -> Iterator[HistoryEntry]:
    """Those who were chosen at one time are told in one sentence."""
    records = Participant.history.filter(sitting_id=sitting.pk).select_related("history_user")
    people = User.objects.in_bulk({record.user_id for record in records})
    deeds: dict[tuple[str, str, datetime], list[str]] = {}
    for record in records.order_by("history_date", "history_id"):
        did = "angav" if record.history_type == CREATED else "tog bort"
        name = names.person(people[record.user_id], at=record.history_date)
        deeds.setdefault((names.who(record), did, record.history_date), []).append(name)
    for (person, did, at), chosen in deeds.items():
        yield HistoryEntry(at, person, f"{did} {listing(chosen)} som deltagare.")

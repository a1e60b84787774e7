"""Who changed what about a revisionsår and the scales, for the revision side to read."""

from collections.abc import Iterator

from accounts.descriptions import Names
from accounts.models import User
from audit.models import AuditYear, AuditYearMember, Scale
from common.history import CREATED, HistoryEntry, latest_first, of_thing, told_fields

YEAR = told_fields(AuditYear, ["year"])


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

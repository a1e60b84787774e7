"""Who changed what about a revisionsår and the scales, for the revision side to read."""

from collections.abc import Iterator

from accounts.models import User
from audit.models import AuditYear, AuditYearMember, Scale
from common.history import CREATED, Entry, latest_first, of_thing, who

YEAR = ["starts_on", "statement_on"]


def of_year(year: AuditYear) -> list[Entry]:
    """The latest first."""
    return latest_first(of_thing(year, "revisionsåret", YEAR), _members(year))


def of_scales() -> list[Entry]:
    """Who added which scale, the latest first. A scale is never changed."""
    added = Scale.history.filter(history_type=CREATED).select_related("history_user")
    return latest_first(
        Entry(record.history_date, who(record), f"lade till skalan {record.name}.")
        for record in added
    )


def _members(year: AuditYear) -> Iterator[Entry]:
    records = AuditYearMember.history.filter(audit_year_id=year.pk).select_related("history_user")
    names = dict(User.objects.filter(pk__in=[r.user_id for r in records]).values_list("pk", "name"))
    for record in records.order_by("history_date", "history_id"):
        did = "angav" if record.history_type == CREATED else "tog bort"
        name = names[record.user_id]
        yield Entry(record.history_date, who(record), f"{did} {name} som revisor för året.")

"""The register in the form that an office keeps its own in: what *Läs in rapport* takes, and another system can."""

from collections.abc import Iterator
from datetime import date

from accounts.models import User
from common.many import in_chunks
from recommendations.models import RegisterEntry
from recommendations.values import REGISTER_HEADINGS, UNJUDGED, VerdictValue
from reports.register.rows import UnitRow, rows_of
from reports.register.sheet import AT_A_TIME, CellValue
from responses.models import DueDate, Occasion, UnitState
from responses.models.states import UnitStateQuerySet

HEADINGS = list(REGISTER_HEADINGS.values())


def office_rows(
    states: UnitStateQuerySet, *, user: User, on: date, as_known: bool
) -> Iterator[list[CellValue]]:
    """Read some hundred at a time, in the order that is shown. For those who read the whole register."""
    keys = states.values_list("pk", flat=True).iterator(chunk_size=AT_A_TIME)
    for batch in in_chunks(keys, AT_A_TIME):
        by_key = UnitState.objects.with_holder(on=on).in_bulk(batch)
        shown = rows_of((by_key[key] for key in batch), user=user, on=on, as_known=as_known)
        addressees = [row.addressee.pk for row in shown]
        entries = RegisterEntry.objects.filter(addressee__in=addressees)
        by_addressee = {entry.addressee_id: entry for entry in entries}
        due = _first_due(addressees, on=on)
        for row in shown:
            yield _line(row, by_addressee.get(row.addressee.pk), due.get(row.addressee.pk))


def _first_due(addressees: list[int], *, on: date) -> dict[int, date]:
    """By addressee, the day that a first answer was wished by, as last set."""
    days = DueDate.objects.known(on=on).filter(
        request__occasion=Occasion.MISSIVE, request__items__addressee__in=addressees
    )
    return dict(days.order_by("set_at", "pk").values_list("request__items__addressee", "due_on"))


def _line(row: UnitRow, entry: RegisterEntry | None, due_on: date | None) -> list[CellValue]:
    state, audit = row.state, row.audit
    values: dict[str, CellValue] = {
        "year": audit.audit_year,
        "title": audit.title,
        "body": row.body.name,
        "text": row.text,
        "source": entry.source if entry else _source(row),
        "put_on": row.put_on,
        "due_on": entry.due_on if entry else due_on,
        "answered_on": state.arrived_on,
        "status": VerdictValue(state.verdict).label if state.verdict else UNJUDGED.word,
        "decided_on": state.judged_on if state.verdict else None,
        "remark": entry.remark if entry else "",
    }
    return [values[key] for key in REGISTER_HEADINGS]


def _source(row: UnitRow) -> str:
    """Where somebody finds it again: our number, and its place among those that were put to the body."""
    reference = f"dnr {row.audit.reference}, " if row.audit.reference else ""
    return f"Revisionsrapport, {reference}rekommendation {row.addressee.number}"

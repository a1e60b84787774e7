"""Who changed what about a person or a body, for administrators to read. Nothing of any audit."""

from collections.abc import Iterable, Iterator
from typing import Any

from accounts.models import Body, Membership, Succession, User
from common.history import CREATED, Entry, changes_of, who

PERSON = ["name", "email", "is_active"]
BODY = ["name", "kind", "position", "registrator_email", "valid_from", "valid_to"]


def of_person(person: User) -> list[Entry]:
    """The latest first."""
    bodies = Body.objects.in_bulk()
    told = [
        *_changed(person.history.select_related("history_user"), "personen", PERSON),
        *_memberships(Membership.history.filter(user_id=person.pk), bodies),
    ]
    return sorted(told, key=lambda entry: entry.at)[::-1]


def of_body(body: Body) -> list[Entry]:
    """The latest first."""
    told = [
        *_changed(body.history.select_related("history_user"), "organet", BODY),
        *_successions(body),
    ]
    return sorted(told, key=lambda entry: entry.at)[::-1]


def _changed(records: Iterable[Any], name: str, fields: list[str]) -> Iterator[Entry]:
    old: Any = None
    for new in sorted(records, key=lambda record: (record.history_date, record.history_id)):
        changes = changes_of(old, new, fields)
        if old is None:
            yield Entry(new.history_date, who(new), f"lade till {name}.", changes)
        elif new.history_change_reason:
            yield Entry(new.history_date, who(new), f"{new.history_change_reason}.", changes)
        elif changes:
            yield Entry(new.history_date, who(new), f"ändrade {name}.", changes)
        old = new


def _memberships(records: Any, bodies: dict[int, Body]) -> Iterator[Entry]:
    for record in records.select_related("history_user"):
        body = bodies.get(record.body_id)
        name = f"{record.title or record.get_role_display()}{f', {body.in_text}' if body else ''}"
        if record.history_type == CREATED:
            yield Entry(record.history_date, who(record), f"gav uppdraget {name}.")
        elif record.ended_at:
            yield Entry(record.history_date, who(record), f"avslutade uppdraget {name}.")


def _successions(body: Body) -> Iterator[Entry]:
    rows = Succession.objects.filter(body=body).select_related("heir", "recorded_by")
    for row in rows:
        what = f"angav att {row.heir.in_text} tar över från och med {row.since:%Y-%m-%d}."
        yield Entry(row.recorded_at, row.recorded_by.name, what)
        if row.withdrawn_at:
            what = f"övertagandet av {row.heir.in_text} togs tillbaka."
            yield Entry(row.withdrawn_at, "Administratören", what)

"""Who changed what about a person or a body, for administrators to read. Nothing of any audit."""

from collections.abc import Iterator
from typing import Any

from accounts.models import Body, Membership, Succession, User
from common.history import CREATED, Entry, latest_first, of_thing, who

PERSON = ["name", "email", "is_active"]
BODY = ["name", "kind", "position", "registrator_email", "valid_from", "valid_to"]


def of_person(person: User) -> list[Entry]:
    """The latest first."""
    bodies = Body.objects.in_bulk()
    memberships = Membership.history.filter(user_id=person.pk)
    return latest_first(of_thing(person, "personen", PERSON), _memberships(memberships, bodies))


def of_body(body: Body) -> list[Entry]:
    """The latest first."""
    return latest_first(of_thing(body, "organet", BODY), _successions(body))


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

"""Who changed what about a person or a body, for administrators to read. Nothing of any audit."""

from collections.abc import Iterator
from typing import Any

from accounts.descriptions import Names
from accounts.models import Body, Installation, Membership, Succession, User
from common import swedish
from common.history import CREATED, HistoryEntry, latest_first, of_thing, told_fields

# A password is nobody's to read, and a sign-in changes nothing; who has taken over is told by the successions.
PERSON = told_fields(User, ["password", "last_login", "created_at"])
BODY = told_fields(Body, ["successor"])
# A new picture is told by its name.
INSTALLATION = told_fields(Installation, ["emblem"])


def of_person(person: User) -> list[HistoryEntry]:
    """The latest first."""
    names = Names()
    memberships = Membership.history.filter(user_id=person.pk)
    return latest_first(
        of_thing(person, "personen", PERSON, doer_of=names.who), _memberships(memberships, names)
    )


def of_body(body: Body) -> list[HistoryEntry]:
    """The latest first."""
    names = Names()
    return latest_first(
        of_thing(body, "organet", BODY, doer_of=names.who), _successions(body, names)
    )


def of_installation() -> list[HistoryEntry]:
    """The latest first."""
    first = Installation.first()
    names = Names()
    return latest_first(
        of_thing(first, "inställningarna", INSTALLATION, doer_of=names.who),
    )


def _memberships(records: Any, names: Names) -> Iterator[HistoryEntry]:
    bodies = Body.objects.in_bulk()
    for record in records.select_related("history_user"):
        at = record.history_date
        body = bodies.get(record.body_id)
        title = record.title or record.get_role_display()
        name = f"{title}, {names.body(body, at=at).in_text}" if body else title
        if record.history_type == CREATED:
            yield HistoryEntry(at, names.who(record), f"gav uppdraget {name}.")
        elif record.ended_at:
            yield HistoryEntry(at, names.who(record), f"avslutade uppdraget {name}.")


def _successions(body: Body, names: Names) -> Iterator[HistoryEntry]:
    rows = Succession.objects.filter(body=body).select_related("heir", "recorded_by")
    for row in rows:
        heir = names.body(row.heir, at=row.recorded_at).in_text
        sentence = f"angav att {heir} tar över från och med {swedish.long_date(row.since)}."
        yield HistoryEntry(
            row.recorded_at, names.person(row.recorded_by, at=row.recorded_at), sentence
        )
        if row.withdrawn_at:
            heir = names.body(row.heir, at=row.withdrawn_at).in_text
            yield HistoryEntry(
                row.withdrawn_at, "Administratören", f"tog tillbaka att {heir} tar över."
            )

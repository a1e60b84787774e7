"""Rows about what an administrator changed, written with the deed. Who is told of them is for rooms above."""

from datetime import date, datetime

from accounts.models import Body, BodyChange, Membership, User
from accounts.roles import Role
from common import swedish

MISSING = "ingen adress"


def note_body(before: Body, after: Body, *, at: datetime, by: User) -> None:
    """Another name, kind or registrator."""
    if before.name != after.name:
        _note(after, f"{before.name} heter nu {after.name}.", at, by)
    if before.kind != after.kind:
        kinds = f"{before.get_kind_display().lower()} till {after.get_kind_display().lower()}"
        _note(after, f"Slaget för {after.in_text} är ändrat från {kinds}.", at, by)
    old, new = (body.registrator_email or MISSING for body in (before, after))
    if old != new:
        _note(after, f"Registratorns adress för {after.in_text}: {new}, förut {old}.", at, by)


def note_ending(body: Body, *, at: datetime, by: User) -> None:
    """A last day, and who has its matters after it."""
    after = (
        f"Därefter svarar {body.successor.in_text}." if body.successor else "Inget organ tar över."
    )
    _note(body, f"Sista dagen för {body.in_text} är {_day(body.valid_to)}. {after}", at, by)


def note_reopening(before: Body, after: Body, *, at: datetime, by: User) -> None:
    sentence = f"Slutdatumet för {after.in_text}, {_day(before.valid_to)}, är borttaget."
    if before.successor:
        sentence += (
            f" Det som {before.successor.in_text} har tagit över hör till {after.in_text} igen."
        )
    _note(after, sentence, at, by)


def note_person(before: User, after: User, *, at: datetime, by: User) -> None:
    """An official's address, or whether the official can sign in."""
    sentences = []
    if before.email != after.email:
        sentences.append(f"{after.name} har adressen {after.email}, förut {before.email}.")
    if before.is_active != after.is_active:
        sentences.append(f"{after.name} kan {'nu' if after.is_active else 'inte längre'} logga in.")
    bodies_served = after.memberships.current().filter(role=Role.OFFICIAL).values("body")
    for body in Body.objects.filter(pk__in=bodies_served):
        for sentence in sentences:
            _note(body, sentence, at, by)


def note_membership(membership: Membership, *, at: datetime, by: User | None) -> None:
    """Given or ended."""
    body = membership.body
    if body:
        verb = "svarar inte längre" if membership.ended_at else "svarar nu"
        _note(body, f"{membership.user.name} {verb} för {body.in_text}.", at, by)


def _day(day: date | None) -> str:
    return swedish.long_date(day) if day else ""


def _note(body: Body, sentence: str, at: datetime, by: User | None) -> None:
    BodyChange.objects.create(body=body, what=sentence, at=at, by=by)

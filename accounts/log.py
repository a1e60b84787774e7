"""What has been done to people, bodies and settings, over them all, the latest first. Nothing of any audit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Body, Installation, Membership, User
from common.history import CREATED, NOBODY

PER_PAGE = 50


@dataclass(frozen=True)
class LoggedDeed:
    at: datetime
    who: str
    what: str
    link: str
    # Where the page after this one begins.
    place: str


@dataclass(frozen=True)
class LogPage:
    deeds: list[LoggedDeed]
    # Of the page after this one; empty on the last.
    next: str


def deeds(after: str) -> LogPage:
    """`after`: the place where the page before ended; the first page when it can't be read."""
    rows = [_records(number, tracked, _place(after)) for number, tracked in enumerate(TRACKED)]
    latest = merge(*rows, key=lambda row: row[0], reverse=True)
    shown = list(islice(latest, PER_PAGE + 1))
    page = _told([record for _, record in shown[:PER_PAGE]])
    is_more = len(shown) > PER_PAGE
    return LogPage(page, page[-1].place if is_more else "")


def _records(number: int, tracked: Any, place: "LogPlace | None") -> list[tuple["LogPlace", Any]]:
    records = tracked.history.select_related("history_user").order_by(
        "-history_date", "-history_id"
    )
    if tracked is User:  # a password of one's own, which is nobody's to read
        records = records.exclude(Q(history_type="~"), Q(history_user=F("id")))
    if place:
        at, of, key = place
        equal = Q(history_date=at)
        if number == of:
            equal &= Q(history_id__lt=key)
        elif number > of:
            equal = Q(pk=None)
        records = records.filter(Q(history_date__lt=at) | equal)
    return [
        ((record.history_date, number, record.history_id), record)
        for record in records[: PER_PAGE + 1]
    ]


LogPlace = tuple[datetime, int, int]


def _place(text: str) -> LogPlace | None:
    at, _, key = text.partition("_")
    number, _, pk = key.partition("_")
    try:
        return datetime.fromisoformat(at), int(number), int(pk)
    except ValueError:
        return None


def _told(records: list[Any]) -> list[LoggedDeed]:
    bodies = Body.objects.in_bulk({r.body_id for r in records if hasattr(r, "body_id")} - {None})
    people = User.objects.in_bulk({r.user_id for r in records if hasattr(r, "user_id")})
    return [_deed(record, people, bodies) for record in records]


def _deed(record: Any, people: dict[int, User], bodies: dict[int, Body]) -> LoggedDeed:
    tracked = record.instance_type
    number = TRACKED.index(tracked)
    doer = record.history_user.name if record.history_user else NOBODY
    sentence, link = WORDS[number](record, people, bodies)
    place = f"{record.history_date.isoformat()}_{number}_{record.history_id}"
    return LoggedDeed(record.history_date, doer, sentence, link, place)


def _of_membership(
    record: Any, people: dict[int, User], bodies: dict[int, Body]
) -> tuple[str, str]:
    title = record.title or record.get_role_display()
    body = bodies.get(record.body_id)
    role = f"{title}, {body.in_text}" if body else title
    verb = "avslutade" if record.ended_at else "gav"
    person = people[record.user_id]
    return f"{verb} uppdraget {role}: {person.name}.", reverse("accounts:person", args=[person.pk])


def _of_person(record: Any, people: dict[int, User], bodies: dict[int, Body]) -> tuple[str, str]:
    link = reverse("accounts:person", args=[record.id])
    if record.history_change_reason:
        return f"{record.history_change_reason}: {record.name}.", link
    return f"{_verb(record)} personen {record.name}.", link


def _of_body(record: Any, people: dict[int, User], bodies: dict[int, Body]) -> tuple[str, str]:
    return f"{_verb(record)} organet {record.name}.", reverse("accounts:body", args=[record.id])


def _of_settings(record: Any, people: dict[int, User], bodies: dict[int, Body]) -> tuple[str, str]:
    return "ändrade inställningarna.", reverse("accounts:settings")


def _verb(record: Any) -> str:
    return "lade till" if record.history_type == CREATED else "ändrade"


Telling = Callable[[Any, dict[int, User], dict[int, Body]], tuple[str, str]]
TRACKED: list[Any] = [Installation, Body, User, Membership]
WORDS: list[Telling] = [_of_settings, _of_body, _of_person, _of_membership]

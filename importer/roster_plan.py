"""What an Excel file of people, bodies and meetings would change, and the change itself: all of it or nothing."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Self

from django.db import IntegrityError, transaction

from accounts import services
from accounts.models import Body, BodyKind, BodyMeeting, Membership, User
from accounts.roles import Role
from common import dates, swedish
from common.rules import RuleBroken
from common.text import folded
from importer.roster import (
    MEETINGS,
    ROLES,
    BodyLine,
    MeetingLine,
    RoleLine,
    Roster,
    RosterFault,
)


@dataclass(frozen=True)
class BodyChanged:
    """A body that is there, and in what it would differ."""

    pk: int
    line: BodyLine
    news: list[str]


@dataclass(frozen=True)
class RoleEnded:
    membership: int
    words: str


@dataclass(frozen=True)
class RoleRetitled:
    membership: int
    words: str
    title: str


@dataclass(frozen=True)
class Renamed:
    person: int
    old: str
    new: str


@dataclass(frozen=True)
class RosterPlan:
    """What the file changes, as it stands now."""

    new_bodies: list[BodyLine] = field(default_factory=list)
    changed_bodies: list[BodyChanged] = field(default_factory=list)
    # Address and name of those who get an invitation.
    invited: dict[str, str] = field(default_factory=dict)
    renamed: list[Renamed] = field(default_factory=list)
    begun: list[RoleLine] = field(default_factory=list)
    retitled: list[RoleRetitled] = field(default_factory=list)
    ended: list[RoleEnded] = field(default_factory=list)
    new_meetings: list[MeetingLine] = field(default_factory=list)
    # Meetings that are there, with another day for documents.
    moved: list[MeetingLine] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(asdict(self).values())


class Planner:
    """Compares the rows of a file with what there is, in a few queries however many rows."""

    def __init__(self, roster: Roster) -> None:
        self.roster, self.today = roster, dates.today()
        self.faults = list(roster.faults)
        self.bodies = {folded(body.name): body for body in Body.objects.all()}
        self.named = {folded(line.name): line.name for line in roster.bodies}
        emails = {line.email for line in roster.roles}
        self.people = {user.email: user for user in User.objects.filter(email__in=emails)}
        current = Membership.objects.current().select_related("user", "body")
        self.held = {
            (row.user.email, row.role, folded(row.body.name) if row.body else ""): row
            for row in current.filter(user__email__in=emails)
        }
        self.plan = RosterPlan()

    @classmethod
    def of(cls, roster: Roster) -> Self:
        planner = cls(roster)
        for body in roster.bodies:
            planner.take_body(body)
        for role in roster.roles:
            planner.take_role(role)
        planner.take_names()
        known = BodyMeeting.objects.filter(body__in=planner.bodies.values())
        meetings = {(row.body_id, row.meets_on): row for row in known}
        for meeting in roster.meetings:
            planner.take_meeting(meeting, meetings)
        return planner

    def _wrong(self, sheet: str, line: int, column: str, sentence: str, value: str = "") -> None:
        self.faults.append(RosterFault(sheet, line, column, sentence, value))

    def take_body(self, line: BodyLine) -> None:
        body = self.bodies.get(folded(line.name))
        if body is None:
            self.plan.new_bodies.append(line)
        elif news := list(_news(body, line)):
            self.plan.changed_bodies.append(BodyChanged(body.pk, line, news))

    def take_role(self, line: RoleLine) -> None:
        if not self._is_sound(line):
            return
        membership, person = self.held.get(line.key), self.people.get(line.email)
        if line.ends:
            if membership is None:
                self._wrong(ROLES, line.line, "Avslutas", "Personen har inte det uppdraget.", "ja")
            else:
                self.plan.ended.append(RoleEnded(membership.pk, _held(membership)))
            return
        if person is None and line.name:
            self.plan.invited.setdefault(line.email, line.name)
        if membership is None:
            self.plan.begun.append(line)
        elif line.title and line.title != membership.title:
            self.plan.retitled.append(RoleRetitled(membership.pk, _held(membership), line.title))

    def _is_sound(self, line: RoleLine) -> bool:
        """Whether body and role go together, and the person can have it."""
        before = len(self.faults)
        if Role(line.role).is_of_body and not line.body:
            self._wrong(ROLES, line.line, "Organ", "En tjänsteperson svarar för ett organ.")
        if line.body and not Role(line.role).is_of_body:
            self._wrong(
                ROLES, line.line, "Organ", "Bara tjänstepersoner hör till ett organ.", line.body
            )
        elif line.body:
            self._require_body(ROLES, line.line, line.body)
        person = self.people.get(line.email)
        if person and not person.is_active and not line.ends:
            self._wrong(ROLES, line.line, "E-post", "Kontot är avstängt.", line.email)
        return len(self.faults) == before

    def _require_body(self, sheet: str, line: int, name: str) -> None:
        body = self.bodies.get(folded(name))
        if body is None and folded(name) not in self.named:
            self._wrong(
                sheet, line, "Organ", "Organet finns varken här eller i bladet Organ.", name
            )
        if body and body.has_ended(on=self.today):
            self._wrong(sheet, line, "Organ", "Organet har upphört.", name)

    def take_names(self) -> None:
        """One name for each person, and none lacking."""
        names: dict[str, str] = {}
        for line in self.roster.roles:
            if line.name and names.setdefault(line.email, line.name) != line.name:
                advice = "Personen har ett annat namn på en rad ovanför."
                self._wrong(ROLES, line.line, "Namn", advice, line.name)
        for line in self.roster.roles:
            person = self.people.get(line.email)
            if person is None and line.email not in names:
                self._wrong(ROLES, line.line, "Namn", "Personen är ny. Skriv namnet.")
                names[line.email] = ""
        for email, name in names.items():
            person = self.people.get(email)
            if person and name and name != person.name:
                self.plan.renamed.append(Renamed(person.pk, person.name, name))

    def take_meeting(self, line: MeetingLine, known: dict[tuple[int, date], BodyMeeting]) -> None:
        self._require_body(MEETINGS, line.line, line.body)
        if line.documents_due_on and line.documents_due_on > line.meets_on:
            advice = "Handlingarna ska vara inne senast sammanträdesdagen."
            self._wrong(MEETINGS, line.line, "Handlingar senast", advice)
        body = self.bodies.get(folded(line.body))
        meeting = known.get((body.pk, line.meets_on)) if body else None
        if meeting is None:
            self.plan.new_meetings.append(line)
        elif line.documents_due_on and line.documents_due_on != meeting.documents_due_on:
            self.plan.moved.append(line)


def _held(membership: Membership) -> str:
    """Nämndsekreterare Ek, nämndsekreterare, Socialnämnden"""
    words = [membership.user.name, membership.shown_title]
    return ", ".join([*words, membership.body.name] if membership.body else words)


def _news(body: Body, line: BodyLine) -> Iterator[str]:
    """In what the row differs from the body. What it leaves empty stays."""
    if line.kind and line.kind != body.kind:
        yield f"{BodyKind(line.kind).label}, förut {body.get_kind_display().lower()}"
    if line.position is not None and line.position != body.position:
        yield f"ordning {line.position}, förut {body.position}"
    if line.registrator_email and line.registrator_email != body.registrator_email.lower():
        yield f"registrator {line.registrator_email}, förut {body.registrator_email or 'ingen'}"
    if line.valid_from and line.valid_from != body.valid_from:
        yield f"finns från och med {swedish.long_date(line.valid_from)}"


def carry_out(plan: RosterPlan, *, at: datetime, by: User) -> None:
    """Raises RuleBroken when something has come between, or nobody would be left to administer."""
    try:
        with transaction.atomic():
            bodies = _keep_bodies(plan, at=at, by=by)
            _keep_people(plan, bodies, at=at, by=by)
            _keep_meetings(plan, bodies)
    except IntegrityError as error:
        raise RuleBroken("Någon annan har just ändrat detsamma. Läs in filen igen.") from error


def _keep_bodies(plan: RosterPlan, *, at: datetime, by: User) -> dict[str, Body]:
    """All there are after it, by their names as they are compared."""
    for line in plan.new_bodies:
        Body.objects.create(name=line.name, **_given(line), kind=line.kind or BodyKind.COMMITTEE)
    bodies = {folded(body.name): body for body in Body.objects.select_for_update(of=("self",))}
    for changed in plan.changed_bodies:
        body = bodies[folded(changed.line.name)]
        for name, value in (_given(changed.line) | _kind(changed.line)).items():
            setattr(body, name, value)
        services.save_body(body, at=at, by=by)
    return bodies


def _keep_people(plan: RosterPlan, bodies: dict[str, Body], *, at: datetime, by: User) -> None:
    for email, name in plan.invited.items():
        services.let_in(email=email, name=name)
    for renamed in plan.renamed:
        person = User.objects.get(pk=renamed.person)
        services.change(
            person, email=person.email, name=renamed.new, is_active=person.is_active, at=at, by=by
        )
    for retitled in plan.retitled:
        services.retitle(membership_of(retitled.membership), title=retitled.title, at=at)
    people = {
        user.email: user
        for user in User.objects.filter(email__in=[line.email for line in plan.begun])
    }
    for line in plan.begun:
        body = bodies.get(folded(line.body))
        services.give(people[line.email], role=line.role, body=body, title=line.title, at=at, by=by)
    # Last, when those who follow have begun: somebody must be left to administer.
    for ended in plan.ended:
        services.end(membership_of(ended.membership), at=at, by=by)


def _keep_meetings(plan: RosterPlan, bodies: dict[str, Body]) -> None:
    for line in [*plan.new_meetings, *plan.moved]:
        BodyMeeting.objects.update_or_create(
            body=bodies[folded(line.body)],
            meets_on=line.meets_on,
            defaults={"documents_due_on": line.documents_due_on},
        )


def membership_of(pk: int) -> Membership:
    return Membership.objects.select_related("user", "body").get(pk=pk)


def _given(line: BodyLine) -> dict[str, Any]:
    """What the row says of a body beside its name and kind."""
    values = {
        "position": line.position,
        "registrator_email": line.registrator_email or None,
        "valid_from": line.valid_from,
    }
    return {name: value for name, value in values.items() if value is not None}


def _kind(line: BodyLine) -> dict[str, str]:
    return {"kind": line.kind} if line.kind else {}

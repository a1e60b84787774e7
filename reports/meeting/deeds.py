"""What is done on the agenda of a meeting: written, moved, tabled, said against, and decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.models import Audit, AuditStep, Sitting, Stage
from audit.services import take_step
from common import dates
from common.rules import RuleBroken
from reports.meeting.agenda import following, next_number
from reports.meeting.entries import AgendaEntry
from reports.models import (
    SUBJECTS,
    AgendaItem,
    AgendaKind,
    AgendaState,
    AgendaVoice,
    Compilation,
    Report,
)
from responses.services import decide, decide_correction


@dataclass(frozen=True)
class Matter:
    """What a person writes on an agenda."""

    kind: str
    title: str
    proposal: str = ""
    audit: Audit | None = None


@transaction.atomic
def add_matter(sitting: Sitting, matter: Matter, *, at: datetime, by: User) -> AgendaItem:
    """Raises RuleBroken once the meeting is over or cancelled."""
    locked = _locked(sitting)
    return AgendaItem.objects.create(
        sitting=locked,
        kind=matter.kind,
        audit=matter.audit,
        title=matter.title,
        proposal=matter.proposal,
        added_at=at,
        added_by=by,
    )


@transaction.atomic
def change_matter(item: AgendaItem, matter: Matter) -> AgendaItem:
    """What is written of it. Raises RuleBroken once it is settled or the meeting is over."""
    _locked(item.sitting)
    latest = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    latest.require_open()
    latest.title, latest.proposal, latest.audit = matter.title, matter.proposal, matter.audit
    latest.save()
    return latest


@dataclass(frozen=True)
class Statement:
    """That somebody does not take part in a matter, or is of another mind, and why."""

    kind: str
    user: User
    text: str


@transaction.atomic
def state(
    sitting: Sitting, entry: AgendaEntry, statement: Statement, *, at: datetime, by: User
) -> AgendaVoice:
    """Raises RuleBroken without a reason, the second time of one person, and once the meeting is over."""
    locked = _locked(sitting)
    if not statement.text.strip():
        raise RuleBroken({"text": "Ange skäl."})
    item = row_of(locked, entry, at=at, by=by)
    standing = item.voices.filter(withdrawn_at=None, user=statement.user, kind=statement.kind)
    if standing.exists():
        raise RuleBroken({"user": f"{statement.user.name} står redan antecknad."})
    return AgendaVoice.objects.create(
        item=item,
        kind=statement.kind,
        user=statement.user,
        text=statement.text,
        recorded_at=at,
        recorded_by=by,
    )


@transaction.atomic
def take_back(voice: AgendaVoice, *, at: datetime) -> None:
    """The row stays. Raises RuleBroken once the meeting is over, and the second time."""
    _locked(voice.item.sitting)
    latest = AgendaVoice.objects.select_for_update(of=("self",)).get(pk=voice.pk)
    if latest.withdrawn_at:
        raise RuleBroken("Anteckningen är redan återtagen.")
    latest.withdrawn_at = at
    latest.save()


@transaction.atomic
def put_off(
    sitting: Sitting, entry: AgendaEntry, reason: str, *, tables: bool, at: datetime, by: User
) -> AgendaItem:
    """Tabled, or moved to the next meeting that is planned. Raises RuleBroken where there is none to move to."""
    locked = _locked(sitting)
    goes_to = following(locked)
    if not tables and goes_to is None:
        raise RuleBroken("Det finns inget senare sammanträde att flytta till. Lägg in det först.")
    item = row_of(locked, entry, at=at, by=by)
    item.title, item.proposal, item.reason = entry.title, entry.proposal, reason
    item.moved_to = None if tables else goes_to
    item.settle(AgendaState.TABLED if tables else AgendaState.MOVED, at=at, by=by)
    return item


@transaction.atomic
def decide_entries(
    sitting: Sitting, entries: Sequence[AgendaEntry], *, at: datetime, by: User
) -> list[AgendaItem]:
    """What revisorerna decided, in the order of the agenda, each under its own paragraph: all of it or nothing.

    Raises RuleBroken before the day of the meeting, once it is over, and for what can't be decided.
    """
    locked = _locked(sitting)
    if locked.meets_on > dates.local_day(at):
        raise RuleBroken("Sammanträdet har inte varit än. Beslut registreras tidigast samma dag.")
    if not entries:
        raise RuleBroken("Kryssa för minst ett ärende.")
    first = next_number(locked)
    return [
        _decide(locked, entry, number, at=at, by=by) for number, entry in enumerate(entries, first)
    ]


def _decide(
    sitting: Sitting, entry: AgendaEntry, number: int, *, at: datetime, by: User
) -> AgendaItem:
    if entry.obstacle:
        raise RuleBroken(f"{entry.title}: {entry.obstacle}")
    item = row_of(sitting, entry, at=at, by=by)
    item.title, item.proposal, item.number = entry.title, entry.decision, number
    item.settle(AgendaState.DECIDED, at=at, by=by)
    try:
        _carry_out(sitting, entry, item, at=at, by=by)
    except RuleBroken as error:
        raise RuleBroken([f"{entry.title}: {text}" for text in error.messages]) from error
    return item


def _carry_out(
    sitting: Sitting, entry: AgendaEntry, item: AgendaItem, *, at: datetime, by: User
) -> None:
    """The deed of each kind. Of a delivered report, a late answer and what is written it is only said."""
    paragraph = item.paragraph.replace("\xa0", " ")
    if item.kind == AgendaKind.AUDIT and entry.audit:
        step = AuditStep(
            audit=entry.audit,
            stage=Stage.DECIDED,
            decided_on=sitting.meets_on,
            paragraph=paragraph,
            sitting=sitting,
        )
        take_step(step, at=at, by=by)
    elif item.kind in (AgendaKind.ANSWER, AgendaKind.VERDICT):
        is_verdict = item.kind == AgendaKind.VERDICT
        decide(
            positions=entry.positions,
            verdicts=[entry.subject] if is_verdict else [],
            on=sitting,
            paragraph=paragraph,
            at=at,
            by=by,
        )
    elif item.kind == AgendaKind.CORRECTION:
        decide_correction(entry.subject, on=sitting, paragraph=paragraph, at=at, by=by)
    elif item.kind == AgendaKind.PAPER:
        report = Report.objects.select_for_update(of=("self",)).get(pk=entry.subject)
        report.release(at=at, by=by)
    elif item.kind == AgendaKind.COMPILED:
        compilation = Compilation.objects.select_for_update(of=("self",)).get(pk=entry.subject)
        compilation.release(at=at, by=by)


def row_of(sitting: Sitting, entry: AgendaEntry, *, at: datetime, by: User) -> AgendaItem:
    """The entry's row at the meeting, made when there is none. Raises RuleBroken once it is settled."""
    field = SUBJECTS.get(entry.kind)
    rows = AgendaItem.objects.select_for_update(of=("self",)).filter(
        sitting=sitting, kind=entry.kind
    )
    if field:
        item = rows.filter(**{field: entry.subject}).first()
        about = {f"{field}_id": entry.subject}
    else:
        item = rows.filter(pk=entry.subject).first() or rows.filter(origin=entry.subject).first()
        about = {"origin_id": entry.subject}
    if item is None:
        item = AgendaItem(
            sitting=sitting,
            kind=entry.kind,
            title=entry.title,
            proposal=entry.proposal,
            added_at=at,
            added_by=by,
            **{"audit_id": entry.audit.pk if entry.audit else None, **about},
        )
        item.save()
        return item
    item.require_open()
    return item


def _locked(sitting: Sitting) -> Sitting:
    locked = Sitting.objects.select_for_update().get(pk=sitting.pk)
    locked.require_open()
    return locked

"""An audit that was handed over before it came here: entered with the days of then. Nobody is asked or told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.models import Audit, AuditDocument, AuditStep, Stage
from audit.services import note_step
from common import dates
from common.rules import RuleBroken
from recommendations.models import Addressee
from responses.models import (
    AnswerRequest,
    Channel,
    DueDate,
    Extension,
    ExtensionOutcome,
)
from responses.services.dispatching import add_asked, ask, obstacles, wishes
from responses.services.states import keep_states

KNOWN_AFTERWARDS = "Antecknat när granskningen skrevs in i efterhand."


@dataclass(frozen=True)
class GrantedThen:
    """More time that a body had been given: to which day, and the day that it was told."""

    until: date
    granted_on: date


@dataclass(frozen=True)
class HandedOverThen:
    """How an audit was handed over, by the days of then."""

    on: date
    # The meeting that decided it; the day of the hand-over where nobody knows.
    decided_on: date | None = None
    paragraph: str = ""
    # By body.
    granted: Mapping[int, GrantedThen] = field(default_factory=dict)

    def problems(self, *, today: date) -> dict[str, str]:
        """What can't be, per field."""
        problems = {}
        if self.on > today:
            problems["on"] = "Överlämnandet kan inte ligga i framtiden."
        if self.decided_on and self.decided_on > self.on:
            problems["decided_on"] = "Sammanträdet kan inte ligga efter överlämnandet."
        return problems


@transaction.atomic
def enter_handed_over(
    audit: Audit,
    facts: HandedOverThen,
    *,
    at: datetime,
    by: User,
    files: Iterable[AuditDocument] = (),
) -> list[AnswerRequest]:
    """Make an audit handed over as it was, with its requests and their dates. No mail, no receipt, no reminder.

    Raises RuleBroken when something is missing, a day can't be, or it is handed over already.
    """
    audit = Audit.objects.select_for_update().get(pk=audit.pk)
    audit.require_not_handed_over()
    parties = list(audit.parties.all())
    wanted = wishes(audit, parties)
    if missing := obstacles(audit, wanted):
        raise RuleBroken(missing)
    if problems := facts.problems(today=dates.local_day(at)):
        raise RuleBroken(problems)
    moment = min(dates.at_local(facts.on, 12), at)
    if not audit.is_decided:
        decided_on = facts.decided_on or facts.on
        step = AuditStep(
            audit=audit, stage=Stage.DECIDED, decided_on=decided_on, paragraph=facts.paragraph
        )
        note_step(step, audit, at=moment, by=by, is_entered=True)
    add_asked(audit, wanted, parties, by=by)
    due = {wish: wish.due_on or facts.on for wish in wanted if wish.is_asked}
    addressees = list(Addressee.objects.filter(recommendation__audit=audit))
    requests = ask(audit, due, addressees, at=moment, by=by)
    for request in requests:
        if granted := facts.granted.get(request.body_id):
            _grant(request, granted, at=at, by=by)
    audit.enter_afterwards(handed_over_at=moment, at=at, by=by)
    keep_states(addressee.pk for addressee in addressees)
    for file in files:
        file.send(at=moment)
    return requests


def _grant(request: AnswerRequest, granted: GrantedThen, *, at: datetime, by: User) -> None:
    """The anstånd that revisorerna had given, which is all that is known of it."""
    first = request.due_dates.get()
    if granted.until <= first.due_on:
        raise RuleBroken(f"Anståndet för {request.body.in_text} ligger inte efter svarsdatumet.")
    moment = max(dates.at_local(granted.granted_on, 12), request.opened_at)
    if moment > at:
        raise RuleBroken(f"Anståndet för {request.body.in_text} kan inte ligga i framtiden.")
    due_date = DueDate.objects.move(
        request, granted.until, at=moment, by=by, reason=KNOWN_AFTERWARDS
    )
    Extension.objects.create(
        request=request,
        asked_on=granted.granted_on,
        channel=Channel.UNKNOWN,
        wished_on=granted.until,
        reason=KNOWN_AFTERWARDS,
        recorded_at=moment,
        recorded_by=by,
        outcome=ExtensionOutcome.GRANTED,
        settled_at=moment,
        settled_by=by,
        due_date=due_date,
    )

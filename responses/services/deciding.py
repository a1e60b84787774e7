"""Revisorerna take a position on answers, and decide what has been put forward."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction

from accounts.models import User
from audit.models import require_sitting
from common import dates
from common.rules import RuleBroken
from recommendations.models import Verdict
from recommendations.services import decide_verdicts
from responses.models import AnswerItem, Position, PositionValue
from responses.services.dispatching import ask_for_supplement

# No body is asked to answer further ahead than this.
LONGEST_WAIT = timedelta(days=3 * 366)


def supplement_problem(due_on: date | None, *, today: date) -> str:
    """Why a komplettering can't be wished for by a day, in Swedish, or nothing."""
    if due_on is None:
        return "Ange när kompletteringen önskas."
    if due_on <= today:
        return "Datumet för kompletteringen har passerat."
    return "Kontrollera årtalet." if due_on > today + LONGEST_WAIT else ""


@transaction.atomic
def propose_position(
    item: AnswerItem, *, value: str, note: str, due_on: date | None, at: datetime, by: User
) -> Position:
    """Put forward a position on one answered recommendation, or change the proposal.

    Raises RuleBroken when a komplettering has no date or the position is decided.
    """
    AnswerItem.objects.select_for_update().get(pk=item.pk)
    wants_more = value == PositionValue.SUPPLEMENT
    if wants_more and (problem := supplement_problem(due_on, today=dates.local_day(at))):
        raise RuleBroken({"due_on": problem})
    position = Position.objects.filter(item=item).first() or Position(item=item)
    position.require_open()
    if position.pk:
        position.version += 1
    position.value, position.note = value, note
    position.due_on = due_on if wants_more else None
    position.proposed_at, position.proposed_by = at, by
    position.save()
    return position


@transaction.atomic
def decide(
    *, positions: Collection[int], verdicts: Collection[int], on: date, at: datetime, by: User
) -> int:
    """Record what revisorerna decided at their meeting; ids of positions and verdicts. Returns how many.

    Raises RuleBroken for a meeting in the future, and when something is no longer an open proposal.
    """
    if on > dates.local_day(at):
        raise RuleBroken({"on": "Sammanträdet kan inte ligga i framtiden."})
    chosen = list(
        Position.objects.select_for_update(of=("self",))
        .filter(pk__in=positions)
        .select_related(
            "item__answer__request__body", "item__answer__request__audit", "item__asked__addressee"
        )
        .order_by("item__answer", "due_on", "pk")
    )
    judged = list(
        Verdict.objects.select_for_update(of=("self",))
        .filter(pk__in=verdicts)
        .select_related("addressee__recommendation__audit", "addressee__body")
    )
    if len(chosen) + len(judged) < len(set(positions)) + len(set(verdicts)):
        raise RuleBroken("Något av förslagen finns inte längre. Läs om sidan.")
    _require_possible_day(chosen, judged, on=on)
    _require_sitting(chosen, judged, at=at, by=by)
    for position in chosen:
        position.decide(on=on, at=at, by=by)
    decide_verdicts(judged, on=on, at=at, by=by)
    _ask_for_supplements(chosen, at=at, by=by)
    return len(chosen) + len(judged)


def _require_possible_day(positions: list[Position], verdicts: list[Verdict], *, on: date) -> None:
    """Nothing is decided before there was something to decide on, or behind a later decision."""
    if any(on < p.item.answer.arrived_on for p in positions if p.item.answer.arrived_on):
        raise RuleBroken({"on": "Sammanträdet kan inte ligga före den dag svaret inkom."})
    for verdict in verdicts:
        handed_over_on = verdict.addressee.recommendation.audit.handed_over_on
        if handed_over_on and on < handed_over_on:
            raise RuleBroken({"on": "Sammanträdet kan inte ligga före överlämnandet."})
        if verdict.addressee.verdicts.filter(decided_on__gt=on).exists():
            raise RuleBroken(
                {"on": f"En senare bedömning av {verdict.addressee} är redan beslutad."}
            )


def _require_sitting(
    positions: list[Position], verdicts: list[Verdict], *, at: datetime, by: User
) -> None:
    """Each revisionsår is decided by its own revisorer until their revisionsberättelse."""
    years = {p.item.answer.request.audit.audit_year for p in positions}
    years |= {v.addressee.recommendation.audit.audit_year for v in verdicts}
    for year in sorted(years):
        require_sitting(by, year, on=dates.local_day(at))


def _ask_for_supplements(positions: list[Position], *, at: datetime, by: User) -> None:
    wanted = [p for p in positions if p.value == PositionValue.SUPPLEMENT]
    for (answer, due_on), group in groupby(wanted, key=lambda p: (p.item.answer, p.due_on)):
        together = list(group)
        ask_for_supplement(
            answer,
            [position.item for position in together],
            due_on=due_on,
            wish="\n\n".join(
                f"Rekommendation {p.item.asked.addressee.number}: {p.note}"
                for p in together
                if p.note.strip()
            ),
            at=at,
            by=by,
        )

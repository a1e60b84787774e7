"""Revisorerna take a position on answers, judge what has been done, and decide what has been put forward."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from audit.models import Audit, Sitting, require_sitting
from audit.services import sitting_for
from common import dates
from common.many import save_many
from common.models import REVISABLE_DECISION
from common.rules import RuleBroken
from recommendations.models import Addressee, Verdict, planned_ends
from recommendations.services import Ground, propose_verdict
from responses.answer_emails import answer_noted
from responses.models import Answer, AnswerItem, AnswerRequest, Position, PositionValue
from responses.services.dispatching import ask_for_supplement
from responses.services.opening import open_answers
from responses.services.settling import keep_unsettled
from responses.services.states import keep_states
from responses.services.withdrawing import take_back_supplement

# No body is asked to answer further ahead than this.
LONGEST_WAIT = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Wanted:
    """What a position says: the value, its words, and by when a komplettering is wished for."""

    value: str
    note: str
    due_on: date | None = None
    # The decision that it puts right, and why.
    revises: Position | None = None
    reason: str = ""

    @property
    def is_supplement(self) -> bool:
        return self.value == PositionValue.SUPPLEMENT


def supplement_problem(due_on: date | None, *, today: date) -> str:
    """Why a komplettering can't be wished for by a day, in Swedish, or nothing."""
    if due_on is None:
        return "Ange när kompletteringen önskas."
    if due_on <= today:
        return "Datumet för kompletteringen har passerat."
    return "Kontrollera årtalet." if due_on > today + LONGEST_WAIT else ""


def first_wish_day(audit: Audit, *, today: date) -> date:
    """After which day a komplettering can be wished for: today, or of old the day that the audit was handed over."""
    return (audit.handed_over_on or today) if audit.is_entered_afterwards else today


def awaited(addressee: Addressee, *, on: date) -> date | None:
    """The latest response date of an answer or komplettering about it that had not come by the day."""
    return awaited_of([addressee.pk], on=on).get(addressee.pk)


def awaited_of(addressees: Collection[int], *, on: date) -> dict[int, date]:
    """As `awaited` says, by addressee, of those that something is awaited about."""
    requests: QuerySet[Any] = AnswerRequest.objects.unanswered(on=on).filter(
        items__addressee__in=addressees, items__withdrawn_at=None
    )
    return dict(requests.order_by("due").values_list("items__addressee", "due"))


@transaction.atomic
def judge(
    addressee: Addressee, *, value: str, note: str, at: datetime, by: User, ground: Ground
) -> Verdict:
    """Put forward a judgement of what has been done. Raises RuleBroken where its ground is lacking."""
    verdict = propose_verdict(addressee, value=value, note=note, at=at, by=by, ground=ground)
    today = dates.local_day(at)
    planned = addressee.planned_until(on=today)
    verdict.require_ground(on=today, awaited=awaited(addressee, on=today), planned=planned)
    return verdict


@transaction.atomic
def propose_position(
    item: AnswerItem, *, value: str, note: str, due_on: date | None, at: datetime, by: User
) -> Position:
    """Put forward a position on one answered recommendation, or change the proposal: see `propose_positions`."""
    [position] = propose_positions({item: Wanted(value, note, due_on)}, at=at, by=by)
    return position


@transaction.atomic
def propose_positions(
    wanted: Mapping[AnswerItem, Wanted], *, at: datetime, by: User
) -> list[Position]:
    """Put forward positions on answered recommendations, or change the proposals.

    Raises RuleBroken when a komplettering has no date or no words, or a position is decided: see `reconsider`.
    """
    positions = []
    for item, position in wanted.items():
        AnswerItem.objects.select_for_update().get(pk=item.pk)
        if not Answer.objects.in_force().filter(pk=item.answer_id).exists():
            raise RuleBroken("Svaret gäller inte längre.")
        if item.positions.decided(on=dates.local_day(at)).exists():
            raise RuleBroken("Ställningstagandet är beslutat. Det ändras genom omprövning.")
        positions.append(_put_forward(item, position, at=at, by=by))
    keep_unsettled(item.answer_id for item in wanted)
    return positions


@transaction.atomic
def reconsider(position: Position, wanted: Wanted, *, at: datetime, by: User) -> Position:
    """Put forward that a decided position was wrong, and what is to stand instead.

    Raises RuleBroken without a reason, when it is no longer the one in force, and for a second komplettering.
    """
    item = AnswerItem.objects.select_for_update().get(pk=position.item_id)
    in_force = item.positions.decided(on=dates.local_day(at)).first()
    if in_force is None or in_force.pk != position.pk:
        raise RuleBroken("Ställningstagandet gäller inte längre. Läs om sidan.")
    if not wanted.reason.strip():
        raise RuleBroken({"revision_reason": "Ange varför beslutet omprövas."})
    if wanted.is_supplement and in_force.value == PositionValue.SUPPLEMENT:
        problem = "Komplettering är redan begärd. Välj Noteras för att ta tillbaka den."
        raise RuleBroken({"value": problem})
    proposed = _put_forward(item, replace(wanted, revises=in_force), at=at, by=by)
    keep_unsettled([item.answer_id])
    return proposed


def _put_forward(item: AnswerItem, wanted: Wanted, *, at: datetime, by: User) -> Position:
    if wanted.is_supplement:
        audit = item.answer.request.audit
        _require_wish(
            wanted.note, wanted.due_on, today=first_wish_day(audit, today=dates.local_day(at))
        )
    position = item.positions.proposed().first() or Position(item=item)
    if position.pk:
        position.version += 1
    position.value, position.note = wanted.value, wanted.note
    position.due_on = wanted.due_on if wanted.is_supplement else None
    position.proposed_at, position.proposed_by = at, by
    position.revise(wanted.revises, wanted.reason)
    position.save()
    open_answers(Answer.objects.filter(pk=item.answer_id), at=at, by=by)
    return position


@transaction.atomic
def take_back_proposal(position: Position, *, at: datetime) -> None:
    """What was put forward about an answer is not any more. Raises RuleBroken once it is decided."""
    position.withdraw(at=at)
    keep_unsettled([position.item.answer_id])


def _require_wish(note: str, due_on: date | None, *, today: date) -> None:
    missing = {
        "due_on": supplement_problem(due_on, today=today),
        "note": "" if note.strip() else "Ange vad som ska kompletteras.",
    }
    if problems := {name: text for name, text in missing.items() if text}:
        raise RuleBroken(problems)


@transaction.atomic
def decide(
    *,
    positions: Collection[int],
    verdicts: Collection[int],
    on: date | Sitting,
    at: datetime,
    by: User,
    paragraph: str = "",
) -> int:
    """Record what revisorerna decided at their meeting; ids of positions and verdicts. Returns how many.

    `on`: the meeting, or the day of one.
    Raises RuleBroken for a meeting in the future, when something is no longer an open proposal, and when a ground
    that was enough as a proposal is not any more.
    """
    sitting, on = (on, on.meets_on) if isinstance(on, Sitting) else (None, on)
    if on > dates.local_day(at):
        raise RuleBroken({"on": "Sammanträdet kan inte ligga i framtiden."})
    # Before anything else, as when an answer is handed in. And of two meetings recorded at once, the later sees what
    # the earlier decided.
    requests = AnswerRequest.objects.filter(answers__items__positions__in=positions)
    list(AnswerRequest.objects.select_for_update().filter(pk__in=requests).order_by("pk"))
    chosen = list(
        Position.objects.select_for_update(of=("self",))
        .filter(pk__in=positions)
        .select_related(
            "item__answer__request__body",
            "item__answer__request__audit",
            "item__asked__addressee",
            "revises",
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
    _require_sitting(chosen, judged, on=on, at=at, by=by)
    for proposal in (*chosen, *judged):
        proposal.require_open()
    _require_grounds(chosen, judged, on=on, today=dates.local_day(at))
    proposals: list[Position | Verdict] = [*chosen, *judged]
    sitting = sitting or sitting_for(map(audit_of, proposals), on, at=at, by=by)
    for proposal in proposals:
        counts_from = audit_of(proposal).moment_of(on, at=at)
        proposal.note_decision(
            on=on,
            at=counts_from,
            by=by,
            sitting=sitting,
            paragraph=paragraph,
            recorded_at=at if counts_from < at else None,
        )
    save_many(chosen, REVISABLE_DECISION, by=by)
    save_many(judged, REVISABLE_DECISION, by=by)
    _take_back(chosen, at=at)
    _ask_for_supplements(chosen, on=on, at=at, by=by)
    keep_states(
        [p.item.asked.addressee_id for p in chosen] + [v.addressee_id for v in judged],
    )
    keep_unsettled(p.item.answer_id for p in chosen)
    _tell_noted(chosen, on=on, at=at)
    return len(chosen) + len(judged)


def audit_of(proposal: Position | Verdict) -> Audit:
    if isinstance(proposal, Verdict):
        return proposal.addressee.recommendation.audit
    return proposal.item.answer.request.audit


def _require_possible_day(positions: list[Position], verdicts: list[Verdict], *, on: date) -> None:
    """Nothing is decided before there was something to decide on, or behind a later decision."""
    if any(on < p.item.answer.came_on for p in positions if p.item.answer.came_on):
        raise RuleBroken({"on": "Sammanträdet kan inte ligga före den dag svaret kom."})
    later = Position.objects.filter(item__in=[p.item_id for p in positions], decided_on__gt=on)
    for position in later.select_related("item")[:1]:
        raise RuleBroken({"on": f"{position.item} har ett senare beslut."})
    for verdict in verdicts:
        handed_over_on = verdict.addressee.recommendation.audit.handed_over_on
        if handed_over_on and on < handed_over_on:
            raise RuleBroken({"on": "Sammanträdet kan inte ligga före överlämnandet."})
    judged = [verdict.addressee_id for verdict in verdicts]
    for verdict in Verdict.objects.filter(addressee__in=judged, decided_on__gt=on)[:1]:
        raise RuleBroken({"on": f"En senare bedömning av {verdict.addressee} är redan beslutad."})


def _require_sitting(
    positions: list[Position], verdicts: list[Verdict], *, on: date, at: datetime, by: User
) -> None:
    """Each revisionsår is decided by its own revisorer until their revisionsberättelse.

    Of a meeting before the audit was entered here it is only written down what others decided.
    """
    proposals: list[Position | Verdict] = [*positions, *verdicts]
    audits = [audit_of(proposal) for proposal in proposals]
    decided_here = (audit for audit in audits if audit.moment_of(on, at=at) == at)
    for year in sorted({audit.audit_year for audit in decided_here}):
        require_sitting(by, year, on=dates.local_day(at))


def _require_grounds(
    positions: list[Position], verdicts: list[Verdict], *, on: date, today: date
) -> None:
    """As things stood on the day of the meeting: an answer or a date may have changed since it was put forward."""
    lacking = []
    judged = [verdict.addressee_id for verdict in verdicts]
    waited_for = awaited_of(judged, on=on)
    planned = planned_ends(judged, on=on)
    for verdict in verdicts:
        key = verdict.addressee_id
        try:
            verdict.require_ground(on=on, awaited=waited_for.get(key), planned=planned.get(key))
        except RuleBroken as error:
            lacking += [f"{verdict.addressee}: {text}" for text in error.messages]
    for position in positions:
        if position.value != PositionValue.SUPPLEMENT:
            continue
        try:
            earliest = first_wish_day(audit_of(position), today=today)
            _require_wish(position.note, position.due_on, today=earliest)
        except RuleBroken as error:
            lacking += [f"{position.item.asked.addressee}: {text}" for text in error.messages]
    if lacking:
        raise RuleBroken(lacking)


def _take_back(positions: list[Position], *, at: datetime) -> None:
    """What was asked for by a decision that has been put right is not asked for any more."""
    wrong = [p for p in positions if p.takes_back_supplement]
    for answer, group in groupby(wrong, key=lambda p: p.item.answer):
        take_back_supplement(answer, [position.item for position in group], at=at)


def _ask_for_supplements(positions: list[Position], *, on: date, at: datetime, by: User) -> None:
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
            at=answer.request.audit.moment_of(on, at=at),
            by=by,
        )


def _tell_noted(positions: list[Position], *, on: date, at: datetime) -> None:
    """The bodies whose answer is noted in every part by now. Of what was decided before the entry nobody is told."""
    decided_here = [p for p in positions if audit_of(p).moment_of(on, at=at) == at]
    answers = {p.item.answer_id: p.item.answer for p in decided_here}
    noted = _noted(answers, on=dates.local_day(at))
    for answer in answers.values():
        if answer.is_in_force and answer.pk in noted:
            answer_noted(answer, at=at)


def _noted(answers: Collection[int], *, on: date) -> set[int]:
    """Of answers (pk): those that are noted in every part."""
    in_force = Position.objects.decided(on=on).filter(item=OuterRef("pk")).values("value")[:1]
    items = AnswerItem.objects.filter(answer__in=answers).asked_for()
    values: dict[int, set[str | None]] = defaultdict(set)
    for answer, value in items.annotate(said=Subquery(in_force)).values_list("answer", "said"):
        values[answer].add(value)
    return {answer for answer, decided in values.items() if decided == {PositionValue.NOTED}}

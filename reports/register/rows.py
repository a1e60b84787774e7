"""The rows of the register: each recommendation × body with what is said of it in three voices, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import Exists, F, OuterRef

from accounts.descriptions import describe
from accounts.models import Body, User
from audit.models import Audit
from common import swedish
from common.status import Status
from recommendations.models import Addressee, Repetition
from recommendations.values import (
    CLOSING,
    FINISHED,
    UNJUDGED,
    CountPart,
    StatedState,
    VerdictValue,
)
from responses.lines import NextStep
from responses.models import AnswerItem, Occasion, UnitState
from responses.models.corrections import text_then, title_then
from responses.models.items import AnswerState

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    WordedAddressee = WithAnnotations[Addressee, "Wording"]
    StancedItem = WithAnnotations[AnswerItem, "AboutUnit"]


class Wording(TypedDict):
    """What was put, as it read on the day."""

    text_then: str
    title_then: str
    is_repeating: bool


class AboutUnit(TypedDict):
    """The key of the addressee that an answer is about."""

    addressee: int


@dataclass(frozen=True)
class UnitRow:
    """One recommendation × body, as known on a day."""

    state: UnitState
    addressee: Addressee
    # As they were called on the day: the one that it was put to, and the one that has it since.
    body: Body
    holder: Body
    on: date
    repeats: bool
    # What the latest answer says, None while there is none.
    answer: Status | None = None

    @property
    def audit(self) -> Audit:
        return self.addressee.recommendation.audit

    @property
    def text(self) -> str:
        return self.addressee.recommendation.text

    @property
    def is_taken_over(self) -> bool:
        return self.holder.pk != self.body.pk

    @property
    def put_on(self) -> date | None:
        return self.audit.handed_over_on

    @property
    def age(self) -> str:
        """4 mån, 2 år. Nothing where an earlier register does not say when it was put."""
        return age_words(self.put_on, self.on) if self.put_on else ""

    @property
    def answered(self) -> Status:
        """How the answer stands: late, waited for, or what it says."""
        late_from = self.state.late_from
        if late_from and late_from <= self.on:
            days = (self.on - late_from).days + 1
            return AnswerState.LATE.status.named(f"{swedish.counted(days, 'dag', 'dagar')} sent")
        if self.state.awaited and self.state.awaited != Occasion.MISSIVE:
            return AnswerState.MISSING.status.named(f"{self._awaited} väntas")
        if self.answer:
            return self.answer
        if self.state.arrived_on:
            return AnswerState.IN_REGISTER.status
        return AnswerState.MISSING.status

    @property
    def _awaited(self) -> str:
        """What is waited for, with a capital."""
        words = {Occasion.SUPPLEMENT: "Komplettering", Occasion.STATUS: "Lägesrapport"}
        return words.get(Occasion(self.state.awaited), "Svar") if self.state.awaited else "Svar"

    @property
    def stated(self) -> Status:
        """Nämnden uppger: Pågår till 31 oktober. / Genomförd 3 mars."""
        claim = StatedState(self.state.claim)
        day = self.state.claimed_on if claim in FINISHED else self.state.planned_on
        if day is None:
            return claim.status
        until = "" if claim in FINISHED else "till "
        return claim.status.named(f"{claim.label} {until}{swedish.date_near(day, self.on)}")

    @property
    def judged(self) -> Status:
        if self.state.part == CountPart.REPLACED:
            return CountPart.REPLACED.status
        return VerdictValue(self.state.verdict).status if self.state.verdict else UNJUDGED

    @property
    def is_late(self) -> bool:
        return self.state.late_from is not None and self.state.late_from <= self.on

    @property
    def next_step(self) -> str:
        """Bedöm. / Klart enligt planen 31 oktober. / Avslutad 15 juni."""
        day = swedish.date_near(self.state.step_on, self.on)
        return {
            NextStep.ANSWER: "Fråga nämnden" if self.is_late else f"{self._awaited} väntas {day}",
            NextStep.JUDGE: "Bedöm",
            NextStep.FOLLOW: self._follow_up(day),
            NextStep.CLOSED: f"Avslutad {day}",
            NextStep.REPLACED: "Följs i den senare",
        }[NextStep(self.state.step)]

    def _follow_up(self, day: str) -> str:
        planned = self.state.planned_on
        if planned is None:
            return "Följ upp"
        return (
            f"Följ upp, skulle vara klart {day}"
            if planned < self.on
            else f"Klart enligt planen {day}"
        )

    @property
    def is_open(self) -> bool:
        return self.state.part not in (*CLOSING, CountPart.REPLACED)


def age_words(since: date, on: date) -> str:
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    return f"{months} mån" if months < 12 else f"{months // 12} år"


def rows_of(
    states: Iterable[UnitState], *, user: User, on: date, as_known: bool = False
) -> list[UnitRow]:
    """In the order of the states, which are read `with_holder`. The same questions to the database for any number."""
    states = list(states)
    keys = [state.addressee_id for state in states]
    stances = _stances(keys, on=on, as_known=as_known)
    rows = unanswered_rows(states, user=user, on=on)
    return [replace(row, answer=stances.get(row.addressee.pk)) for row in rows]


def unanswered_rows(states: list[UnitState], *, user: User, on: date) -> list[UnitRow]:
    """The same without what was answered, for those who have read that already."""
    keys = [state.addressee_id for state in states]
    addressees = _addressees(keys, user=user, on=on)
    bodies = Body.objects.in_bulk(
        {state.holder for state in states} | {state.body_id for state in states}
    )
    describe(bodies.values(), on=on)
    return [
        UnitRow(
            state=state,
            addressee=addressees[state.addressee_id],
            body=bodies[state.body_id],
            holder=bodies[state.holder],
            on=on,
            repeats=addressees[state.addressee_id].is_repeating,
        )
        for state in states
    ]


def _addressees(keys: list[int], *, user: User, on: date) -> "dict[int, WordedAddressee]":
    """With the wording and the title of then."""
    seen = Addressee.objects.visible_to(user).filter(pk=OuterRef("earlier"))
    repeating = Repetition.objects.known(on=on).filter(
        Exists(seen), recommendation=OuterRef("recommendation")
    )
    worded = (
        Addressee.objects.filter(pk__in=keys)
        .select_related("recommendation__audit")
        .annotate(
            text_then=text_then("recommendation", on=on),
            title_then=title_then("recommendation__audit", on=on),
            is_repeating=Exists(repeating),
        )
    )
    rows = cast("list[WordedAddressee]", list(worded))
    for row in rows:
        row.recommendation.text = row.text_then
        row.recommendation.audit.title = row.title_then
    return {row.pk: row for row in rows}


def _stances(keys: list[int], *, on: date, as_known: bool) -> dict[int, Status]:
    """By addressee. A mark for secrecy is of the words, never of whether the body agrees."""
    items = (
        AnswerItem.objects.in_force(on=on, as_known=as_known)
        .with_earlier_stance()
        .filter(asked__addressee__in=keys)
        .annotate(addressee=F("asked__addressee"))
        .only("stance")
        .order_by("answer__submitted_at", "pk")
    )
    stanced = cast("Iterable[StancedItem]", items)
    return {item.addressee: item.status_in_force for item in stanced}

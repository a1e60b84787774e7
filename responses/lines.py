"""The line of one recommendation × body through time, out of the facts about it.

UnitFacts are told by local days: what happened on a day holds at its end. No database here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import models

from recommendations.values import CLOSING, FINISHED, CountPart, StatedState


class NextStep(models.IntegerChoices):
    """What comes next with a recommendation × body, the most urgent first. Swedish: nästa steg."""

    ANSWER = 0, "Svar väntas"
    JUDGE = 1, "Bedöms"
    FOLLOW = 2, "Följs upp"
    CLOSED = 3, "Avslutad"
    REPLACED = 4, "Ersatt"


@dataclass(frozen=True)
class Span:
    """From the end of a day until the end of another, or for good."""

    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class AnswerFact:
    """An answer that was in force. `known`: the day that it was written down here."""

    span: Span
    known: date
    arrived_on: date
    came_at: datetime

    def holds(self, on: date, *, as_known: bool) -> bool:
        return self.span.holds(on) and not (as_known and self.known > on)


@dataclass(frozen=True)
class RequestFact:
    """What was asked, each date that was set in the order that they were set (day, date), and what came."""

    occasion: str
    span: Span
    dues: list[tuple[date, date]]
    answers: list[AnswerFact]

    def is_awaited(self, on: date, *, as_known: bool) -> bool:
        came = any(answer.holds(on, as_known=as_known) for answer in self.answers)
        return self.span.holds(on) and not came

    def due(self, on: date) -> date | None:
        known = [due_on for day, due_on in self.dues if day <= on]
        return known[-1] if known else None


@dataclass(frozen=True, order=True)
class VerdictFact:
    """A decided verdict; the greatest is the one in force."""

    decided_on: date
    decided_at: datetime
    pk: int
    value: str
    counts_from: date
    known: date


@dataclass(frozen=True, order=True)
class ReportFact:
    """How far the body has said that it has come; the greatest is the latest."""

    reported_at: datetime
    pk: int
    span: Span
    claim: str
    done_on: date | None


@dataclass(frozen=True)
class MeasureFact:
    """What the body plans, by when, and each time that it has told how far it has come with it."""

    span: Span
    due_on: date | None
    reports: tuple[ReportFact, ...] = ()

    def remains(self, on: date) -> bool:
        """Neither done nor given up, as the body says."""
        latest = _latest(self.reports, on)
        return self.span.holds(on) and not (latest and latest.claim in FINISHED)


@dataclass
class UnitFacts:
    """All that is known of one recommendation × body. `known`: the day that it was written down here."""

    recommendation: int
    audit: int
    audit_year: int
    body: int
    put_on: date
    known: date
    entered_afterwards: bool
    from_register: bool
    # What an earlier register says.
    answered_on: date | None = None
    answers: list[AnswerFact] = field(default_factory=list)
    requests: list[RequestFact] = field(default_factory=list)
    verdicts: list[VerdictFact] = field(default_factory=list)
    replaced: list[Span] = field(default_factory=list)
    measures: list[MeasureFact] = field(default_factory=list)
    reports: list[ReportFact] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """How it stood."""

    part: str
    verdict: str = ""
    judged_on: date | None = None
    arrived_on: date | None = None
    came_late: bool = False
    awaited: str = ""
    due_on: date | None = None
    late_from: date | None = None
    claim: str = StatedState.NOTHING
    claimed_on: date | None = None
    planned_on: date | None = None
    overdue_from: date | None = None

    @property
    def is_claimed_done(self) -> bool:
        """The body says that it is done, and nothing has been judged since."""
        if self.claim != StatedState.DONE or self.claimed_on is None:
            return False
        return self.judged_on is None or self.judged_on < self.claimed_on

    @property
    def step(self) -> NextStep:
        if self.part == CountPart.REPLACED:
            return NextStep.REPLACED
        if self.part in CLOSING:
            return NextStep.CLOSED
        if self.awaited:
            return NextStep.ANSWER
        is_judged = self.verdict and not self.is_claimed_done
        return NextStep.FOLLOW if is_judged else NextStep.JUDGE

    @property
    def step_on(self) -> date | None:
        """The day that the step is counted from, or was taken; None where nothing has been said or done yet."""
        return {
            NextStep.ANSWER: self.due_on,
            NextStep.JUDGE: self.claimed_on if self.is_claimed_done else self.arrived_on,
            NextStep.FOLLOW: self.planned_on or self.judged_on,
        }.get(self.step, self.judged_on)


@dataclass(frozen=True)
class Stretch:
    """How it stood from a day until another; as we know now that it was, as it was known then, or both."""

    since: date
    until: date | None
    standing: Standing
    as_it_was: bool
    as_known: bool


def line(facts: UnitFacts) -> list[Stretch]:
    was, known = _stretches(facts, as_known=False), _stretches(facts, as_known=True)
    shared = set(was) & set(known)
    return [replace(stretch, as_it_was=True, as_known=stretch in shared) for stretch in was] + [
        replace(stretch, as_known=True) for stretch in known if stretch not in shared
    ]


def _stretches(facts: UnitFacts, *, as_known: bool) -> list[Stretch]:
    """One telling, neither of both said yet."""
    begins = max(facts.put_on, facts.known) if as_known else facts.put_on
    days = sorted({begins, *(day for day in _days(facts) if day > begins)})
    standings = [(day, _standing(facts, day, as_known=as_known)) for day in days]
    changes = [
        (day, standing)
        for at, (day, standing) in enumerate(standings)
        if at == 0 or standing != standings[at - 1][1]
    ]
    ends = [day for day, _ in changes[1:]]
    return [
        Stretch(day, until, standing, as_it_was=False, as_known=False)
        for (day, standing), until in zip(changes, [*ends, None], strict=True)
    ]


def _days(facts: UnitFacts) -> Iterator[date]:
    """On which something may have changed."""
    if facts.answered_on:
        yield facts.answered_on
    for request in facts.requests:
        yield from _ends(request.span)
        yield from (day for day, _ in request.dues)
    for answer in (*facts.answers, *(a for request in facts.requests for a in request.answers)):
        yield from _ends(answer.span)
        yield answer.known
    for verdict in facts.verdicts:
        yield from (verdict.counts_from, verdict.known)
    reports = (
        *facts.reports,
        *(report for measure in facts.measures for report in measure.reports),
    )
    spans = [measure.span for measure in facts.measures] + [report.span for report in reports]
    for span in (*facts.replaced, *spans):
        yield from _ends(span)


def _ends(span: Span) -> Iterable[date]:
    return filter(None, (span.since, span.until))


def _standing(facts: UnitFacts, on: date, *, as_known: bool) -> Standing:
    answers = [answer for answer in facts.answers if answer.holds(on, as_known=as_known)]
    in_force = max(
        (
            verdict
            for verdict in facts.verdicts
            if verdict.counts_from <= on and not (as_known and verdict.known > on)
        ),
        default=None,
    )
    answered = bool(answers) or (facts.answered_on is not None and facts.answered_on <= on)
    value = in_force.value if in_force else ""
    latest = max(answers, key=lambda answer: answer.came_at, default=None)
    due_on, awaited = _awaited(facts, on, as_known=as_known)
    arrived_on = latest.arrived_on if latest else facts.answered_on if answered else None
    is_replaced = any(span.holds(on) for span in facts.replaced)
    report = _latest(facts.reports, on)
    measures = [measure for measure in facts.measures if measure.span.holds(on)]
    return Standing(
        part=CountPart.REPLACED if is_replaced else CountPart.of(value, answered=answered),
        verdict=value,
        judged_on=in_force.decided_on if in_force else None,
        arrived_on=arrived_on,
        came_late=arrived_on is not None and _came_late(facts, arrived_on, on, as_known=as_known),
        awaited=awaited,
        due_on=due_on,
        late_from=due_on + timedelta(days=1) if due_on else None,
        claim=_claim(report, measures),
        claimed_on=report.span.since if report else None,
        planned_on=max(_planned_days(report, measures), default=None),
        overdue_from=_overdue_from(report, measures, on),
    )


def _came_late(facts: UnitFacts, arrived_on: date, on: date, *, as_known: bool) -> bool:
    """After the date of a request that it answers, as the date was known."""
    return any(
        answer.arrived_on == arrived_on > due and answer.holds(on, as_known=as_known)
        for request in facts.requests
        if request.span.since <= on and (due := request.due(on))
        for answer in request.answers
    )


def _latest(reports: Iterable[ReportFact], on: date) -> ReportFact | None:
    return max((report for report in reports if report.span.holds(on)), default=None)


def _claim(report: ReportFact | None, measures: list[MeasureFact]) -> str:
    """Nämnden uppger: what it has told last, else that it plans something."""
    if report:
        return report.claim
    return StatedState.PLANNED if measures else StatedState.NOTHING


def _planned_days(report: ReportFact | None, measures: Iterable[MeasureFact]) -> list[date]:
    """Those that the body has set itself; none once it is done or given up, as it says."""
    if report and report.claim in FINISHED:
        return []
    days = [*(measure.due_on for measure in measures), report.done_on if report else None]
    return [day for day in days if day]


def _overdue_from(
    report: ReportFact | None, measures: Iterable[MeasureFact], on: date
) -> date | None:
    """The day after the first one that the body has set itself for what remains."""
    days = _planned_days(report, [measure for measure in measures if measure.remains(on)])
    return min(days) + timedelta(days=1) if days else None


def _awaited(facts: UnitFacts, on: date, *, as_known: bool) -> tuple[date | None, str]:
    """Of what is not answered, what is wished soonest: by when and on what occasion."""
    waiting = [
        (due, request.occasion)
        for request in facts.requests
        if request.is_awaited(on, as_known=as_known) and (due := request.due(on))
    ]
    return min(waiting, default=(None, ""))

"""The dated states of what has been handed over: one function, that every deed calls after its facts are written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Greatest

from common import dates
from common.many import in_chunks
from recommendations.models import (
    Addressee,
    Measure,
    MeasureClaim,
    ProgressReport,
    Repetition,
    Verdict,
)
from responses.lines import (
    AnswerFact,
    MeasureFact,
    ReportFact,
    RequestFact,
    Span,
    UnitFacts,
    VerdictFact,
    line,
)
from responses.models import (
    Answer,
    AnswerItem,
    AskedItem,
    DueDate,
    Occasion,
    UnitState,
    UnsettledAnswer,
)
from responses.services.settling import AT_A_TIME, differing_answers, keep_unsettled

_DERIVED = [
    *("addressee_id", "recommendation_id", "audit_id", "audit_year", "body_id"),
    *("put_on", "entered_afterwards", "from_register"),
    *("since", "until", "as_it_was", "as_known"),
    *("part", "verdict", "judged_on", "arrived_on", "came_late", "awaited", "due_on", "late_from"),
    *("claim", "claimed_on", "planned_on", "overdue_from", "step", "step_on"),
]

_MOMENTS = ("submitted_at", "ended_at", "recorded_at", "arrived_on")


@transaction.atomic(savepoint=False)
def keep_states(addressees: Iterable[int]) -> None:
    """Make the states of the addressees (pk) anew, of the facts as they are now, and of those that they repeat.

    Two deeds on the same addressee come here one after the other, and the second sees what the first wrote.
    """
    named = set(addressees)
    repeated = Repetition.objects.filter(recommendation__addressees__in=named)
    for chunk in in_chunks(
        sorted(named | set(repeated.values_list("earlier", flat=True))), AT_A_TIME
    ):
        # No deed that only refers to the addressee waits for the lock, so none can wait crosswise.
        locked = Addressee.objects.select_for_update(no_key=True).filter(pk__in=chunk)
        list(locked.order_by("pk").values_list("pk"))
        difference = _difference(chunk)
        UnitState.objects.filter(pk__in=difference.wrong).delete()
        UnitState.objects.bulk_create(difference.missing)


def keep_states_asked(request: int) -> None:
    """Of all that the request (pk) asks about."""
    keep_states(AskedItem.objects.filter(request=request).values_list("addressee", flat=True))


@dataclass(frozen=True)
class Difference:
    """Between the states kept and what the facts say: the pk of those that are wrong, and those that are missing."""

    wrong: list[int]
    missing: list[UnitState]

    @property
    def addressees(self) -> set[int]:
        stored = UnitState.objects.filter(pk__in=self.wrong).values_list("addressee", flat=True)
        return {*stored, *(state.addressee_id for state in self.missing)}


@dataclass(frozen=True)
class Recounted:
    """The addressees whose states were not what the facts say, and the answers that wait or do not (pk)."""

    addressees: set[int]
    answers: set[int]

    @property
    def count(self) -> int:
        return len(self.addressees) + len(self.answers)


def recount(*, repair: bool) -> Recounted:
    """What was kept and differed from the facts. With `repair` it does not, afterwards."""
    differing: set[int] = set()
    keys = Addressee.objects.order_by("pk").values_list("pk", flat=True)
    for chunk in in_chunks(keys.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
        wrong = _difference(chunk).addressees
        if wrong and repair:
            keep_states(wrong)
        differing |= wrong
    answers = differing_answers()
    if repair:
        keep_unsettled(answers)
    return Recounted(differing, answers)


def fill() -> None:
    """Make the states of what has been handed over and has none: of an older database, or when a rule has changed."""
    handed_over = Addressee.objects.filter(recommendation__audit__handed_over_at__isnull=False)
    lacking = handed_over.filter(states=None).order_by("pk").values_list("pk", flat=True)
    for chunk in in_chunks(list(lacking), AT_A_TIME):
        keep_states(chunk)
    if not UnsettledAnswer.objects.exists():
        keep_unsettled(differing_answers())


def _difference(addressees: Collection[int]) -> Difference:
    wanted = {tuple(getattr(row, name) for name in _DERIVED): row for row in _states(addressees)}
    wrong = []
    stored = UnitState.objects.filter(addressee__in=addressees).order_by()
    for pk, *derived in stored.values_list("pk", *_DERIVED):
        if wanted.pop(tuple(derived), None) is None:
            wrong.append(pk)
    return Difference(wrong, list(wanted.values()))


def _states(addressees: Collection[int]) -> Iterator[UnitState]:
    for pk, facts in _facts(addressees).items():
        for stretch in line(facts):
            standing = stretch.standing
            yield UnitState(
                addressee_id=pk,
                recommendation_id=facts.recommendation,
                audit_id=facts.audit,
                audit_year=facts.audit_year,
                body_id=facts.body,
                put_on=facts.put_on,
                entered_afterwards=facts.entered_afterwards,
                from_register=facts.from_register,
                since=stretch.since,
                until=stretch.until,
                as_it_was=stretch.as_it_was,
                as_known=stretch.as_known,
                part=standing.part,
                verdict=standing.verdict,
                judged_on=standing.judged_on,
                arrived_on=standing.arrived_on,
                came_late=standing.came_late,
                awaited=standing.awaited,
                due_on=standing.due_on,
                late_from=standing.late_from,
                claim=standing.claim,
                claimed_on=standing.claimed_on,
                planned_on=standing.planned_on,
                overdue_from=standing.overdue_from,
                step=standing.step,
                step_on=standing.step_on or facts.put_on,
            )


def _facts(addressees: Collection[int]) -> dict[int, UnitFacts]:
    """Of those that have been handed over, by pk."""
    rows = list(_handed_over(addressees))
    facts = {row.pk: row.facts for row in rows}
    _add_requests(facts)
    # Of what has just been handed over there is none of these, and none is looked for.
    if any(row.has_verdicts for row in rows):
        _add_verdicts(facts)
    if any(row.is_repeated for row in rows):
        _add_replacements(facts)
    if any(row.has_measures for row in rows):
        _add_measures(facts)
    if any(row.has_reports for row in rows):
        _add_reports(facts)
    return facts


class _HandedOverUnit(NamedTuple):
    """An addressee that has been handed over, with what there is to read about it."""

    pk: int
    facts: UnitFacts
    has_verdicts: bool
    is_repeated: bool
    has_measures: bool
    has_reports: bool


def _handed_over(addressees: Collection[int]) -> Iterator[_HandedOverUnit]:
    audit = "recommendation__audit"
    handed_over = Addressee.objects.filter(
        pk__in=addressees, **{f"{audit}__handed_over_at__isnull": False}
    ).order_by()
    about_it = {"addressee": OuterRef("pk")}
    for (
        pk,
        recommendation,
        audit_pk,
        year,
        body,
        put_at,
        entered_at,
        source,
        *facts,
    ) in handed_over.values_list(
        *("pk", "recommendation", audit, f"{audit}__audit_year", "body"),
        *(f"{audit}__handed_over_at", f"{audit}__entered_afterwards_at"),
        *(f"{audit}__entered_from", "register_entry__answered_on"),
        Exists(Verdict.objects.filter(**about_it)),
        Exists(Repetition.objects.filter(earlier=OuterRef("pk"))),
        Exists(Measure.objects.filter(**about_it)),
        Exists(ProgressReport.objects.filter(**about_it)),
    ):
        put_on = dates.local_day(put_at)
        answered_on, *about = facts
        unit = UnitFacts(
            recommendation=recommendation,
            audit=audit_pk,
            audit_year=year,
            body=body,
            put_on=put_on,
            known=dates.local_day(entered_at) if entered_at else put_on,
            entered_afterwards=entered_at is not None,
            from_register=bool(source),
            answered_on=answered_on,
        )
        yield _HandedOverUnit(pk, unit, *about)


def _add_requests(facts: dict[int, UnitFacts]) -> None:
    """With their dates and answers, and of these what was said about each."""
    items = (
        AskedItem.objects.filter(addressee__in=facts)
        .order_by("pk")
        .values_list(
            *("addressee", "request", "withdrawn_at"),
            *("request__occasion", "request__opened_at", "request__withdrawn_at"),
            Exists(Answer.objects.submitted().filter(request=OuterRef("request"))),
        )
    )
    rows = list(items)
    dues: dict[int, list[tuple[date, date]]] = defaultdict(list)
    set_dates = DueDate.objects.filter(request__in={row[1] for row in rows})
    for request, set_at, due_on in set_dates.order_by("set_at", "pk").values_list(
        "request", "set_at", "due_on"
    ):
        dues[request].append((dates.local_day(set_at), due_on))
    came: dict[int, list[AnswerFact]] = defaultdict(list)
    answered = {row[1] for row in rows if row[6]}
    # None, of what has not been answered: then nothing is asked.
    answers = Answer.objects.submitted().filter(request__in=answered)
    for request, *moments in answers.order_by("pk").values_list("request", *_MOMENTS):
        came[request].append(_answer(*moments))
    for addressee, request, item_withdrawn, occasion, opened_at, withdrawn, _ in rows:
        ends = [dates.local_day(at) for at in (item_withdrawn, withdrawn) if at]
        span = Span(dates.local_day(opened_at), min(ends, default=None))
        facts[addressee].requests.append(RequestFact(occasion, span, dues[request], came[request]))
    if answered:
        _add_answers(facts)


def _add_answers(facts: dict[int, UnitFacts]) -> None:
    answered = (
        AnswerItem.objects.asked_for()
        .filter(asked__addressee__in=facts, answer__submitted_at__isnull=False)
        .exclude(answer__request__occasion=Occasion.STATUS)
    )
    for addressee, *moments in answered.order_by("pk").values_list(
        "asked__addressee", *(f"answer__{name}" for name in _MOMENTS)
    ):
        facts[addressee].answers.append(_answer(*moments))


def _answer(
    came_at: datetime, ended_at: datetime | None, recorded_at: datetime | None, arrived_on: date
) -> AnswerFact:
    span = Span(dates.local_day(came_at), dates.local_day(ended_at) if ended_at else None)
    known = dates.local_day(recorded_at) if recorded_at else span.since
    return AnswerFact(span, known, arrived_on, came_at)


def _add_verdicts(facts: dict[int, UnitFacts]) -> None:
    decided: QuerySet[Any] = Verdict.objects.filter(
        addressee__in=facts, decided_at__isnull=False
    ).order_by("pk")
    columns = ("addressee", "pk", "value", "decided_on", "decided_at", "recorded_at")
    for addressee, pk, value, on, at, recorded_at in decided.values_list(*columns):
        day = dates.local_day(at)
        known = max(day, dates.local_day(recorded_at)) if recorded_at else day
        facts[addressee].verdicts.append(VerdictFact(on, at, pk, value, max(on, day), known))


def _add_replacements(facts: dict[int, UnitFacts]) -> None:
    later = Repetition.objects.filter(
        earlier__in=facts, recommendation__audit__handed_over_at__isnull=False
    ).annotate(stands_from=Greatest("noted_at", "recommendation__audit__handed_over_at"))
    for earlier, stands_from, withdrawn_at in later.order_by("pk").values_list(
        "earlier", "stands_from", "withdrawn_at"
    ):
        since = dates.local_day(stands_from)
        until = dates.local_day(withdrawn_at) if withdrawn_at else None
        if until is None or since < until:
            facts[earlier].replaced.append(Span(since, until))


def _add_measures(facts: dict[int, UnitFacts]) -> None:
    """What may be secret is told nobody as a day either."""
    planned: QuerySet[Any] = Measure.objects.filter(
        addressee__in=facts, may_be_secret=False
    ).order_by("pk")
    reports: dict[int, list[ReportFact]] = defaultdict(list)
    claims = MeasureClaim.objects.filter(
        measure__in=planned, report__reported_at__isnull=False, report__may_be_secret=False
    )
    for measure, claim, pk, at, withdrawn_at in claims.values_list(
        *("measure", "claim", "pk", "report__reported_at", "report__withdrawn_at")
    ):
        reports[measure].append(ReportFact(at, pk, _reported_span(at, withdrawn_at), claim, None))
    columns = ("addressee", "pk", "due_on", "stated_at", "replaced_at")
    for addressee, pk, due_on, stated_at, replaced_at in planned.values_list(*columns):
        until = dates.local_day(replaced_at) if replaced_at else None
        span = Span(dates.local_day(stated_at), until)
        facts[addressee].measures.append(MeasureFact(span, due_on, tuple(reports[pk])))


def _add_reports(facts: dict[int, UnitFacts]) -> None:
    reported: QuerySet[Any] = ProgressReport.objects.filter(
        addressee__in=facts, reported_at__isnull=False, may_be_secret=False
    ).order_by("pk")
    columns = ("addressee", "reported_at", "pk", "withdrawn_at", "claim", "done_on")
    for addressee, at, pk, withdrawn_at, claim, done_on in reported.values_list(*columns):
        span = _reported_span(at, withdrawn_at)
        facts[addressee].reports.append(ReportFact(at, pk, span, claim, done_on))


def _reported_span(at: datetime, withdrawn_at: datetime | None) -> Span:
    return Span(dates.local_day(at), dates.local_day(withdrawn_at) if withdrawn_at else None)

"""The kept states say what the facts say: after any deeds, on any day, in both tellings."""

from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command
from django.db.models import Exists, F, OuterRef

from accounts.models import User
from common import dates
from recommendations.models import (
    Addressee,
    Measure,
    ProgressReport,
    RegisterEntry,
)
from recommendations.models.measures import planned_ends
from recommendations.values import FINISHED, CountPart, StatedState
from responses import services
from responses.models import (
    Answer,
    AnswerItem,
    AnswerRequest,
    AskedItem,
    Extension,
    UnitState,
    UnsettledAnswer,
)
from tests.long import LONG
from tests.responses.random_deeds import BEGINS, Deeds

DEEDS, DAYS = (5000, 60) if LONG else (130, 8)

# Of an addressee: who has it, in which part it is counted, whether something is late or came late, what its body
# claims and plans, and whether something of the plan has passed its day.
Told = dict[int, tuple[int, str, bool, bool, str, date | None, bool]]


def as_kept(on: date, *, as_known: bool) -> Told:
    states = UnitState.objects.on(on, as_known=as_known).with_holder(on=on)
    return {
        state.addressee_id: (
            state.holder,
            state.part,
            state.part != CountPart.REPLACED and bool(state.late_from and state.late_from <= on),
            state.came_late,
            state.claim,
            state.planned_on,
            bool(state.overdue_from and state.overdue_from <= on),
        )
        for state in states
    }


def as_counted(on: date, *, as_known: bool) -> Told:
    """Counted anew of the facts, one question a fact: slow, and written without the states."""
    answered = AnswerItem.objects.in_force(on=on, as_known=as_known).filter(
        asked__addressee=OuterRef("pk")
    )
    in_register = RegisterEntry.objects.filter(addressee=OuterRef("pk"), answered_on__lte=on)
    late = AskedItem.objects.standing(on=on).filter(
        addressee=OuterRef("pk"),
        request__in=AnswerRequest.objects.late(on=on, as_known=as_known).values("pk"),
    )
    came_after = AnswerRequest.objects.opened(on=on).with_state(on=on, as_known=as_known)
    came_after = came_after.filter(arrived_on__gt=F("due")).order_by()
    came_late = set(came_after.values_list("items__addressee", "arrived_on"))
    rows = (
        Addressee.objects.put(on=on, as_known=as_known)
        .with_replacement(on=on)
        .with_verdict(on=on, as_known=as_known)
        .with_holder(on=on, as_known=as_known)
        .annotate(is_answered=Exists(answered) | Exists(in_register), is_late=Exists(late))
    )
    keys = [row.pk for row in rows]
    planned = planned_ends(keys, on=on)
    claims = {
        report.addressee_id: report.claim
        for report in ProgressReport.objects.reported(on=on).distinct("addressee_id")
    }
    arrived = _arrived(keys, on=on, as_known=as_known)
    overdue = _overdue(on=on)
    stated = set(Measure.objects.stated(on=on).values_list("addressee", flat=True))
    told = {}
    for row in rows:
        part = CountPart.of(row.verdict_value, answered=row.is_answered)
        told[row.pk] = (
            row.holder,
            CountPart.REPLACED if row.is_replaced else part,
            row.is_late and not row.is_replaced,
            (row.pk, arrived.get(row.pk)) in came_late,
            claims.get(row.pk, StatedState.PLANNED if row.pk in stated else StatedState.NOTHING),
            planned.get(row.pk),
            row.pk in overdue,
        )
    return told


def waiting_as_kept() -> dict[int, bool]:
    """Answers with something left to decide, and whether something in it has no proposal."""
    return dict(UnsettledAnswer.objects.values_list("answer", "is_bare"))


def waiting_as_counted() -> dict[int, bool]:
    waiting = {}
    for answer in Answer.objects.in_force().exclude(request__occasion="status"):
        stands = [
            [(p.decided_at is not None) for p in item.positions.filter(withdrawn_at=None)]
            for item in answer.items.filter(asked__withdrawn_at=None)
        ]
        is_bare = any(not positions for positions in stands)
        if is_bare or any(False in positions for positions in stands):
            waiting[answer.pk] = is_bare
    return waiting


def dates_as_kept(on: date) -> list[tuple[object, ...]]:
    """Of each request, as it is told today: its date, the first one, and the anstånd that it comes from."""
    requests = AnswerRequest.objects.with_state(on=on).order_by("pk")
    return list(requests.values_list("pk", "due", "first_due", "due_extension"))


def dates_as_set() -> list[tuple[object, ...]]:
    told: list[tuple[object, ...]] = []
    for request in AnswerRequest.objects.order_by("pk"):
        first, *_ = every = sorted(request.due_dates.all(), key=lambda due: (due.set_at, due.pk))
        granted = Extension.objects.filter(due_date=every[-1]).first()
        told.append((request.pk, every[-1].due_on, first.due_on, granted and granted.pk))
    return told


def _overdue(*, on: date) -> set[int]:
    """Where a measure that remains, or what was said of the whole, is past its day."""
    measures = Measure.objects.past(on=on).values_list("addressee", flat=True)
    latest = ProgressReport.objects.reported(on=on).distinct("addressee_id")
    wholes = (
        report.addressee_id
        for report in latest
        if report.claim not in FINISHED and report.done_on and report.done_on < on
    )
    return {*measures, *wholes}


def _arrived(addressees: list[int], *, on: date, as_known: bool) -> dict[int, date]:
    """When the latest answer in force about each came, else when the register says that it was answered."""
    entries = RegisterEntry.objects.filter(addressee__in=addressees, answered_on__lte=on)
    items = AnswerItem.objects.in_force(on=on, as_known=as_known).order_by("answer__submitted_at")
    came = items.values_list("asked__addressee", "answer__arrived_on")
    return {**dict(entries.values_list("addressee", "answered_on")), **dict(came)}


def test_after_any_deeds_the_states_are_what_the_facts_say(
    chair: User, board_clerk: User, administrator: User
) -> None:
    deeds = Deeds(20210111, chair, board_clerk, administrator)
    deeds.do(DEEDS)
    length = (deeds.day - BEGINS).days

    assert services.recount(repair=False).count == 0
    assert waiting_as_kept() == waiting_as_counted()
    with dates.told_at(deeds.at):
        assert dates_as_kept(deeds.day) == dates_as_set()
    for _ in range(DAYS):
        on = BEGINS + timedelta(days=deeds.random.randint(0, length + 30))
        for as_known in (False, True):
            assert as_kept(on, as_known=as_known) == as_counted(on, as_known=as_known), on
    undone = {kind.__name__ for kind in deeds.kinds} - set(deeds.done)
    assert not undone, deeds.done


def test_recount_finds_what_is_wrong_and_mends_it(handed_over: object) -> None:
    kept = list(UnitState.objects.values_list("addressee", "part", "since", "until"))
    first, second = UnitState.objects.order_by("addressee")[:2]
    UnitState.objects.filter(pk=first.pk).update(part=CountPart.DONE)
    second.delete()
    told = StringIO()

    call_command("recount", stdout=told)
    assert told.getvalue().splitlines()[-1] == "2 differ"
    call_command("recount", "--repair", stdout=told)

    assert list(UnitState.objects.values_list("addressee", "part", "since", "until")) == kept
    assert services.recount(repair=False).count == 0


def test_what_has_no_states_gets_them(handed_over: object) -> None:
    kept = list(UnitState.objects.values_list("addressee", "part", "since", "until"))
    UnitState.objects.all().delete()

    services.fill()

    assert list(UnitState.objects.values_list("addressee", "part", "since", "until")) == kept

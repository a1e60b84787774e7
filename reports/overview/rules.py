"""What is chosen out of all that is open, by rules that stand on the page. The register narrows itself by the same.

Each is told by its limit, its condition, and where a condition is not enough its question to the states of a day.
"""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import Succession, User
from common import dates
from recommendations.models import Addressee, Repetition, RepetitionQuerySet
from recommendations.values import CLOSING, CountPart
from responses.models import DueDate, UnitState
from responses.models.states import CLAIMED_AND_UNJUDGED, UnitStateQuerySet

# Open for so long, claimed and not judged for so long, and so many rows for each rule.
LONG_YEARS = 2
LONG_DAYS = 90
MOST_ROWS = 10
# The revisionsår that a repeated one was put in.
PUT_IN = "earlier__recommendation__audit__audit_year"

IS_OPEN = ~Q(part__in=(*CLOSING, CountPart.REPLACED))


def is_awaited_in_time(*, on: date) -> Q:
    """An answer is waited for, and its date has not passed."""
    return Q(late_from__gt=on)


def is_older(years: int, *, on: date) -> Q:
    return Q(put_on__lt=dates.months_later(on, -12 * years))


def is_long_open(*, on: date) -> Q:
    return IS_OPEN & is_older(LONG_YEARS, on=on)


def is_long_unjudged(*, on: date) -> Q:
    """The body has said that it is done, and nothing has been judged for so many days."""
    return CLAIMED_AND_UNJUDGED & Q(claimed_on__lt=on - timedelta(days=LONG_DAYS))


def is_claimed_long(*, on: date) -> Q:
    return IS_OPEN & is_long_unjudged(on=on)


def third_time(
    states: UnitStateQuerySet, repeating: list[int], *, user: User, on: date
) -> UnitStateQuerySet:
    """Those that were put to the same body at least twice before.

    An earlier one that the person does not see is not counted, so that nothing is told of it.
    `repeating`: the recommendations that `repeating_twice` gives.
    """
    candidates = states.filter(addressee__recommendation__in=repeating)
    return candidates.filter(Exists(put_before(user=user, on=on)))


def repeating_twice(*, on: date) -> list[int]:
    """The recommendations (pk) whose earlier one itself repeats another. They are few, and all others passed over."""
    known = Repetition.objects.known(on=on)
    before = known.filter(recommendation=OuterRef("earlier__recommendation"))
    return list(known.filter(Exists(before)).values_list("recommendation", flat=True).distinct())


def put_before(*, user: User, on: date) -> RepetitionQuerySet:
    """Of a state: the repetition of one that itself repeats another, with `first_year`: when that was put."""
    before = _earlier(user, on=on).filter(
        _same_body("body", on=on), recommendation=OuterRef("addressee__recommendation")
    )
    first = _earlier(user, on=on).filter(
        _same_body("earlier__body", on=on), recommendation=OuterRef("earlier__recommendation")
    )
    year = Subquery(first.order_by("pk").values(PUT_IN)[:1])
    return before.filter(Exists(first)).annotate(first_year=year).order_by("pk")


def _earlier(user: User, *, on: date) -> RepetitionQuerySet:
    seen = Addressee.objects.visible_to(user).filter(pk=OuterRef("earlier"))
    return Repetition.objects.known(on=on).filter(Exists(seen))


def _same_body(later: str, *, on: date) -> Q:
    """What was put earlier was put to the same body, or to one that it has taken over from."""
    taken_over = Succession.objects.known(on=on).filter(
        body=OuterRef("earlier__body"), heir=OuterRef(OuterRef(later))
    )
    return Q(earlier__body=OuterRef(later)) | Q(Exists(taken_over))


def is_newly_done(since: date, *, as_known: bool = False) -> Q:
    """Åtgärdade that were not so at the end of a day; what was entered afterwards happened long ago."""
    before = UnitState.objects.on(since, as_known=as_known).filter(addressee=OuterRef("addressee"))
    is_new = Q(judged_on__gt=since, entered_afterwards=False)
    was_done = Exists(before.filter(part=CountPart.DONE))
    # Whose state has changed since, which narrows what is looked up.
    has_changed = Q(since__gt=since, part=CountPart.DONE)
    return has_changed & (Q(Exists(before)) | is_new) & ~Q(was_done)


def is_newly_answered(since: date) -> Q:
    return Q(arrived_on__gt=since, from_register=False)


def is_newly_extended(since: date, *, on: date) -> Q:
    """Those whose request was granted more time after the day."""
    granted = DueDate.objects.known(on=on).filter(
        extension__isnull=False,
        set_at__gte=dates.end_of(since),
        request__items__addressee=OuterRef("addressee"),
    )
    return Q(Exists(granted))


def is_newly_late(since: date, *, on: date) -> Q:
    """Those whose date passed after the day, and that wait still."""
    return Q(late_from__gt=since, late_from__lte=on)


def is_newly_put(since: date) -> Q:
    return Q(put_on__gt=since, entered_afterwards=False)

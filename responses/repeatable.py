"""What a recommendation may be a repetition of: open ones of other granskningar, and those that are worded alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from audit.models import Audit
from common.filters import LONGEST_SEARCH, ListFilter
from common.search import holds, sought_words
from recommendations.likeness import MOST_COMPARED, most_alike
from recommendations.models import Addressee, Recommendation, Repetition
from responses.models import UnitState
from responses.models.states import UnitStateQuerySet

# The latest audit first, and in it as they were numbered.
ORDER = ("-audit_year", "addressee_id")
MOST_SUGGESTED = 5


class RepeatableFilter(ListFilter):
    sok = filters.CharFilter(
        label="Sök på text eller granskning",
        max_length=LONGEST_SEARCH,
        method="with_words",
    )

    class Meta:
        model = UnitState
        fields: tuple[str, ...] = ()

    def with_words(self, states: UnitStateQuerySet, _: str, text: str) -> UnitStateQuerySet:
        for word in sought_words(text):
            worded = Recommendation.objects.filter(holds("text", word)).order_by()
            titled = Audit.objects.filter(holds("title", word)).order_by()
            states = states.filter(
                Q(addressee__recommendation__in=worded.values("pk"))
                | Q(audit__in=titled.values("pk"))
            )
        return states


def _open_elsewhere(audit: Audit, *, user: User, on: date) -> UnitStateQuerySet:
    """Of other audits that the person sees, each with who has it, but for what is said to be repeated already."""
    repeated = Repetition.objects.standing().filter(earlier=OuterRef("addressee"))
    states = UnitState.objects.visible_to(user).on(on).outstanding().with_holder(on=on)
    return states.exclude(audit=audit).exclude(Exists(repeated))


def open_to_repeat(recommendation: Recommendation, *, user: User, on: date) -> UnitStateQuerySet:
    """What it may repeat: open, of another audit, and held by a body that this one is put to.

    A body counts as the same as the one that it has taken over from.
    """
    addressees: QuerySet[Any] = recommendation.addressees.with_holder(on=on)
    elsewhere = _open_elsewhere(recommendation.audit, user=user, on=on)
    return elsewhere.filter(Q(holder__in=list(addressees.values_list("holder", flat=True))))


def with_texts(states: QuerySet[UnitState]) -> QuerySet[UnitState]:
    return states.select_related("addressee__recommendation__audit", "addressee__body")


@dataclass(frozen=True)
class OpenText:
    """What one of the open ones says, and who has it."""

    addressee: int
    holder: int
    text: str


def _texts_of(states: UnitStateQuerySet) -> list[OpenText]:
    """Of the latest: nobody puts again what thousands have come after."""
    text = "addressee__recommendation__text"
    latest = states.order_by(*ORDER).values_list("addressee", "holder", text)
    return [OpenText(*row) for row in latest[:MOST_COMPARED]]


def _alike(
    recommendation: Recommendation, texts: Iterable[OpenText], *, most: int
) -> Sequence[int]:
    candidates = ((open_text.addressee, open_text.text) for open_text in texts)
    return most_alike(recommendation.text, candidates, most=most)


def suggested(recommendation: Recommendation, offered: UnitStateQuerySet) -> list[Addressee]:
    """Those that this one may repeat, by likeness of the wording: for a person to confirm or not."""
    alike = _alike(recommendation, _texts_of(offered), most=MOST_SUGGESTED)
    addressees = _told(alike)
    return [addressees[key] for key in alike]


def _told(keys: Iterable[int]) -> dict[int, Addressee]:
    return Addressee.objects.select_related("recommendation__audit", "body").in_bulk([*keys])


def likely_repetitions(
    audit: Audit, *, user: User, on: date
) -> list[tuple[Recommendation, Addressee]]:
    """Recommendations worded like an earlier, open one, where nobody has said whether they repeat it."""
    holders: dict[int, set[int]] = defaultdict(set)
    addressees: QuerySet[Any] = Addressee.objects.with_holder(on=on)
    of_audit = addressees.filter(recommendation__audit=audit)
    for key, holder in of_audit.values_list("recommendation", "holder"):
        holders[key].add(holder)
    elsewhere = _open_elsewhere(audit, user=user, on=on)
    texts = _texts_of(elsewhere.filter(Q(holder__in=set().union(*holders.values()))))
    noted = Repetition.objects.standing().filter(recommendation=OuterRef("pk"))
    likely = {}
    for recommendation in audit.recommendations.filter(~Exists(noted)):
        candidates = (text for text in texts if text.holder in holders[recommendation.pk])
        if alike := _alike(recommendation, candidates, most=1):
            likely[recommendation] = alike[0]
    earlier = _told(likely.values())
    return [(recommendation, earlier[key]) for recommendation, key in likely.items()]

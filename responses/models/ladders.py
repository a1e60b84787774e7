"""The ladder of reminders: dated rows, so that the ladder of every past day can be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.roles import Right
from audit.models import works_on
from common import dates, swedish
from common.rules import RuleBroken
from responses.models.requests import AnswerRequest

LONGEST_STEP_TEXT = 600


class CountedFrom(models.TextChoices):
    DUE = "due", "svarsdatum"
    DOCUMENTS = "documents", "sista dag för handlingar"
    MEETING = "meeting", "sammanträdet"
    # The day that the body has set itself for a measure.
    MEASURE = "measure", "åtgärdens datum"


class LadderQuerySet(models.QuerySet["Ladder"]):
    def visible_to(self, user: User) -> Self:
        """The common ones: whoever keeps them. A request's own: the audit side, by the audit."""
        keeps = user.has_right(Right.ADMINISTER) or user.has_right(Right.DECIDE)
        of_request = works_on(user, "request__audit")
        return self.filter(of_request | Q(request=None)) if keeps else self.filter(of_request)

    def common(self) -> Self:
        return self.filter(request=None)

    def waiting(self) -> Self:
        """Put forward, and neither approved nor declined."""
        return self.filter(approved_at=None, declined_at=None)

    def in_force(self, *, on: date) -> Self:
        """Approved by the end of the day and not ended; the latest of each kind counts."""
        end = dates.end_of(on)
        stands = Q(ended_at=None) | Q(ended_at__gte=end)
        return self.filter(stands, approved_at__lt=end).order_by("approved_at", "pk")


class Ladder(models.Model):
    """Which reminders go, and when, to all or about one request. Swedish: påminnelsestege.

    The common one is put forward by an administrator and approved by a revisor; a request's own is a revisor's.
    """

    request = models.ForeignKey(AnswerRequest, models.PROTECT, null=True, related_name="ladders")
    reason = models.CharField("varför stegen ändras", max_length=300, blank=True)
    # How many days after the date a letter to the chair and to the presidium is prepared; never, when empty.
    chair_after = models.PositiveSmallIntegerField("brev till ordföranden", null=True, blank=True)
    presidium_after = models.PositiveSmallIntegerField("brev till presidiet", null=True, blank=True)
    proposed_at = models.DateTimeField(editable=False)
    # Nobody for what stood in the settings before ladders were rows.
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, editable=False)
    declined_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # When a request went back to the common one.
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = LadderQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(declined_at=None), name="ladder_settled_once"
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(approved_at=None, declined_at=None),
                nulls_distinct=False,
                name="ladder_one_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"Påminnelser från {self.proposed_at:%Y-%m-%d}"

    @property
    def is_waiting(self) -> bool:
        return self.approved_at is None and self.declined_at is None

    @property
    def content(self) -> "LadderContent":
        return LadderContent(tuple(self.steps.all()), self.chair_after, self.presidium_after)

    def approve(self, *, at: datetime, by: User) -> None:
        self._require_waiting()
        self.approved_at, self.approved_by = at, by
        self.save()

    def decline(self, *, at: datetime, by: User) -> None:
        self._require_waiting()
        self.declined_at, self.declined_by = at, by
        self.save()

    def _require_waiting(self) -> None:
        if not self.is_waiting:
            raise RuleBroken("Förslaget är redan avgjort.")


class LadderStep(models.Model):
    """One reminder of a ladder. Swedish: påminnelsesteg."""

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="steps")
    counted_from = models.CharField("räknas från", max_length=20, choices=CountedFrom)
    # Before the day that it is counted from; negative after it.
    days = models.SmallIntegerField("dagar")
    text = models.TextField("egna ord i mejlet", max_length=LONGEST_STEP_TEXT, blank=True)

    class Meta:
        ordering = ["counted_from", "-days"]
        constraints = [
            models.UniqueConstraint(
                F("ladder"), F("counted_from"), F("days"), name="ladder_step_once"
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def key(self) -> tuple[str, int]:
        """What makes it the same step in another ladder."""
        return self.counted_from, self.days

    @property
    def words(self) -> str:
        """14 dagar före svarsdatum"""
        return step_words(self.counted_from, self.days)


def step_words(counted_from: str, days: int) -> str:
    day = CountedFrom(counted_from).label
    if days == 0:
        return f"Samma dag som {day}"
    side = "före" if days > 0 else "efter"
    return f"{swedish.counted(abs(days), 'dag', 'dagar')} {side} {day}"


@dataclass(frozen=True)
class LadderContent:
    """What a ladder says."""

    steps: tuple[LadderStep, ...]
    chair_after: int | None = None
    presidium_after: int | None = None

    @property
    def keys(self) -> set[tuple[str, int]]:
        return {step.key for step in self.steps}

    def text_of(self, key: tuple[str, int]) -> str:
        return next((step.text for step in self.steps if step.key == key), "")


def content_of(steps: Iterable[tuple[str, int]], **letters: int | None) -> LadderContent:
    return LadderContent(
        tuple(LadderStep(counted_from=start, days=days) for start, days in steps), **letters
    )


# What goes until revisorerna have approved another.
FIRST = content_of(
    (
        (CountedFrom.DUE, 60),
        (CountedFrom.DUE, 14),
        (CountedFrom.DOCUMENTS, 7),
        (CountedFrom.DUE, -1),
        (CountedFrom.DUE, -21),
        (CountedFrom.MEASURE, -1),
        (CountedFrom.MEASURE, -60),
    ),
    chair_after=21,
    presidium_after=45,
)


class Ladders:
    """The ladder of each of several requests on a day, read at once.

    `instead`: what a request, or where it is None all others, would have.
    """

    def __init__(
        self,
        requests: Iterable[int],
        *,
        on: date,
        instead: dict[int | None, LadderContent | None] | None = None,
    ) -> None:
        in_force = Ladder.objects.in_force(on=on).prefetch_related("steps")
        shared = in_force.common().last()
        request_ladders = {
            ladder.request_id: ladder for ladder in in_force.filter(request__in=set(requests))
        }
        self._common = shared.content if shared else FIRST
        self._own: dict[int | None, LadderContent] = {
            request: ladder.content for request, ladder in request_ladders.items()
        }
        for request, content in (instead or {}).items():
            if request is None:
                self._common = content or self._common
            elif content is None:
                self._own.pop(request, None)
            else:
                self._own[request] = content

    @property
    def common(self) -> LadderContent:
        return self._common

    def of(self, request: int) -> LadderContent:
        return self._own.get(request, self._common)

    def has_own(self, request: int) -> bool:
        return request in self._own

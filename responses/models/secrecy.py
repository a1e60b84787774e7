"""Whether what a body has marked for secrecy may be read by others: tested by the side that keeps it.

A test is never changed. The latest one decided is in force; those before it stay, so that every day has its own answer.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from accounts.models import User
from audit.models import Audit, works_on
from common import dates, swedish
from common.status import Status, StatusChoices
from documents.models import Document
from responses.models.requests import AnswerRequest

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable, NegatedExpression

LONGEST_GROUND = 300


class SecrecyState(StatusChoices):
    """What is marked, to those who read what has been released. From the strictest to the most open."""

    UNTESTED = "untested", "last", "pending", "Sekretess inte prövad"
    WITHHELD = "withheld", "last", "info", "Lämnas inte ut"
    PARTLY = "partly", "delvis", "info", "Lämnas ut i del"
    RELEASED = "released", "ja", "info", "Lämnas ut"

    @property
    def openness(self) -> int:
        return list(SecrecyState).index(self)


OUTCOMES = (SecrecyState.RELEASED, SecrecyState.PARTLY, SecrecyState.WITHHELD)


class SecrecyTestQuerySet(models.QuerySet["SecrecyTest"]):
    def decided(self) -> Self:
        """The latest first."""
        return self.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")

    def of_request(self, request: AnswerRequest) -> Self:
        return self.filter(Q(item__answer__request=request) | Q(attached__answer__request=request))

    def of_audit(self, audit: Audit) -> Self:
        return self.filter(
            Q(item__answer__request__audit=audit) | Q(attached__answer__request__audit=audit)
        )

    def visible_to(self, user: User) -> Self:
        """What is decided, by whoever reads the request; what is prepared, by the audit side."""
        readable = AnswerRequest.objects.readable_by(user)
        seen = Q()
        prepares = Q()
        for answer in ("item__answer", "attached__answer"):
            seen |= Q(Exists(readable.filter(pk=OuterRef(f"{answer}__request"))))
            prepares |= works_on(user, f"{answer}__request__audit")
        return self.filter(seen, Q(decided_at__isnull=False) | prepares)


class SecrecyTest(models.Model):
    """One answer or file, tested for secrecy; never changed. Swedish: sekretessprövning."""

    item = models.ForeignKey(
        "responses.AnswerItem", models.PROTECT, null=True, related_name="secrecy_tests"
    )
    attached = models.ForeignKey(
        "responses.AnswerDocument", models.PROTECT, null=True, related_name="secrecy_tests"
    )
    outcome = models.CharField(
        "utfall", max_length=20, choices=[(state.value, state.label) for state in OUTCOMES]
    )
    # Read by all who read the answer.
    ground = models.CharField("lagrum", max_length=LONGEST_GROUND, blank=True)
    # Of a part: the wording that may be read, or the masked version of the file.
    text = models.TextField("texten som lämnas ut", blank=True)
    masked = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    with_measures = models.BooleanField("åtgärderna lämnas ut", default=False)
    # A sakkunnig prepares; nobody outside the audit side sees it before revisorerna have decided.
    prepared_at = models.DateTimeField(editable=False)
    prepared_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = SecrecyTestQuerySet.as_manager()

    class Meta:
        ordering = ["prepared_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, attached=None, masked=None)
                | Q(item=None, attached__isnull=False, text="", with_measures=False),
                name="secrecy_test_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome="released") | Q(ground__regex=r"\S"),
                name="secrecy_test_withholds_with_ground",
            ),
            models.CheckConstraint(
                condition=Q(outcome="partly") | Q(text="", masked=None, with_measures=False),
                name="secrecy_test_part_of_a_part",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="partly") | Q(text__regex=r"\S") | Q(masked__isnull=False),
                name="secrecy_test_part_has_content",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__gte=F("prepared_at"), decided_by__isnull=False),
                name="secrecy_test_decided_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item or self.attached}: {self.state.label}"

    @property
    def state(self) -> SecrecyState:
        return SecrecyState(self.outcome)

    @property
    def status(self) -> Status:
        return self.state.status

    @property
    def answer(self) -> Any:
        """The answer that holds what is tested."""
        marked: Any = self.item or self.attached
        return marked.answer

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def opens_measures(self) -> bool:
        return self.with_measures or self.state == SecrecyState.RELEASED

    @property
    def words(self) -> str:
        """Sekretess prövad 3 mars 2023: lämnas ut i del. Grund: …"""
        if self.decided_at is None:
            return f"Förslag, inte beslutat: {self.state.label.lower()}."
        day = swedish.long_date(dates.local_day(self.decided_at))
        ground = f" Grund: {self.ground.rstrip('.')}." if self.ground else ""
        return f"Sekretess prövad {day}: {self.state.label.lower()}.{ground}"


def of_item() -> Q:
    """The tests of an AnswerItem that a query is about."""
    return Q(item=OuterRef("pk"))


def of_file() -> Q:
    """The tests of an AnswerDocument that a query is about: a file that follows into a new version is the same."""
    return Q(attached__document=OuterRef("document"))


def is_untested(tests: Q) -> "NegatedExpression[Combinable]":
    """Whether nothing is decided about what a query is about."""
    return ~Exists(SecrecyTest.objects.filter(tests, decided_at__isnull=False))


def outcome_of_file() -> Subquery:
    """Of an AnswerDocument: what was last decided about it, or nothing."""
    tests = SecrecyTest.objects.decided().filter(of_file())
    return Subquery(tests.values("outcome")[:1])


def governing(tests: Sequence[SecrecyTest], *, on: date) -> SecrecyTest | None:
    """Of the decided tests of one thing, the latest first: the one that tells what may be read of a day.

    That is the one of the day, unless a later one lets less be read: what has been closed is not open in the past.
    """
    end = dates.end_of(on)
    decided = next((test for test in tests if test.decided_at and test.decided_at < end), None)
    if decided is None:
        return None
    return min(tests[0], decided, key=lambda test: test.state.openness)

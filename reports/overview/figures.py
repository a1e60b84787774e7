"""The figures of the register on a day: what was put, answered and judged, and recorded by the end of that day.

The unit of every count is said where it is shown: a granskning, a recommendation, a recommendation and body
(rekommendation × adressat), or an answer. Answers are late, recommendations are not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Self, TypedDict, cast

from django.db.models import Count, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.descriptions import describe, described
from accounts.models import Body, BodyKind
from audit.models import Audit
from common import dates
from recommendations.values import CountPart
from reports.overview import rules
from reports.overview.counts import Counts
from reports.overview.scope import Scope
from responses.models import AnswerItem, AnswerRequest, AskedItem, Stance
from responses.models.corrections import title_then
from responses.secrecy import Mask, Secrecy
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class TitleThen(TypedDict):
    """What an audit was called on the day."""

    title_then: str


class StateGroup(TypedDict):
    """Those of one body that have come equally far."""

    holder: int
    part: str
    how_many: int
    late: int
    awaited: int
    long_open: int
    oldest_put_on: date | None
    claimed: int
    first_claimed_on: date | None
    entered: int
    backdated: int
    came_late: int


@dataclass
class BodyRow:
    """One body, or the sum of several."""

    name: str
    # Its key; of a sum none.
    pk: int | None = None
    counts: Counts = field(default_factory=Counts)
    # Whose answer or komplettering had not come by its date; they stand in any of the parts.
    late: int = 0
    # Whose answer is waited for and whose date had not passed.
    awaited: int = 0
    # Open for longer than the rule's years, and when the first of them was put.
    long_open: int = 0
    oldest_put_on: date | None = None
    # Said to be done and not judged for longer than the rule's days, and when the first of them was said.
    claimed: int = 0
    first_claimed_on: date | None = None
    # How many of them were entered afterwards, out of an earlier register.
    entered: int = 0
    # How many are of audits that were handed over before they came here, with the days of then.
    backdated: int = 0
    # Whose latest answer came after its date.
    came_late: int = 0
    ended_on: date | None = None

    def add(self, group: StateGroup) -> None:
        self.counts.add(CountPart(group["part"]), group["how_many"])
        self.late += group["late"]
        self.awaited += group["awaited"]
        self.long_open += group["long_open"]
        self.oldest_put_on = earliest(self.oldest_put_on, group["oldest_put_on"])
        self.claimed += group["claimed"]
        self.first_claimed_on = earliest(self.first_claimed_on, group["first_claimed_on"])
        self.entered += group["entered"]
        self.backdated += group["backdated"]
        self.came_late += group["came_late"]

    @property
    def is_asked(self) -> bool:
        """Whether lateness can be said: of what came out of a register no answer has been asked for from here."""
        return self.counts.total > self.entered


@dataclass(frozen=True)
class BodyTable:
    """Bodies of one kind with their sum."""

    rows: list[BodyRow]
    total: BodyRow

    @classmethod
    def of(cls, name: str, rows: list[BodyRow]) -> Self:
        counts = sum((row.counts for row in rows), Counts())
        total = BodyRow(
            name,
            counts=counts,
            late=sum(row.late for row in rows),
            awaited=sum(row.awaited for row in rows),
            long_open=sum(row.long_open for row in rows),
            claimed=sum(row.claimed for row in rows),
            entered=sum(row.entered for row in rows),
            backdated=sum(row.backdated for row in rows),
            came_late=sum(row.came_late for row in rows),
        )
        return cls(rows, total)


def is_company(kind: str) -> bool:
    return kind == BodyKind.COMPANY


@dataclass(frozen=True)
class BodyTables:
    """The tables, with what their rows share."""

    committees: BodyTable
    companies: BodyTable
    recommendations: int
    audits: int

    @property
    def counts(self) -> Counts:
        return self.committees.total.counts + self.companies.total.counts

    @property
    def entered(self) -> int:
        """Units out of an earlier register."""
        return self.committees.total.entered + self.companies.total.entered

    @property
    def backdated(self) -> int:
        """Units of audits that were handed over before they came here, with the days of then."""
        return self.committees.total.backdated + self.companies.total.backdated

    @property
    def came_late(self) -> int:
        return self.committees.total.came_late + self.companies.total.came_late

    @property
    def rows(self) -> list[BodyRow]:
        return [*self.committees.rows, *self.companies.rows]

    @property
    def awaited(self) -> int:
        return self.committees.total.awaited + self.companies.total.awaited

    @property
    def late(self) -> int:
        return self.committees.total.late + self.companies.total.late

    @property
    def largest(self) -> int:
        """The longest bar, so that all have one scale."""
        return max((row.counts.total for row in self.rows), default=0)


def register(scope: Scope) -> BodyTables:
    """Counted in the database, per body and part."""
    rows: dict[int, BodyRow] = {}
    companies: set[int] = set()
    groups = list(_groups(scope))
    for body in _in_order(Body.objects.filter(pk__in={group["holder"] for group in groups}), scope):
        rows[body.pk] = BodyRow(
            body.name, body.pk, ended_on=body.valid_to if body.has_ended(on=scope.on) else None
        )
        if body.kind == BodyKind.COMPANY:
            companies.add(body.pk)
    for group in groups:
        rows[group["holder"]].add(group)
    return BodyTables(
        committees=BodyTable.of("Alla nämnder", [r for b, r in rows.items() if b not in companies]),
        companies=BodyTable.of("Alla bolag", [r for b, r in rows.items() if b in companies]),
        **_what_they_are_of(scope),
    )


def _what_they_are_of(scope: Scope) -> dict[str, int]:
    """How many recommendations and audits. Audit by audit, as an index has them, so that none need be sorted."""
    by_audit = scope.states().order_by().values(*["audit"])
    counts: dict[str, int] = by_audit.annotate(
        several=Count("recommendation", distinct=True)
    ).aggregate(recommendations=Coalesce(Sum("several"), 0), audits=Count("audit"))
    return counts


def earliest(*days: date | None) -> date | None:
    return min(filter(None, days), default=None)


def _in_order(bodies: Iterable[Body], scope: Scope) -> list[Body]:
    """As they were called on the day, in the order that the municipality had then."""
    renamed = list(bodies)
    describe(renamed, on=scope.on)
    return sorted(renamed, key=lambda body: (body.position, body.name))


def _groups(scope: Scope) -> Iterable[StateGroup]:
    long_open, claimed = rules.is_long_open(on=scope.on), rules.is_claimed_long(on=scope.on)
    groups = (
        scope.states()
        .with_holder(on=scope.on)
        .order_by()
        .values(*["holder", "part"])
        .annotate(
            how_many=Count("*"),
            late=Count("part", filter=Q(late_from__lte=scope.on)),
            awaited=Count("part", filter=rules.is_awaited_in_time(on=scope.on)),
            long_open=Count("part", filter=long_open),
            oldest_put_on=Min("put_on", filter=long_open),
            claimed=Count("part", filter=claimed),
            first_claimed_on=Min("claimed_on", filter=claimed),
            entered=Count("part", filter=Q(from_register=True)),
            backdated=Count("part", filter=Q(entered_afterwards=True, from_register=False)),
            came_late=Count("part", filter=Q(came_late=True)),
        )
    )
    return cast("Iterable[StateGroup]", groups)


def by_due(request: AnswerRequest) -> tuple[date, int, int]:
    """The one that is most late first."""
    return request.due, request.body.position, request.pk


@dataclass(frozen=True)
class LateRequest:
    request: AnswerRequest
    standing: RequestStanding
    # Of what it asks about, what still counts.
    asked_count: int


@dataclass(frozen=True)
class LateAnswers:
    """Answers that had not come by their date. The table counts their addressees, the heading and the list them."""

    scope: Scope
    # What still counts of what each asks about, by pk, the one that is most late first.
    asked: dict[int, int]
    supplements: int
    first_due: date | None

    @classmethod
    def on(cls, scope: Scope) -> Self:
        """Asked about, not taken back, still counted, and not in by the response date.

        The states tell which requests may be late, so that no others have their dates looked up.
        """
        late_states = scope.states().late(on=scope.on)
        items = AskedItem.objects.standing(on=scope.on).order_by()
        late_items = items.filter(addressee__in=late_states.values("addressee"))
        counted = dict(late_items.values_list("request").annotate(how_many=Count("*")))
        place = described("position", "body", on=scope.on)
        seen = AnswerRequest.objects.visible_to(scope.user)
        unanswered = seen.unanswered(on=scope.on, as_known=scope.as_known).order_by()
        columns = ("due", place, "pk", "follows", "first_due")
        # Compared here: thousands of keys are much to ask with, and a date would be looked up once more.
        rows = sorted(
            (
                row
                for row in unanswered.values_list(*columns)
                if row[0] < scope.on and row[2] in counted
            ),
            key=lambda row: row[:3],
        )
        return cls(
            scope,
            {pk: counted[pk] for _, _, pk, _, _ in rows},
            sum(follows is not None for *_, follows, _ in rows),
            min((first_due for *_, first_due in rows), default=None),
        )

    @property
    def count(self) -> int:
        return len(self.asked)

    @property
    def recommendations(self) -> int:
        return sum(self.asked.values())

    def first(self, at_most: int) -> list[LateRequest]:
        """Those that are most late, with what they ask for as it was called on the day."""
        on = self.scope.on
        by_pk = AnswerRequest.objects.filter(pk__in=list(self.asked)[:at_most])
        rows = (
            by_pk.with_state(on=on, as_known=self.scope.as_known)
            .select_related("body", "audit")
            .annotate(title_then=title_then("audit", on=on))
        )
        dated_rows = cast("list[WithAnnotations[AnswerRequest, TitleThen]]", rows)
        requests = {request.pk: request for request in dated_rows}
        describe((request.body for request in requests.values()), on=on)
        for request in requests.values():
            request.audit.title = request.title_then
        return [
            LateRequest(requests[pk], RequestStanding.of(requests[pk], on=on), count)
            for pk, count in self.asked.items()
            if pk in requests
        ]


@dataclass(frozen=True)
class Disagreement:
    """An answer that does not agree, with as much of its text as has been released."""

    item: AnswerItem
    mask: Mask | None

    @property
    def text(self) -> str:
        if self.mask is None or self.mask.is_open:
            return self.item.text_in_force
        return self.mask.text


def disagreements(scope: Scope) -> list[Disagreement]:
    """Answers in force where the body does not agree, on recommendations that are still open."""
    in_force = AnswerItem.objects.latest_for(
        OuterRef("asked__addressee"), on=scope.on, as_known=scope.as_known
    )
    opened = scope.states().outstanding()
    audit = "asked__addressee__recommendation__audit"
    disagreeing = AnswerItem.objects.filter(stance=Stance.DISAGREES)
    # They are few, and nothing more is asked about any other.
    answered = opened.filter(addressee__in=disagreeing.values("asked__addressee"))
    units = list(answered.values_list("addressee", flat=True))
    if not units:
        return []
    in_order = (
        AnswerItem.objects.visible_to(scope.user)
        .filter(asked__addressee__in=units, pk=Subquery(in_force.values("pk")[:1]))
        .standing_as(Stance.DISAGREES)
        .select_related("answer", "asked__addressee__body", audit)
        .annotate(title_then=title_then(audit, on=scope.on))
        .order_by(
            described("position", "asked__addressee__body", on=scope.on),
            "-answer__submitted_at",
            "pk",
        )
    )
    items = cast("list[WithAnnotations[AnswerItem, TitleThen]]", list(in_order))
    describe((item.asked.addressee.body for item in items), on=scope.on)
    for item in items:
        item.asked.addressee.recommendation.audit.title = item.title_then
    secrecy = Secrecy(on=scope.on, items=items)
    return [Disagreement(item, secrecy.of_item(item)) for item in items]


def years(scope: Scope) -> list[int]:
    """The revisionsår that there is something to show for."""
    audits = Audit.objects.visible_to(scope.user).handed_over(by_moment=dates.end_of(scope.on))
    return list(audits.order_by("audit_year").values_list("audit_year", flat=True).distinct())

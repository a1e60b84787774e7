"""The board: many rows judged one after the other, each with what its body claims beside what was judged before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from audit.models import Audit
from common.status import Status
from recommendations.models import Addressee, ProgressReport, Verdict
from recommendations.values import UNJUDGED, VerdictValue
from responses.models import FollowUpRound

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    BoardAddressee = WithAnnotations[Addressee, "LastSaid"]

MOST_ROWS = 300


class LastSaid(TypedDict):
    """What was last said of the row, decided or put forward, and what its body last claimed."""

    said_value: str | None
    said_at: datetime | None
    decided_at: datetime | None
    claimed_at: datetime | None


@dataclass(frozen=True)
class BoardRow:
    """One recommendation to one body on the board."""

    addressee: "BoardAddressee"
    number: int
    # Since when a judgement counts as made on this board: the round's own day, or what was claimed last.
    since: datetime | None

    @property
    def is_judged(self) -> bool:
        """Put forward and not decided, or decided since."""
        said_at = self.addressee.said_at
        if said_at is None:
            return False
        since = self.since or self.addressee.claimed_at
        return self.addressee.decided_at is None or bool(since and said_at >= since)

    @property
    def status(self) -> Status:
        value = self.addressee.said_value
        return VerdictValue(value).status if self.is_judged and value else UNJUDGED


@dataclass(frozen=True)
class BodyOnBoard:
    """The rows of one body."""

    name: str
    rows: list[BoardRow]

    @property
    def judged(self) -> int:
        return sum(row.is_judged for row in self.rows)

    def has(self, row: BoardRow) -> bool:
        return row in self.rows


@dataclass(frozen=True)
class Board:
    """The rows in order, and where one is among them."""

    rows: list[BoardRow]

    @property
    def judged(self) -> int:
        return sum(row.is_judged for row in self.rows)

    @property
    def bodies(self) -> list[BodyOnBoard]:
        names: dict[int, BodyOnBoard] = {}
        for row in self.rows:
            body = row.addressee.body
            names.setdefault(body.pk, BodyOnBoard(body.name, [])).rows.append(row)
        return list(names.values())

    def at(self, key: int | None) -> BoardRow | None:
        """The row asked for; without a key the first that is not judged."""
        if key is not None:
            return next((row for row in self.rows if row.addressee.pk == key), None)
        left = (row for row in self.rows if not row.is_judged)
        return next(left, self.rows[0] if self.rows else None)

    def before(self, row: BoardRow) -> BoardRow | None:
        return next((r for r in reversed(self.rows) if r.number < row.number), None)

    def after(self, row: BoardRow) -> BoardRow | None:
        return next((r for r in self.rows if r.number > row.number), None)

    def left_after(self, row: BoardRow) -> BoardRow | None:
        """The next one that nobody has judged; after the last comes the first."""
        left = [r for r in self.rows if not r.is_judged and r.addressee.pk != row.addressee.pk]
        return next((r for r in left if r.number > row.number), left[0] if left else None)

    def alike(self, row: BoardRow) -> list[BoardRow]:
        """Others of the same body that are not judged."""
        body = row.addressee.body_id
        return [
            r for r in self.rows if r.addressee.body_id == body and r != row and not r.is_judged
        ]


@dataclass(frozen=True)
class BoardScope:
    """Which rows: those of a round, of a body, of an audit, chosen ones, or all that somebody has told of."""

    round: FollowUpRound | None = None
    body: int | None = None
    audit: int | None = None
    units: tuple[int, ...] = ()

    def of(self, addressees: QuerySet[Addressee], *, on: date) -> QuerySet[Addressee]:
        if self.round:
            in_round = Q(asked__request__round=self.round, asked__withdrawn_at=None)
            addressees = addressees.filter(in_round).distinct()
        if self.body:
            addressees = addressees.filter(body=self.body)
        if self.audit:
            addressees = addressees.filter(recommendation__audit=self.audit)
        if self.units:
            addressees = addressees.filter(pk__in=self.units)
        if not (self.round or self.body or self.audit or self.units):
            reported = ProgressReport.objects.reported(on=on).values("addressee")
            addressees = addressees.filter(pk__in=reported)
        return addressees


def board_of(scope: BoardScope, user: User, *, on: date) -> Board:
    """In a constant number of queries. What was closed or replaced otherwise than on this board is not on it."""
    verdicts = Verdict.objects.filter(addressee=OuterRef("pk"), withdrawn_at=None)
    latest = verdicts.order_by("-proposed_at", "-pk")
    reports = ProgressReport.objects.reported(on=on).filter(addressee=OuterRef("pk"))
    since = scope.round.opened_at if scope.round else None
    open_ones = Q(pk__in=Addressee.objects.outstanding(on=on).values("pk"))
    judged_here = Q(verdicts__proposed_at__gte=since) if since else Q(pk__in=[])
    addressees = (
        Addressee.objects.put(on=on)
        .filter(recommendation__audit__in=Audit.objects.written_by(user))
        .filter(open_ones | judged_here)
        .annotate(
            said_value=Subquery(latest.values("value")[:1]),
            said_at=Subquery(latest.values("proposed_at")[:1]),
            decided_at=Subquery(latest.values("decided_at")[:1]),
            claimed_at=Subquery(reports.values("reported_at")[:1]),
        )
        .select_related("body", "recommendation__audit")
        .order_by("body__position", "body__name", "recommendation__audit", "number", "pk")
        .distinct()
    )
    rows = cast("Iterable[BoardAddressee]", scope.of(addressees, on=on)[:MOST_ROWS])
    return Board([BoardRow(row, number, since) for number, row in enumerate(rows, start=1)])

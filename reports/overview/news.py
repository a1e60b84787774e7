"""What has come since a day: each is counted as the rows of the register that it opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import Count, Exists, F, OuterRef, Q

from accounts.descriptions import describe
from accounts.models import User
from audit.models import Sitting, SittingKind
from common import dates
from common.status import Status
from reports.overview import rules
from reports.overview.rules import MOST_ROWS
from reports.overview.scope import Scope
from reports.permissions import can_see_sittings
from responses.models import AnswerRequest, DueDate
from responses.models.corrections import title_then
from responses.models.items import AnswerState
from responses.models.requests import AnswerRequestQuerySet
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from reports.overview.figures import TitleThen


@dataclass(frozen=True)
class NewsRow:
    """A count with its look, and the filter of the register that gives its rows."""

    status: Status
    narrowed: str


@dataclass(frozen=True)
class LateArrival:
    """A request whose answer came after its date, or that was granted more time."""

    request: AnswerRequest
    standing: RequestStanding


@dataclass(frozen=True)
class News:
    """What has come since the end of a day. The unit is recommendation × body."""

    since: date
    done: int
    answered: int
    late: int
    put: int
    # Of those answered, whose answer came after its date.
    arrived_late: int
    extended: int
    # Those of the answers that came after their date, with their days.
    arrivals: list[LateArrival]

    @property
    def is_empty(self) -> bool:
        return not any((self.done, self.answered, self.late, self.put, self.extended))

    @property
    def sentence(self) -> str:
        return f"{', '.join(row.status.word for row in self.rows) or 'Inget nytt är registrerat'}."

    @property
    def rows(self) -> list[NewsRow]:
        return list(self._rows())

    def _rows(self) -> Iterator[NewsRow]:
        day = self.since.isoformat()
        if self.done:
            words = "bedömd som åtgärdad" if self.done == 1 else "bedömda som åtgärdade"
            yield NewsRow(Status(f"{self.done} {words}", "atgardad", "yes"), f"atgardad={day}")
        if self.answered:
            words = f"{self.answered} har fått svar"
            yield NewsRow(Status(words, "svarat", "info"), f"svarat={day}")
        if self.arrived_late:
            words = f"{self.arrived_late} av dem efter svarsdatum"
            yield NewsRow(Status(words, "forsenad", "pending"), f"svarat={day}&svar={ARRIVED_LATE}")
        if self.late:
            words = f"{self.late} har blivit försenade"
            yield NewsRow(AnswerState.LATE.status.named(words), f"forsenad={day}")
        if self.extended:
            words = f"{self.extended} har fått anstånd"
            yield NewsRow(Status(words, "anstand", "info"), f"anstand={day}")
        if self.put:
            words = "ny rekommendation" if self.put == 1 else "nya rekommendationer"
            yield NewsRow(Status(f"{self.put} {words}", "brev", "pending"), f"stalld={day}")


# In the address of the register: an answer that came after its date.
ARRIVED_LATE = "efter-datum"


def quarter_before(day: date) -> date:
    """The last day of a quarter that lies before a day: 31 March for 30 June."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def last_sitting(user: User, *, on: date) -> Sitting | None:
    """The latest meeting of revisorerna before a day, for those who know of their meetings."""
    if not can_see_sittings(user):
        return None
    sittings = Sitting.objects.held(on=on - timedelta(days=1))
    return sittings.exclude(kind=SittingKind.WORKING).first()


def news(scope: Scope, since: date) -> News:
    """Three questions to the database, whatever has come, and two where some came late."""
    on = scope.on
    is_answered = rules.is_newly_answered(since)
    is_late, is_put = rules.is_newly_late(since, on=on), rules.is_newly_put(since)
    # Narrowed first: what is new is little of the register.
    counts = (
        scope.states()
        .filter(is_answered | is_late | is_put)
        .aggregate(
            answered=Count("part", filter=is_answered),
            late=Count("part", filter=is_late),
            put=Count("part", filter=is_put),
            arrived_late=Count("part", filter=is_answered & Q(came_late=True)),
        )
    )
    newly_done = scope.states().filter(rules.is_newly_done(since, as_known=scope.as_known))
    extended = scope.states().filter(rules.is_newly_extended(since, on=on))
    return News(
        since=since,
        done=newly_done.count(),
        extended=extended.count(),
        arrivals=late_arrivals(scope, since) if counts["arrived_late"] else [],
        **counts,
    )


def late_arrivals(scope: Scope, since: date) -> list[LateArrival]:
    """Those that came after the day and after their date, the latest first."""
    late = Q(**{"arrived_on__gt": F("due"), "withdrawn_at": None})
    return _told(_stated(scope).arrived_after(since).filter(late)[:MOST_ROWS], scope)


def extensions(scope: Scope, since: date) -> list[LateArrival]:
    """Those that were granted more time after the day, the latest first."""
    granted = DueDate.objects.known(on=scope.on).filter(
        extension__isnull=False, set_at__gte=dates.end_of(since), request=OuterRef("pk")
    )
    requests = _stated(scope).filter(Exists(granted), withdrawn_at=None)
    return _told(requests.order_by(*["-due_set_at", "pk"]), scope)


def _stated(scope: Scope) -> AnswerRequestQuerySet:
    requests = scope.requests().with_state(on=scope.on, as_known=scope.as_known).with_answer()
    titled = requests.annotate(title_then=title_then("audit", on=scope.on))
    return titled.select_related("body", "audit")


def _told(requests: AnswerRequestQuerySet, scope: Scope) -> list[LateArrival]:
    rows = cast("list[WithAnnotations[AnswerRequest, TitleThen]]", list(requests))
    describe((request.body for request in rows), on=scope.on)
    for request in rows:
        request.audit.title = request.title_then
    return [LateArrival(request, RequestStanding.of(request, on=scope.on)) for request in rows]

"""What has come since a day: each is counted as the rows of the register that it opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from accounts.models import User
from audit.models import Sitting, SittingKind
from common import dates
from common.status import Status
from reports.overview import rules
from reports.overview.scope import Scope
from reports.permissions import can_see_sittings
from responses.models import DueDate
from responses.models.items import AnswerState


@dataclass(frozen=True)
class NewsRow:
    """A count with its look, and the filter of the register that gives its rows; of anstånd there is none."""

    status: Status
    narrowed: str = ""


@dataclass(frozen=True)
class News:
    """What has come since the end of a day. The unit is recommendation × body."""

    since: date
    done: int
    answered: int
    late: int
    put: int
    # Of those answered, whose answer came after its date; and of all that are answered.
    arrived_late: int
    ever_late: int
    extended: int

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
            words = f"{self.extended} anstånd har beviljats"
            yield NewsRow(Status(words, "anstand", "info"))
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
    """Three questions to the database, whatever has come."""
    on = scope.on
    is_answered, came_late = rules.is_newly_answered(since), Q(came_late=True)
    counts = scope.states().aggregate(
        answered=Count("pk", filter=is_answered),
        late=Count("pk", filter=rules.is_newly_late(since, on=on)),
        put=Count("pk", filter=rules.is_newly_put(since)),
        arrived_late=Count("pk", filter=is_answered & came_late),
        ever_late=Count("pk", filter=came_late),
    )
    newly_done = scope.states().filter(rules.is_newly_done(since, as_known=scope.as_known))
    extended = DueDate.objects.filter(
        extension__isnull=False,
        request__in=scope.requests().values("pk"),
        set_at__gte=dates.end_of(since),
        set_at__lt=dates.end_of(on),
    )
    return News(since=since, done=newly_done.count(), extended=extended.count(), **counts)

"""Which requests' reminders are to be looked at on a day: of the others nothing is read but one line.

A turn is kept with a digest of what its plan was made from: the date, the ladder, the calendar, the receivers, what is
asked for and what has been taken back. All of that is read each time, in a handful of queries for all requests
together, so that no deed has to remember to wake a request whose facts it changes, here or in the rooms below.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from responses.models import AnswerRequest, Reminder, ReminderState, ReminderTurn
from responses.services.planning import Circumstances, Planned

# Another number makes all turns anew, when what a plan is made from, or how, has changed.
RULES = 1


@dataclass(frozen=True)
class Turns:
    """The open requests of a day."""

    on: date
    circumstances: Circumstances
    # What each plan would be made from.
    bases: dict[int, str]
    # Those that may have something to say.
    due: list[int]

    @property
    def requests(self) -> list[int]:
        return list(self.bases)

    def keep(self, plans: Iterable[tuple[Planned, bool]]) -> None:
        """Of each plan that has been carried out, and whether mail of it waits, which is written anew each day."""
        rows = [
            ReminderTurn(
                request=planned.request,
                planned_on=self.on,
                next_on=self.on + timedelta(days=1) if waits else planned.next_on(on=self.on),
                basis=self.bases[planned.request.pk],
            )
            for planned, waits in plans
        ]
        ReminderTurn.objects.bulk_create(
            sorted(rows, key=lambda row: row.pk),
            update_conflicts=True,
            unique_fields=["request"],
            update_fields=["planned_on", "next_on", "basis"],
        )


def turns(*, on: date) -> Turns:
    """A constant number of queries."""
    waiting = AnswerRequest.objects.unanswered(on=on).dated_here().order_by("pk")
    rows = list(
        waiting.values_list(
            *("pk", "body", "due", "due_set_at"),
            *("reminder_turn__planned_on", "reminder_turn__next_on", "reminder_turn__basis"),
        )
    )
    circumstances = Circumstances({pk: body for pk, body, *_ in rows}, on=on)
    taken_back, digests = _taken_back(waiting), _Digests(circumstances)
    bases, due = {}, []
    for pk, body, due_on, set_at, planned_on, next_on, basis in rows:
        bases[pk] = digests.of(pk, body, (due_on, set_at, taken_back.get(pk, 0)))
        is_known = bases[pk] == basis and planned_on <= on
        if not is_known or (next_on and next_on <= on):
            due.append(pk)
    return Turns(on, circumstances, bases, due)


def _taken_back(requests: QuerySet[AnswerRequest]) -> dict[int, int]:
    """Of each request that has any: how many of its reminders go after all, when they are true again."""
    unsaid = Q(state=ReminderState.TAKEN_BACK) | Q(mail__cancelled_at__isnull=False)
    reminders = Reminder.objects.filter(unsaid, request__in=requests.values("pk"))
    return dict(reminders.order_by().values_list("request").annotate(count=Count("*")))


class _Digests:
    def __init__(self, circumstances: Circumstances) -> None:
        self._circumstances = circumstances
        self._of_body: dict[int, str] = {}
        self._of_ladder: dict[int, str] = {}

    def of(self, request: int, body: int, facts: tuple[object, ...]) -> str:
        circumstances = self._circumstances
        content = circumstances.ladders.of(request)
        if id(content) not in self._of_ladder:
            self._of_ladder[id(content)] = repr(sorted(content.keys))
        if body not in self._of_body:
            meetings = circumstances.meetings.of(body)
            days = [(meeting.meets_on, meeting.documents_due_on) for meeting in meetings]
            self._of_body[body] = repr((circumstances.receivers[body].addresses, days))
        parts = (
            *(RULES, settings.REMINDER_TAIL_DAYS, facts, request in circumstances.asking),
            *(self._of_ladder[id(content)], self._of_body[body]),
        )
        return blake2b(repr(parts).encode(), digest_size=16).hexdigest()

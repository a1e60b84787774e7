"""Requests without an answer: all of them as bare rows, and in full those that are shown."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Self, TypedDict, cast

from django.db.models import OuterRef, Subquery
from django.utils.html import format_html, format_html_join

from accounts.models import User
from audit.models import works_on
from common import dates, swedish
from reports.todo.parts import AHEAD, MOST_SHOWN, Section, Task, WholeList, named, recommendations
from responses.meetings import Meetings
from responses.models import AnswerRequest, Reminder, ReminderState
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    RemindedRequest = WithAnnotations[AnswerRequest, "Reminded"]


class Reminded(TypedDict):
    reminded_on: date | None


class WaitingRow(NamedTuple):
    """A request in the order that it is shown: the one that is most late first. The bodies by their pk and place."""

    due: date
    place: int
    pk: int
    body: int
    opened_at: datetime
    asked_count: int


@dataclass(frozen=True)
class Unanswered:
    user: User
    on: date
    rows: Sequence[WaitingRow]
    meetings: Meetings
    _read: dict[int, "RemindedRequest"] = field(default_factory=dict)

    @classmethod
    def of(cls, user: User, *, on: date) -> Self:
        """Of the audits that the person works on."""
        waiting = AnswerRequest.objects.filter(works_on(user, "audit")).unanswered(on=on)
        columns = ("due", "body__position", "pk", "body", "opened_at", "asked_count")
        rows = sorted(WaitingRow(*row) for row in waiting.order_by().values_list(*columns))
        since = min((dates.local_day(row.opened_at) for row in rows), default=None)
        return cls(user, on, rows, Meetings({row.body for row in rows}, since=since))

    @property
    def bodies(self) -> set[int]:
        return {row.body for row in self.rows}

    @property
    def soon(self) -> list[WaitingRow]:
        return [row for row in self.rows if self.on <= row.due <= self.on + AHEAD]

    def in_full(self, rows: Collection[WaitingRow]) -> list["RemindedRequest"]:
        """In the same order."""
        lacking = [row.pk for row in rows if row.pk not in self._read]
        if lacking:
            for request in _reminded(lacking, on=self.on):
                self._read[request.pk] = request
        return [self._read[row.pk] for row in rows]

    def section(self) -> Section:
        # What comes soon is told of by the trail: read along.
        self.in_full({*self.rows[:MOST_SHOWN], *self.soon})
        return Section.of(
            "Rekommendationer utan svar",
            self.in_full(self.rows[:MOST_SHOWN]),
            lambda request: request_task(request, self.meetings, on=self.on),
            whole=WholeList.answers(),
            remark=self._remark(),
            total=len(self.rows),
        )

    def _remark(self) -> str:
        if not self.rows:
            return ""
        count = sum(row.asked_count for row in self.rows)
        recipients = swedish.counted(len(self.bodies), "mottagare", "mottagare")
        return f"{recommendations(count).capitalize()} hos {recipients}"


def _reminded(keys: Collection[int], *, on: date) -> Iterable["RemindedRequest"]:
    """Says nothing about the body's draft."""
    reminders = Reminder.objects.filter(
        request=OuterRef("pk"), state=ReminderState.QUEUED, recorded_on__lte=on
    ).order_by("-recorded_on")
    requests = (
        AnswerRequest.objects.filter(pk__in=keys)
        .unanswered(on=on)
        .select_related("body", "audit")
        .annotate(reminded_on=Subquery(reminders.values("recorded_on")[:1]))
    )
    return cast("Iterable[RemindedRequest]", requests)


def request_task(request: "RemindedRequest", meetings: Meetings, *, on: date) -> Task:
    """Tells of the body's next meeting, whatever it can decide there."""
    standing = RequestStanding.of(request, on=on, meetings=meetings.of(request.body_id))
    meeting = meetings.next(request.body_id, on)
    late, moved = standing.is_late, standing.is_moved
    sentences = []
    if meeting and not late:
        day = swedish.days_from(meeting.meets_on, on)
        sentences.append(f"Sammanträder {day}, {swedish.date_near(meeting.meets_on, on)}.")
    sentences += [standing.wish_sentence, standing.moved_sentence]
    subject = "Komplettering av" if request.follows_id else ""
    sentences.append(f"{subject} {recommendations(request.asked_count)}.".strip().capitalize())
    if request.reminded_on:
        sentences.append(f"Påminnelse {swedish.date_near(request.reminded_on, on)}.")
    return Task(
        "forsenad" if late else "anstand" if moved else "ej-svarat",
        named(request),
        request.audit.get_absolute_url(),
        format_html(
            "<b>{}</b> {}",
            standing.late_sentence or f"{standing.not_in}.",
            format_html_join(" ", "{}", ((text,) for text in sentences if text)),
        ),
        tone="no" if late else "info" if moved else "",
        deed=f"{'Försenat svar' if late else 'Inväntar svar'} från {request.body.in_text}",
        button="Visa granskningen",
    )

"""What a body leaves to those who come after it: all that is open there, with its plan, its dates and whom one asks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from accounts.models import Body, BodyMeeting, Membership, User
from audit.models import Audit, AuditMember
from recommendations.models import Measure, ProgressReport
from reports.register.of_body import awaited_of, held_states
from reports.register.rows import UnitRow, rows_of
from responses.standing import RequestStanding

MOST_ROWS = 500
COMING_MEETINGS = 12


@dataclass(frozen=True)
class HandedRow:
    """One open recommendation, with what the body plans and has last told."""

    row: UnitRow
    measures: list[Measure]
    report: ProgressReport | None


@dataclass(frozen=True)
class HandedAudit:
    """What is open of one granskning, and whom one asks about it."""

    audit: Audit
    rows: list[HandedRow]
    contacts: list[AuditMember]


@dataclass(frozen=True)
class HandOverList:
    """All that the page and the paper say."""

    body: Body
    # The day that it is told as of: a body that has ended leaves what it had on its last day.
    on: date
    has_ended: bool
    # Who has what is open from the day after its last, and that day.
    heir: Body | None
    taken_over_on: date | None
    total: int
    awaited: list[RequestStanding]
    audits: list[HandedAudit]
    meetings: list[BodyMeeting]
    officials: list[Membership]

    @property
    def rows(self) -> list[HandedRow]:
        return [row for group in self.audits for row in group.rows]

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.rows)

    @property
    def overdue(self) -> int:
        """Measures that are unfinished after the day that the body set itself."""
        measures = (measure for row in self.rows for measure in row.measures)
        return sum(self.is_overdue(measure) for measure in measures)

    def is_overdue(self, measure: Measure) -> bool:
        return measure.due_on is not None and measure.due_on < self.on and not measure.is_finished


def told_on(body: Body, *, today: date) -> date:
    return min(today, body.valid_to or today)


def hand_over_list(body: Body, *, user: User, today: date) -> HandOverList:
    """For the body itself and for revisorer: also what may be secret."""
    last_day = body.valid_to
    on = told_on(body, today=today)
    states = held_states(body, user=user, today=on).outstanding()
    oldest_first = states.order_by("put_on", "audit", "addressee__number", "pk")
    rows = rows_of(oldest_first[:MOST_ROWS], user=user, on=on)
    return HandOverList(
        body=body,
        on=on,
        has_ended=on < today,
        heir=body.successor,
        taken_over_on=last_day + timedelta(days=1) if last_day else None,
        total=states.count() if len(rows) == MOST_ROWS else len(rows),
        awaited=awaited_of(body, user=user, today=on),
        audits=_by_audit(rows, on=on),
        meetings=list(body.meetings.filter(meets_on__gte=on)[:COMING_MEETINGS]),
        officials=list(
            Membership.objects.acting_for([body.pk])
            .filter(ended_at=None)
            .select_related("user")
            .order_by("pk")
        ),
    )


def _by_audit(rows: list[UnitRow], *, on: date) -> list[HandedAudit]:
    keys = [row.addressee.pk for row in rows]
    measures: dict[int, list[Measure]] = defaultdict(list)
    planned = Measure.objects.stated(on=on).with_claim(on=on).filter(addressee__in=keys)
    for measure in planned.order_by("due_on", "pk"):
        measures[measure.addressee_id].append(measure)
    reported = ProgressReport.objects.reported(on=on).filter(addressee__in=keys)
    reports = {report.addressee_id: report for report in reported.distinct("addressee_id")}
    contacts = _contacts({row.audit.pk for row in rows})
    return [
        HandedAudit(
            group[0].audit,
            [
                HandedRow(row, measures[row.addressee.pk], reports.get(row.addressee.pk))
                for row in group
            ],
            contacts[audit],
        )
        for audit, group in _grouped(rows)
    ]


def _grouped(rows: list[UnitRow]) -> Iterable[tuple[int, list[UnitRow]]]:
    """The rows lie together by audit."""
    return ((key, list(group)) for key, group in groupby(rows, key=lambda row: row.audit.pk))


def _contacts(audits: set[int]) -> dict[int, list[AuditMember]]:
    contacts: dict[int, list[AuditMember]] = defaultdict(list)
    for member in AuditMember.objects.filter(audit__in=audits).to_ask():
        contacts[member.audit_id].append(member)
    return contacts

"""What has happened with an audit and what comes next: only what is dated, never anything from a draft."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, DateField, F, IntegerField, Value
from django.db.models.functions import Cast, TruncDate

from accounts.descriptions import Names
from accounts.models import Body, BodyMeeting
from audit.models import Audit, AuditMember, AuditParty, AuditStep, Part, Stage
from common import dates, swedish
from common.status import TrailState
from reports.audit.material import CorrectionShown
from reports.audit.voices import BodyBlock
from responses import days
from responses.models import Reminder

# The day, a phrase where % stands for names, and a name: names with the same day and phrase are told together.
Event = tuple[date, str, str]
TOOK_POSITION = "Revisorerna tog ställning till svaret från %"
RECONSIDERED = "Revisorerna omprövade ställningstagandet till svaret från %"
JUDGED = "Revisorerna bedömde rekommendationer till %"
JUDGED_AGAIN = "Revisorerna omprövade bedömningen av rekommendationer till %"
MEETING, REMINDER, SIGNED, STEP = "meeting", "reminder", "signed", "step"


@dataclass(frozen=True)
class Dated:
    """A row of the calendar: a meeting (with the last day for its documents), a reminder, a signature."""

    kind: str
    body_id: int
    day: date
    other_day: date | None
    name: str


@dataclass(frozen=True)
class Moment:
    """One day of the time line."""

    state: TrailState
    label: str
    text: str


def dated_rows(audit: Audit, blocks: Iterable[BodyBlock]) -> list[Dated]:
    """Meetings, sent reminders, signatures and the steps to the decision, in one query."""
    bodies = [block.body.pk for block in blocks]
    meetings = BodyMeeting.objects.filter(body__in=bodies, meets_on__gte=_since(audit))
    reminders = Reminder.objects.filter(
        request__audit=audit, request__body__in=bodies, mail__sent_at__isnull=False
    )
    signatures = AuditMember.objects.filter(audit=audit, signed_at__isnull=False)
    steps = AuditStep.objects.filter(audit=audit)
    nobody = Value(0, IntegerField())
    no_day = Value(None, DateField())
    rows = (
        meetings.order_by()
        .values_list(
            Value(MEETING),
            Cast("body_id", IntegerField()),
            "meets_on",
            "documents_due_on",
            Value("", CharField()),
        )
        .union(
            reminders.order_by().values_list(
                Value(REMINDER),
                Cast("request__body_id", IntegerField()),
                "recorded_on",
                "due_on",
                Value("", CharField()),
            ),
            signatures.order_by().values_list(
                Value(SIGNED), nobody, TruncDate("signed_at"), no_day, F("name")
            ),
            steps.order_by().values_list(
                Value(STEP), nobody, TruncDate("at"), "decided_on", F("stage")
            ),
        )
    )
    return sorted((Dated(*row) for row in rows), key=lambda row: (row.day, row.kind, row.name))


def _since(audit: Audit) -> date:
    return dates.local_day(audit.handed_over_at) if audit.handed_over_at else date.max


def meetings_of(body: Body, dated: Iterable[Dated]) -> list[BodyMeeting]:
    """The body's own among the rows of the calendar, the earliest first."""
    return [
        BodyMeeting(body=body, meets_on=row.day, documents_due_on=row.other_day)
        for row in dated
        if row.kind == MEETING and row.body_id == body.pk
    ]


def time_line(
    audit: Audit,
    blocks: list[BodyBlock],
    dated: list[Dated],
    parties: list[AuditParty],
    corrections: list[CorrectionShown],
    *,
    today: date,
) -> list[Moment]:
    """Each day with the names that the bodies had then."""
    by_day: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    names = Names()
    for happened in (
        _of_audit(audit, dated, parties, names),
        _of_requests(blocks, names),
        _of_decisions(blocks, names),
        _of_corrections(corrections),
        _of_calendar(blocks, dated, today, names),
    ):
        for day, phrase, name in happened:
            if name not in by_day[day][phrase]:
                by_day[day][phrase].append(name)
    if not audit.is_handed_over:
        by_day[today]["Utkast, syns bara för revisorerna och de sakkunniga"] = [""]
    by_day[today]  # today stands in the line also when nothing happens
    return [_moment(day, phrases, today) for day, phrases in sorted(by_day.items())]


def _moment(day: date, phrases: dict[str, list[str]], today: date) -> Moment:
    texts = [phrase.replace("%", swedish.listing(names)) for phrase, names in phrases.items()]
    text = ". ".join(text[:1].upper() + text[1:] for text in texts)
    if day == today:
        return Moment("today", f"I dag, {swedish.short_date(day)}", text)
    return Moment("" if day < today else "ahead", swedish.date_near(day, today), text)


def _of_audit(
    audit: Audit, dated: list[Dated], parties: list[AuditParty], names: Names
) -> Iterator[Event]:
    if audit.document_date:
        yield audit.document_date, "Missivet är daterat", ""
    for row in dated:
        if row.kind == SIGNED:
            yield row.day, "Missivet undertecknades av %", row.name
    yield from _of_steps(audit, [row for row in dated if row.kind == STEP])
    if audit.entered_afterwards_at:
        yield dates.local_day(audit.entered_afterwards_at), "Inläst i efterhand", ""
    if audit.handed_over_on:
        source = ", enligt registret" if audit.is_entered_afterwards else ""
        to = _handed_over(parties, names, on=audit.handed_over_on)
        yield audit.handed_over_on, to + source, ""


def _of_steps(audit: Audit, steps: list[Dated]) -> Iterator[Event]:
    """The decision that stands; the other steps only while the audit is a draft."""
    decisions = [row.other_day for row in steps if row.name == Stage.DECIDED and row.other_day]
    if audit.is_decided and decisions:
        yield decisions[-1], "Revisorerna beslutade granskningen", ""
    for row in steps:
        if row.name != Stage.DECIDED and not audit.is_handed_over:
            yield row.day, f"Läge: {Stage(row.name).label.lower()}", ""


def _handed_over(parties: list[AuditParty], names: Names, *, on: date) -> str:
    called = [(party.part, names.body_on(party.body, on).in_text) for party in parties]
    asked = [name for part, name in called if part == Part.ASKED]
    informed = [name for part, name in called if part == Part.INFORMED]
    text = f"Överlämnad till {swedish.listing(asked)}" if asked else "Överlämnad"
    return f"{text}, {swedish.listing(informed)} för kännedom" if informed else text


def _of_requests(blocks: Iterable[BodyBlock], names: Names) -> Iterator[Event]:
    for block in blocks:
        for asked in block.requests:
            for day, phrase in days.events(asked):
                yield day, phrase, names.body_on(block.body, day).in_text


def _of_decisions(blocks: Iterable[BodyBlock], names: Names) -> Iterator[Event]:
    for block in blocks:
        for row in block.rows:
            for made, first, again in (
                (row.position, TOOK_POSITION, RECONSIDERED),
                (row.verdict, JUDGED, JUDGED_AGAIN),
            ):
                for one in made.decisions if made else ():
                    if one.decided_on:
                        phrase = again if one.is_revision else first
                        name = names.body_on(block.body, one.decided_on).in_text
                        yield one.decided_on, phrase, name


def _of_corrections(corrections: Iterable[CorrectionShown]) -> Iterator[Event]:
    for one in corrections:
        yield one.decided_on, "Revisorerna beslutade rättelse %", str(one.number)


def _of_calendar(
    blocks: list[BodyBlock], dated: list[Dated], today: date, names: Names
) -> Iterator[Event]:
    """Reminders that were sent, and the meetings that an awaited answer can still be decided at."""
    by_body = {block.body.pk: block for block in blocks}
    for row in dated:
        block = by_body.get(row.body_id)
        if block is None:
            continue
        if row.kind == REMINDER:
            yield row.day, "Påminnelse skickades till %", names.body_on(block.body, row.day).in_text
        awaited = block.arrived_on is None and block.due
        if row.kind == MEETING and awaited and today <= row.day <= awaited:
            yield row.day, "% sammanträder", block.body.in_text

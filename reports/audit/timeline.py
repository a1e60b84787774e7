"""What has happened with an audit and what comes next: only what is dated, never anything from a draft."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from accounts.descriptions import Names
from accounts.models import BodyMeeting
from audit.models import Audit, AuditParty, AuditStep, PartyPart, Stage
from common import dates, swedish
from common.status import TrailState
from reports.audit.material import CorrectionShown, MaterialShown
from reports.audit.voices import BodyBlock
from responses import days
from responses.models import Reminder

# The day, a phrase where % stands for names, and a name: names with the same day and phrase are told together.
TimelineEvent = tuple[date, str, str]
TOOK_POSITION = "Revisorerna tog ställning till svaret från %"
RECONSIDERED = "Revisorerna omprövade ställningstagandet till svaret från %"
JUDGED = "Revisorerna bedömde rekommendationer till %"
JUDGED_AGAIN = "Revisorerna omprövade bedömningen av rekommendationer till %"


@dataclass(frozen=True)
class Moment:
    """One day of the time line."""

    state: TrailState
    label: str
    text: str


def meetings_of(audit: Audit, blocks: Iterable[BodyBlock]) -> dict[int, list[BodyMeeting]]:
    """By body, from the hand-over on, the earliest first."""
    if not audit.handed_over_at:
        return {}
    since = dates.local_day(audit.handed_over_at)
    bodies = [block.body.pk for block in blocks]
    meetings: dict[int, list[BodyMeeting]] = defaultdict(list)
    for meeting in BodyMeeting.objects.filter(body__in=bodies, meets_on__gte=since):
        meetings[meeting.body_id].append(meeting)
    return meetings


def time_line(
    audit: Audit,
    blocks: list[BodyBlock],
    meetings: dict[int, list[BodyMeeting]],
    material: MaterialShown,
    *,
    names: Names,
    today: date,
) -> list[Moment]:
    """Each day with the names that the bodies had then."""
    by_day: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for happened in (
        _of_audit(audit, material, names),
        _of_requests(blocks, names),
        _of_decisions(blocks, names),
        _of_corrections(material.corrections),
        _of_reminders(audit, blocks, names),
        _of_meetings(blocks, meetings, today),
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


def _of_audit(audit: Audit, material: MaterialShown, names: Names) -> Iterator[TimelineEvent]:
    if audit.document_date:
        yield audit.document_date, "Missivet är daterat", ""
    signed = ((member.signed_at, member.name) for member in material.members if member.signed_at)
    for at, name in sorted(signed):
        yield dates.local_day(at), "Missivet undertecknades av %", name
    if material.decided_on:
        yield material.decided_on, "Revisorerna beslutade granskningen", ""
    if not audit.is_handed_over:
        for step in AuditStep.objects.filter(audit=audit).exclude(stage=Stage.DECIDED):
            yield dates.local_day(step.at), f"Läge: {Stage(step.stage).label.lower()}", ""
    if audit.entered_afterwards_at:
        yield dates.local_day(audit.entered_afterwards_at), "Inläst i efterhand", ""
    if audit.handed_over_on:
        source = ", enligt registret" if audit.is_from_register else ""
        to = _handed_over(material.parties, names, on=audit.handed_over_on)
        yield audit.handed_over_on, to + source, ""


def _handed_over(parties: list[AuditParty], names: Names, *, on: date) -> str:
    called = [(party.part, names.body_on(party.body, on).in_text) for party in parties]
    asked_bodies = [name for part, name in called if part == PartyPart.ASKED]
    informed = [name for part, name in called if part == PartyPart.INFORMED]
    text = f"Överlämnad till {swedish.listing(asked_bodies)}" if asked_bodies else "Överlämnad"
    return f"{text}, {swedish.listing(informed)} för kännedom" if informed else text


def _of_requests(blocks: Iterable[BodyBlock], names: Names) -> Iterator[TimelineEvent]:
    for block in blocks:
        for standing in block.requests:
            for day, phrase in days.events(standing):
                yield day, phrase, names.body_on(block.body, day).in_text


def _of_decisions(blocks: Iterable[BodyBlock], names: Names) -> Iterator[TimelineEvent]:
    for block in blocks:
        for row in block.rows:
            for judged, first, revised in (
                (row.position, TOOK_POSITION, RECONSIDERED),
                (row.verdict, JUDGED, JUDGED_AGAIN),
            ):
                for decision in judged.decisions if judged else ():
                    if decision.decided_on:
                        phrase = revised if decision.is_revision else first
                        name = names.body_on(block.body, decision.decided_on).in_text
                        yield decision.decided_on, phrase, name


def _of_corrections(corrections: Iterable[CorrectionShown]) -> Iterator[TimelineEvent]:
    for correction in corrections:
        phrase = "Revisorerna beslutade rättelse %"
        yield correction.decided_on, phrase, str(correction.number)


def _of_reminders(audit: Audit, blocks: list[BodyBlock], names: Names) -> Iterator[TimelineEvent]:
    by_body = {block.body.pk: block.body for block in blocks}
    reminders = Reminder.objects.filter(
        request__audit=audit, request__body__in=by_body, mail__sent_at__isnull=False
    )
    days_of = reminders.order_by("recorded_on").values_list("request__body", "recorded_on")
    for body, day in days_of.distinct():
        yield day, "Påminnelse skickades till %", names.body_on(by_body[body], day).in_text


def _of_meetings(
    blocks: list[BodyBlock], meetings: dict[int, list[BodyMeeting]], today: date
) -> Iterator[TimelineEvent]:
    """Those that an awaited answer can still be decided at."""
    for block in blocks:
        if block.arrived_on is not None or not block.due:
            continue
        for meeting in meetings.get(block.body.pk, []):
            if today <= meeting.meets_on <= block.due:
                yield meeting.meets_on, "% sammanträder", block.body.in_text

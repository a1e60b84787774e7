"""Sammanställning av svar och uppföljning: what one granskning asked, was answered and judged, as of a day.

It is read outside the audit side once released, so it is built without a reader: only what is handed over, submitted
and decided, and of what is marked for secrecy only what has been released.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Model

from accounts.descriptions import Names, described
from accounts.models import Installation
from audit.models import Audit, AuditParty, AuditQuestion, PartyPart
from common import dates, swedish
from common.rules import Denied, RuleBroken
from recommendations.models import Recommendation
from recommendations.values import CountPart, VerdictValue
from reports.audit.questions import (
    DissentShown,
    QuestionRead,
    dissents_of,
    questions_read,
    stances_summed,
)
from reports.audit.rows import AddresseeRow, BodyBlock, addressee_rows
from reports.models import how_known
from reports.overview.counts import Counts
from reports.papers import data
from reports.papers.control import control_code
from reports.papers.decisions import Decision, audit_decision, decisions
from reports.papers.rendering import rendered
from reports.permissions import known_on
from responses.models import Answer, AnswerDocument, DueDate, Stance
from responses.secrecy import Mask, Secrecy
from responses.services import as_it_stood
from responses.standing import RequestStanding

PAPER = "reports/pdf/follow_up.html"


@dataclass(frozen=True)
class Event:
    """One line of the table of dates."""

    day: date
    text: str


@dataclass(frozen=True)
class BodyCounts:
    name: str
    counts: Counts


@dataclass(frozen=True)
class FileTold:
    """A file of an answer; without its name where that is not released."""

    body: str
    name: str
    size: int | None
    secrecy: str

    @classmethod
    def of(cls, attached: AnswerDocument, mask: Mask | None) -> "FileTold":
        document, name = attached.document, attached.answer.request.body.name
        if mask is None or mask.is_open:
            return cls(name, document.name, document.size, mask.words if mask else "")
        return cls(name, "", None, mask.words)


@dataclass(frozen=True)
class FollowUp:
    """All that the paper says."""

    audit: Audit
    on: date
    blocks: list[BodyBlock]
    questions: list[QuestionRead]
    informed: list[str]
    attached: list[FileTold]
    due_dates: list[DueDate] = field(default_factory=list)
    # Of the audit itself, and everything that revisorerna have decided about it.
    decided: Decision | None = None
    decisions: list[Decision] = field(default_factory=list)
    dissents: list[DissentShown] = field(default_factory=list)
    # Which of the two true answers about a past day it gives.
    how_known: str = ""

    @property
    def entered_on(self) -> date | None:
        """The day that it was entered afterwards, out of an earlier register."""
        moment = self.audit.entered_afterwards_at
        return dates.local_day(moment) if moment and self.audit.is_from_register else None

    @property
    def rows(self) -> list[AddresseeRow]:
        return [row for block in self.blocks for row in block.rows]

    @property
    def recommendation_count(self) -> int:
        return len({row.addressee.recommendation_id for row in self.rows})

    @property
    def table(self) -> list[BodyCounts]:
        return [BodyCounts(block.body.name, counts_of(block.rows)) for block in self.blocks]

    @property
    def counts_head(self) -> str:
        return "Nämnd"

    @property
    def counts_caption(self) -> str:
        extent = swedish.counted(self.recommendation_count, "rekommendation", "rekommendationer")
        return (
            f"Revisorernas bedömning per nämnd. {swedish.capitalized(extent)}; "
            "antalen är rekommendation × adressat."
        )

    @property
    def total(self) -> Counts:
        return counts_of(self.rows)

    @property
    def summary(self) -> list[str]:
        """For an audit with recommendations."""
        return [
            *answer_sentences(self.blocks),
            *verdict_sentences(self.total),
            stances_summed(self.questions),
            *disagreement(self.blocks),
        ]

    @property
    def wished(self) -> str:
        """senast 28 februari 2023 från kommunstyrelsen, senast 31 mars 2023 från socialnämnden."""
        by_day: dict[date, list[str]] = defaultdict(list)
        for block in self.blocks:
            if block.first and block.first.first_due:
                by_day[block.first.first_due].append(block.body.in_text)
        parts = [
            f"senast {swedish.long_date(day)} från {swedish.listing(names)}"
            for day, names in by_day.items()
        ]
        return f"{', '.join(parts)}." if parts else "Inget svar önskades."

    @property
    def moved_dates(self) -> list[str]:
        """Response dates that differ from the missiv's, per body."""
        return [
            f"{block.body.name}: nytt datum {swedish.long_date(block.first.due)}."
            for block in self.blocks
            if block.first and block.first.due and block.first.due != block.first.first_due
        ]

    @property
    def events(self) -> list[Event]:
        events = []
        if self.audit.handed_over_on:
            source = " enligt registret" if self.entered_on else ""
            events.append(Event(self.audit.handed_over_on, f"Granskningen överlämnades{source}."))
        if self.entered_on:
            events.append(Event(self.entered_on, "Inläst i efterhand ur ett äldre register."))
        if self.audit.document_date:
            events.append(Event(self.audit.document_date, "Missivets datum."))
        for block in self.blocks:
            for standing in block.requests:
                events += request_events(block, standing)
        events += moved_date_events(self.due_dates)
        return sorted(events, key=lambda event: event.day)


def build(audit: Audit, *, on: date, as_known: bool = False) -> FollowUp:
    """Raises RuleBroken when the audit had not been handed over by the day, or was not known of here."""
    known = known_on(audit, on, as_known=as_known)
    if isinstance(known, Denied):
        raise RuleBroken(known.reason)
    place = described("position", "answer__request__body", on=on)
    answers = Answer.objects.in_force(on=on, as_known=as_known).filter(request__audit=audit)
    attached = AnswerDocument.objects.filter(answer__in=answers, removed_at=None)
    documents = list(
        attached.select_related("document", "answer__request__body").order_by(place, "pk")
    )
    informed = list(audit.parties.exclude(part=PartyPart.ASKED).select_related("body"))
    due_dates = list(
        DueDate.objects.known(on=on).filter(request__audit=audit).select_related("request__body")
    )
    named = [row.answer.request.body for row in documents]
    named += [party.body for party in informed] + [due.request.body for due in due_dates]
    names = Names()
    names.describe(named, on=on)
    dissents = dissents_of(audit, on=on)
    secrecy = Secrecy(on=on, files=documents)
    questions = questions_read(audit, dissents, on=on, names=names)
    put_back(audit, [read.question for read in questions], at=dates.end_of(on))
    return FollowUp(
        audit=audit,
        on=on,
        blocks=addressee_rows(audit, on=on, names=names, as_known=as_known),
        questions=questions,
        decided=audit_decision(audit, on=on),
        decisions=decisions(audit, on=on, as_known=as_known),
        dissents=[dissent for dissent in dissents if not dissent.question],
        informed=[party.body.name for party in sorted(informed, key=_place_of)],
        attached=[FileTold.of(row, secrecy.of_file(row)) for row in documents],
        due_dates=due_dates,
        how_known=how_known(audit, on=on, today=dates.today(), as_known=as_known),
    )


def _place_of(party: AuditParty) -> tuple[str, int, str]:
    return party.part, party.body.position, party.body.name


def put_back(
    audit: Audit,
    questions: Iterable[AuditQuestion],
    recommendations: Iterable[Recommendation] = (),
    *,
    at: datetime,
) -> None:
    """The wording as it stood at the moment, in memory: what has been corrected since is left out."""
    earlier_texts = as_it_stood(audit, at=at)

    def set_back(instance: Model, field: str, part: str) -> None:
        if row := earlier_texts.get((part, instance.pk)):
            setattr(instance, field, row.old)

    set_back(audit, "title", "title")
    set_back(audit, "overall_assessment", "overall_assessment")
    for recommendation in recommendations:
        set_back(recommendation, "text", "recommendation")
    for question in questions:
        set_back(question, "text", "question")
        answer = question.assessed
        for part in ("printed_answer", "reasons"):
            if row := earlier_texts.get((part, question.pk)):
                setattr(answer, part, row.old)
        if row := earlier_texts.get(("grade", question.pk)):
            answer.grade, answer.step = row.old_grade, row.old


def counts_of(rows: Iterable[AddresseeRow]) -> Counts:
    counts = Counts()
    for row in rows:
        verdict = row.verdict.value if row.verdict else None
        part = CountPart.of(verdict, answered=row.is_answered)
        counts.add(CountPart.REPLACED if row.replaced_by else part, 1)
    return counts


# The summary, in sentences


def answer_sentences(blocks: list[BodyBlock]) -> list[str]:
    came = [block for block in blocks if block.first and block.first.arrived_on]
    missing = [block for block in blocks if block.first and not block.first.arrived_on]
    sentences = []
    if came and not missing:
        sentences.append(f"Svar har inkommit från {_names(came)} på samtliga rekommendationer.")
    elif came:
        sentences.append(f"Svar har inkommit från {_names(came)}.")
    sentences += [
        f"Svar har inte inkommit från {block.body.in_text}. {block.first.due_sentence}"
        for block in missing
        if block.first
    ]
    return sentences + [
        f"En komplettering från {block.body.in_text} har inte inkommit. {standing.due_sentence}"
        for block in blocks
        for standing in block.requests
        if standing.is_supplement and standing.is_awaited
    ]


def verdict_sentences(counts: Counts) -> list[str]:
    counted = [
        part.counted(number)
        for part in (*(value.part for value in VerdictValue), CountPart.REPLACED)
        if (number := getattr(counts, part))
    ]
    waiting = counts.unjudged + counts.unanswered
    if not counted:
        return ["Revisorerna har ännu inte beslutat någon bedömning av rekommendationerna."]
    sentences = [f"Enligt revisorernas bedömning är {swedish.listing(counted)}."]
    if waiting:
        sentences.append(
            f"{swedish.number_word(waiting).capitalize()} är ännu inte {'bedömd' if waiting == 1 else 'bedömda'}."
        )
    return sentences


def disagreement(blocks: list[BodyBlock]) -> list[str]:
    """Said neutrally; the body's own reason stands with the recommendation."""
    sentences = []
    for block in blocks:
        numbers = [
            row.number for row in block.rows if row.answer and row.answer.stance == Stance.DISAGREES
        ]
        if numbers:
            sentences.append(
                f"{block.body.name} instämmer inte i rekommendation {swedish.listing(numbers)}, "
                "med det skäl som återges där."
            )
    return sentences


def _names(blocks: list[BodyBlock]) -> str:
    return swedish.listing(block.body.in_text for block in blocks)


# The table of dates


def request_events(block: BodyBlock, standing: RequestStanding) -> list[Event]:
    events = []
    if standing.is_supplement:
        opened = dates.local_day(standing.request.opened_at)
        events.append(Event(opened, f"Komplettering begärdes av {block.body.in_text}."))
    if standing.withdrawn_on:
        events.append(Event(standing.withdrawn_on, standing.state))
    if standing.arrived_on:
        events.append(
            Event(
                standing.arrived_on, f"{standing.came_from(block.body.in_text)} {standing.decision}"
            )
        )
    return events


def moved_date_events(due_dates: Iterable[DueDate]) -> list[Event]:
    """Every response date after the first of its request."""
    first: set[int] = set()
    events = []
    for due in due_dates:
        if due.request_id in first:
            day = swedish.long_date(due.due_on)
            events.append(
                Event(
                    dates.local_day(due.set_at),
                    f"Nytt svarsdatum för {due.request.body.in_text}: {day}. {due.reason}".strip(),
                )
            )
        first.add(due.request_id)
    return events


# The paper


def paper(audit: Audit, *, on: date, made_at: datetime, as_known: bool = False) -> bytes:
    """The PDF. Raises RuleBroken as `build` does."""
    built = build(audit, on=on, as_known=as_known)
    code = control_code(*Installation.now().names.values(), built)
    return rendered(
        PAPER,
        {"paper": built, "code": code, "made_at": made_at},
        carries=[data.attached(data.of_follow_up(built), made_at=made_at)],
    )


def file_name(audit: Audit, on: date) -> str:
    return f"Svar och uppföljning, granskning {audit.pk}, läge {on.isoformat()}.pdf"

"""What a paper tells, as data that goes along with it: the same facts, with Swedish names and days as ISO 8601."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from accounts.models import Installation
from audit.models import Audit
from common import pdf
from recommendations.models import Measure, ProgressReport
from reports.audit.questions import QuestionRead
from reports.audit.voices import AddresseeRow, BodyBlock, Judged
from responses.standing import RequestStanding

if TYPE_CHECKING:
    from reports.papers.accountability import AccountabilityContent
    from reports.papers.compiled import CompiledContent, CompiledGroup
    from reports.papers.follow_up import Event, FollowUp
    from reports.papers.year import YearContent, YearRow

Fact: TypeAlias = str | int | Sequence["Fact"] | Mapping[str, "Fact"] | None
PaperFacts: TypeAlias = Mapping[str, Fact]
NAME = "uppgifter.json"
ABOUT = "Papperets uppgifter som data"


def as_text(facts: PaperFacts) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=1)


def attached(facts: PaperFacts, *, made_at: datetime) -> pdf.PaperFile:
    return pdf.PaperFile(NAME, as_text(facts), ABOUT, made_at=made_at)


def of_follow_up(paper: "FollowUp") -> PaperFacts:
    """A paper of one granskning."""
    return {
        **head("Sammanställning av svar och uppföljning", paper.audit.title, paper.on),
        "granskning": _audit(paper.audit),
        "revisionsfrågor": [_question(read) for read in paper.questions],
        "nämnder": [
            {
                "nämnd": block.body.name,
                "begäran": _requests(block),
                "rekommendationer": [_row(row) for row in block.rows],
            }
            for block in paper.blocks
        ],
        "revisorernas_beslut": [
            {"sammanträde": _day(row.on), "paragraf": row.paragraph, "beslut": row.what}
            for row in paper.decisions
        ],
        "händelser": _events(paper.events),
    }


def of_compiled(paper: "CompiledContent") -> PaperFacts:
    """A paper of a choice out of the register."""
    return {
        **head(paper.heading, paper.title, paper.on),
        "urval": paper.choice,
        "beslutad": paper.decided,
        "deltog": paper.people,
        "revisorernas_text": paper.text,
        "grupper": [_group(group) for group in paper.groups],
    }


def of_year(paper: "YearContent") -> PaperFacts:
    """What was closed in a year, and what remains."""
    return {
        **head(paper.heading, paper.title, paper.on),
        "år": paper.year,
        "beslutad": paper.decided,
        "deltog": paper.people,
        "revisorernas_text": paper.text,
        "nämnder": [
            {
                "nämnd": section.body.name,
                "åtgärdade": [_of_year(row) for row in section.done],
                "inte_längre_aktuella": [_of_year(row) for row in section.dropped],
                "kvarstår": [_of_year(row) for row in section.remaining],
            }
            for section in paper.sections
        ],
    }


def _of_year(row: "YearRow") -> PaperFacts:
    return {
        "granskning": _audit(row.group.audit),
        "ställd_till": row.group.block.body.name,
        **_row(row.row.voices),
        "skäl_i_papperet": row.reasons,
    }


def of_accountability(paper: "AccountabilityContent") -> PaperFacts:
    """What the register holds of each body and a revisionsår."""
    return {
        **head(paper.heading, paper.title, paper.on),
        "revisionsår": paper.year,
        "nämnder": [
            {
                "nämnd": facts.body.name,
                **{
                    heading.lower().replace(" ", "_"): [
                        {
                            "uppgift": fact.text,
                            "bedömning": fact.status.word if fact.status else None,
                            "skäl": fact.note,
                            "källa": fact.source,
                        }
                        for fact in part
                    ]
                    for heading, part in facts.parts
                },
            }
            for facts in paper.bodies
        ],
    }


def head(kind: str, title: str, on: date) -> dict[str, Fact]:
    installation = Installation.now()
    return {
        "slag": kind,
        "rubrik": title,
        "kommun": installation.municipality,
        "revisorer": installation.auditors,
        "läge_per": _day(on),
    }


def _group(group: "CompiledGroup") -> PaperFacts:
    return {
        "nämnd": group.holder.name,
        "ställd_till": group.block.body.name,
        "granskning": _audit(group.audit),
        "begäran": _requests(group.block),
        "rekommendationer": [
            {**_row(row.voices), "händelser": _events(row.events)} for row in group.rows
        ],
    }


def _audit(audit: Audit) -> PaperFacts:
    return {
        "titel": audit.title,
        "revisionsår": audit.audit_year,
        "diarienummer": audit.reference,
        "överlämnad": _day(audit.handed_over_on),
    }


def _requests(block: BodyBlock) -> Sequence[PaperFacts]:
    return [_request(standing) for standing in block.requests]


def _request(standing: RequestStanding) -> PaperFacts:
    return {
        "önskades_senast": _day(standing.due),
        "svar_kom": _day(standing.arrived_on),
        "nämndens_beslut": standing.decision,
    }


def _question(read: QuestionRead) -> PaperFacts:
    question = read.question
    return {
        "nummer": read.number,
        "fråga": question.text,
        "bedömning": question.grade_label,
        "skäl": question.assessed.reasons,
    }


def _row(row: AddresseeRow) -> PaperFacts:
    answer = row.answer
    return {
        "nummer": row.number,
        "rekommendation": row.text,
        "svar": {
            "instämmer": row.stance_status.word,
            "text": answer.text if answer else None,
            "sekretess": answer.secrecy if answer else "",
            "svar_kom": _day(answer.arrived_on) if answer else None,
        },
        "nämnden_uppger": {
            "läge": row.stated_status.word,
            "åtgärder": [_measure(measure) for measure in row.measures],
            "rapport": _progress(row.progress) if row.progress else None,
        },
        "revisorernas_bedömning": {
            "bedömning": row.verdict_status.word,
            **(_judged(row.verdict) if row.verdict else {}),
            "delpunkter": [
                {"punkt": point.letter, "text": point.text, "bedömning": point.verdict_status.word}
                for point in row.points
            ],
        },
    }


def _measure(measure: Measure) -> PaperFacts:
    return {
        "vad": measure.what,
        "ansvarig": measure.responsible,
        "klart_senast": _day(measure.due_on),
        "läge": measure.status.word,
    }


def _progress(report: ProgressReport) -> PaperFacts:
    return {
        "läge": report.status.word,
        "text": report.text,
        "klart": _day(report.done_on),
        "rapporterat": report.reported_at.isoformat() if report.reported_at else None,
    }


def _judged(judged: Judged) -> PaperFacts:
    return {
        "sammanträde": _day(judged.decided_on),
        "paragraf": judged.paragraph,
        "underlag": judged.ground,
        "skäl": judged.note,
    }


def _events(events: "Sequence[Event]") -> Sequence[PaperFacts]:
    return [{"dag": _day(event.day), "händelse": event.text} for event in events]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

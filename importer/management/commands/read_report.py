"""`read_report FILE [FILE…] [--json]`: shows what the documents of one audit say. Writes nothing."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from common.causes import JobCause
from importer.reader import MAX_BYTES, PrintedAudit, Unreadable, decode, printable, read

GRADES = {"yes": "ja", "partly": "delvis", "no": "nej", "other": "annat", None: "ej bedömd"}
SINGLE_FIELDS = {
    "title": "Granskning",
    "municipality": "Kommun",
    "audit_year": "Revisionsår",
    "document_date": "Daterad",
    "firm": "Firma",
    "response_due_on": "Svar önskas senast",
    "response_wording": "Formulering",
    "overall_assessment": "Sammanfattande bedömning",
}
LIST_FIELDS = {
    "addressees": "Till",
    "for_information": "För kännedom",
    "contact_auditors": "Kontaktrevisorer",
    "authors": "Författare",
}


class Command(BaseCommand):
    help = "Läser en granskningsrapport och dess missiv och visar vad som står i dem."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            metavar="FILE",
            help="rapport, missiv och andra handlingar (.pdf, .docx, .txt)",
        )
        parser.add_argument(
            "--json", action="store_true", help="ett JSON-objekt i stället för läsbar text"
        )

    def handle(self, *, files: list[str], **options: Any) -> None:
        """Prints the reading. Exits with 2 and one line on stderr when a file cannot be read."""
        try:
            reading = read([_document(Path(name)) for name in files])
        except Unreadable as refusal:
            self.stderr.write(str(refusal))
            raise SystemExit(2) from None
        text = (
            json.dumps(reading.as_full_dict(), ensure_ascii=False, indent=2)
            if options["json"]
            else summary(reading)
        )
        self.stdout.write(text)


def _document(path: Path) -> tuple[str, str]:
    label = printable(path.name or str(path))
    if path.is_dir():
        raise Unreadable(f"{label} är en mapp, inte en fil.", JobCause.KIND)
    try:
        if path.exists() and not path.is_file():
            raise Unreadable(f"{label} är inte en vanlig fil.", JobCause.KIND)
        with path.open("rb") as file:
            return path.name, decode(path.name, file.read(MAX_BYTES + 1))
    except FileNotFoundError:
        raise Unreadable(f"Filen {label} finns inte.", JobCause.BROKEN) from None
    except (OSError, ValueError):
        raise Unreadable(f"Filen {label} kan inte öppnas.", JobCause.BROKEN) from None


def summary(reading: PrintedAudit) -> str:
    """The reading as plain Swedish text, doubts first."""
    return "\n".join(
        [
            *_doubts(reading),
            *_fields(reading),
            *_questions(reading),
            *_recommendations(reading),
            *_sections(reading),
        ]
    )


def _doubts(reading: PrintedAudit) -> Iterator[str]:
    if reading.doubts:
        yield f"Att ta ställning till ({len(reading.doubts)}):"
        yield from (f"  ! {doubt.message}" for doubt in reading.doubts)
        yield ""


def _fields(reading: PrintedAudit) -> Iterator[str]:
    for name, label in SINGLE_FIELDS.items():
        yield f"{label}: {getattr(reading, name) or 'anges inte'}"
    for name, label in LIST_FIELDS.items():
        yield f"{label}: {', '.join(getattr(reading, name)) or 'anges inte'}"
    for signatory in reading.signatories:
        signed = f", undertecknat {signatory.signed_at}" if signatory.signed_at else ""
        yield f"Undertecknare: {signatory.name}, {signatory.role or 'roll anges inte'}{signed}"


def _questions(reading: PrintedAudit) -> Iterator[str]:
    yield f"\nRevisionsfrågor ({len(reading.questions)}):"
    for question in reading.questions:
        yield f"  {question.number}. {question.text}"
        yield f"     Svar: {question.answer or 'anges inte'} ({GRADES[question.grade]})"


def _recommendations(reading: PrintedAudit) -> Iterator[str]:
    yield f"\nRekommendationer ({len(reading.recommendations)}):"
    for recommendation in reading.recommendations:
        to = ", ".join(recommendation.addressees) or "adressat anges inte"
        yield f"  {recommendation.number}. {recommendation.text} [{to}]"


def _sections(reading: PrintedAudit) -> Iterator[str]:
    sample, sources = reading.sample, reading.sources
    yield f"\nRevisionskriterier ({len(reading.criteria)}), protokoll ({len(reading.minutes_reviewed)})"
    yield f"Källor: {len(sources.interviews)} intervjuer, {len(sources.documents)} dokument"
    yield f"Stickprov: {len(sample.questions)} kontrollfrågor, {len(sample.cases)} ärenden"

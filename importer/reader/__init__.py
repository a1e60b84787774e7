"""Reads the documents of one audit: what a report and a missiv say, never what they might mean.

The package knows neither Django nor the database. `decode` turns an upload into text, `read` turns the texts of
one audit into a `PrintedAudit`, `mask` makes a document's text fit to show.
"""

from collections.abc import Sequence

from common.causes import JobCause
from importer.reader.classes import NAMED_SCALES, classify
from importer.reader.kinds import DocumentKind, answers_among, calls_itself_audit, speaks_of_audit
from importer.reader.merge import merge, read_document
from importer.reader.model import (
    Doubt,
    DoubtCode,
    Place,
    PrintedAudit,
    PrintedGrade,
    PrintedQuestion,
    PrintedRecommendation,
    Signatory,
    Unreadable,
    with_bars,
)
from importer.reader.personal import guard, mask, print_bars
from importer.reader.sections import add_sections
from importer.reader.text import parse
from importer.reader.upload import MAX_BYTES, decode, printable

__all__ = [
    "MAX_BYTES",
    "NAMED_SCALES",
    "DocumentKind",
    "Doubt",
    "DoubtCode",
    "Place",
    "PrintedAudit",
    "PrintedGrade",
    "PrintedQuestion",
    "PrintedRecommendation",
    "Signatory",
    "Unreadable",
    "decode",
    "mask",
    "printable",
    "read",
    "read_with_kinds",
    "signing_page",
    "with_bars",
]


def read(documents: Sequence[tuple[str, str]]) -> PrintedAudit:
    """As `read_with_kinds`, without the kinds."""
    return read_with_kinds(documents)[0]


def read_with_kinds(
    documents: Sequence[tuple[str, str]],
) -> tuple[PrintedAudit, list[DocumentKind]]:
    """One reading of the (name, text) documents of one audit, in any order, and what each document is.

    Raises Unreadable when there is no document, when one has nothing to do with an audit, or when nothing of a
    report or a missiv is recognised in them.
    """
    if not documents:
        raise Unreadable("Ange minst ett dokument att läsa in.", JobCause.NO_TEXT)
    reads = []
    for index, (name, text) in enumerate(documents):
        document = parse(index, printable(name), text)
        if not speaks_of_audit(document):
            raise _not_an_audit(document.name)
        reads.append(read_document(document))
    reading = merge(reads)
    add_sections(reading, [read.document for read in reads])
    if not _recognised(reading):
        names = ", ".join(read.document.name for read in reads)
        if not any(calls_itself_audit(read.document) for read in reads):
            raise _not_an_audit(names)
        message = (
            f"Nästan inget kändes igen i {names}. Läs texten och lägg till det som saknas för hand."
        )
        reading.doubts.append(Doubt(DoubtCode.LITTLE_RECOGNISED, "kind", message))
    reading.doubts += answers_among([read.document for read in reads])
    classify(reading, [read.document for read in reads])
    print_bars(reading)
    if guard(reading):
        message = (
            "Något som liknar ett personnummer eller en IP-adress har tagits bort ur en läst text."
        )
        reading.doubts.append(Doubt(DoubtCode.PERSONAL_DATA, "personal_data", message))
    return reading, [read.kind for read in reads]


def signing_page(text: str) -> frozenset[int]:
    """Numbers of the lines of the document's e-signing page, to be kept off every page of ours."""
    return frozenset(line.number for line in parse(0, "", text).signing)


def _not_an_audit(names: str) -> Unreadable:
    return Unreadable(
        f"Filen {names} ser inte ut som en revisionsrapport eller ett missiv och har inte lästs in.",
        JobCause.NOT_AN_AUDIT,
    )


def _recognised(reading: PrintedAudit) -> bool:
    """Substance of an audit, not just its words: questions, recommendations, or a missiv's own parts."""
    if (
        reading.questions
        or reading.recommendations
        or reading.statuses
        or (reading.title and reading.overall_assessment)
    ):
        return True
    parts = (
        reading.title,
        reading.municipality,
        reading.overall_assessment,
        reading.addressees,
        reading.response_wording,
        [doubt for doubt in reading.doubts if doubt.about == "recommendations"],
    )
    return sum(bool(part) for part in parts) >= 2

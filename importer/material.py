"""Criteria, minutes, sources and stickprov of a reading, as the audit keeps them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audit.grid import Cell, Grid
from audit.models import Criterion, Kind, MinutesReview, Scale, Source, SourceKind
from audit.services.material import MaterialRow
from importer.reader import NAMED_SCALES

# Parts that a person keeps or drops as a whole, and what each is called.
PARTS = {
    "criteria": "Revisionskriterier",
    "minutes_reviewed": "Protokollgranskning",
    "sources": "Källförteckning",
    "sample": "Stickprov",
}
KINDS = {
    "fordjupad": Kind.IN_DEPTH,
    "grundlaggande": Kind.BASIC,
    "forstudie": Kind.PRELIMINARY,
    "uppfoljande": Kind.FOLLOW_UP,
    "lekmannarevision": Kind.LAY,
}


def scale_of(code: str | None, scales: Iterable[Scale]) -> Scale | None:
    """The first that has the steps of the reader's scale, whatever it is called; none for ja, delvis and nej."""
    steps = NAMED_SCALES.get(code or "")
    return next((scale for scale in scales if steps and steps <= scale.by_word.keys()), None)


def found_parts(reading: Mapping[str, Any]) -> dict[str, list[str]]:
    """What each part that was found holds, line by line, for a person to look at."""
    sample, sources = reading.get("sample") or {}, reading.get("sources") or {}
    shown = {
        "criteria": [row["citation"] for row in reading.get("criteria", [])],
        "minutes_reviewed": [
            f"{row['date']} {row['kind']}: {row['description']}"
            for row in reading.get("minutes_reviewed", [])
        ],
        "sources": [*sources.get("interviews", []), *sources.get("documents", [])],
        "sample": [
            f"{row['text']} {', '.join(cell['value'] for cell in row['cells'])}"
            for row in sample.get("questions", [])
        ],
    }
    return {name: rows for name, rows in shown.items() if rows}


def rows_of(reading: Mapping[str, Any], kept_parts: set[str]) -> Iterator[MaterialRow]:
    """New rows of the parts that are kept; printed text is cut where a field ends."""
    if "criteria" in kept_parts:
        for row in reading["criteria"]:
            yield Criterion(citation=row["citation"][:300], text=row["text"])
    if "minutes_reviewed" in kept_parts:
        for row in reading["minutes_reviewed"]:
            yield MinutesReview(
                met_on=row["date"],
                body=(row["body"] or "")[:150],
                kind=row["kind"][:120],
                description=row["description"],
            )
    if "sources" in kept_parts:
        for text in reading["sources"]["interviews"]:
            yield Source(kind=SourceKind.INTERVIEW, text=text[:300])
        for text in reading["sources"]["documents"]:
            yield Source(kind=SourceKind.DOCUMENT, text=text[:300])


def grid_of(reading: Mapping[str, Any]) -> Grid:
    sample = reading["sample"]
    rows = [
        (row["text"], [Cell(cell["value"], cell["note"]) for cell in row["cells"]])
        for row in sample["questions"]
    ]
    notes = {int(number): text for number, text in sample["notes"].items()}
    return Grid.of([case["label"] for case in sample["cases"]], rows, notes)

"""A register of earlier years, as an Excel sheet: what each cell says, or what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common import swedish
from common.causes import JobCause
from common.text import folded
from importer.reader import Unreadable, printable
from importer.register_cells import (
    BY_HEADING,
    BY_KEY,
    COLUMNS,
    Column,
    Known,
    Wrong,
    heading_of,
    shown,
)
from importer.workbook import MOST_ROWS, SheetRow, Worksheet, pages_of

SHEET = "Rekommendationer"
# Headings are looked for in as many filled rows. What stands above them, in a few cells, says what the list is and
# is not read.
LINES_ABOVE, TITLE_CELLS = 10, 4
RegisterRow = dict[str, Any]


@dataclass(frozen=True)
class CellFault:
    """A cell that is wrong, or lacking, as a person finds it in the sheet."""

    line: int
    column: str
    value: str
    said: str


@dataclass(frozen=True)
class Parsed:
    """Either faults or rows, one for each row of the sheet; never some of both."""

    rows: list[RegisterRow] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


def parse(name: str, data: bytes, *, today: date) -> Parsed:
    """The rows of an uploaded file, or every cell that is wrong.

    Raises Unreadable, with a Swedish sentence, when the file as a whole can't be taken.
    """
    page = _chosen(name, pages_of(name, data))
    place = _head_place(page)
    head, lines = page.lines[place], page.lines[place + 1 :]
    columns, faults = _columns(head)
    if len(lines) > MOST_ROWS:
        raise Unreadable(
            f"Filen {printable(name)} har {swedish.number(len(lines))} rader. Högst "
            f"{swedish.number(MOST_ROWS)} läses in åt gången; dela upp den.",
            JobCause.TOO_LARGE,
        )
    if not lines:
        raise Unreadable(
            f"Filen {printable(name)} har inga rader under rubrikerna.", JobCause.NO_TEXT
        )
    faults += [*_shape_faults(page, head, columns), *_stray_faults(lines, columns)]
    rows, wrong = _rows(lines, columns, Known.on(today))
    # A sheet of the wrong shape makes cells look wrong that are not.
    faults += [*(wrong if not faults else ()), *_together(rows)]
    if not faults:
        return Parsed(rows=rows)
    return Parsed(faults=sorted(faults, key=lambda fault: fault.line))


def _chosen(name: str, pages: list[Worksheet]) -> Worksheet:
    """The sheet with the headings, or the only one."""
    label = printable(name)
    if not pages:
        raise Unreadable(f"Filen {label} är tom.", JobCause.NO_TEXT)
    fitting = [
        page for page in pages if "rekommendation" in _headings(page.lines[_head_place(page)])
    ]
    if len(fitting) > 1:
        names = swedish.listing(printable(page.name) for page in fitting)
        raise Unreadable(
            f"Filen {label} har flera blad med registrets rubriker: {names}.", JobCause.KIND
        )
    return (fitting or pages)[0]


# Headings and the sheet's shape


def _head_place(page: Worksheet) -> int:
    """Where among the lines the headings stand: a title and a date may stand above them, as in most registers."""
    first = page.lines[:LINES_ABOVE]
    return max(
        range(len(first)),
        key=lambda place: (len(BY_HEADING.keys() & _headings(first[place])), -place),
    )


def _headings(line: SheetRow) -> list[str]:
    return ["" if value is None else heading_of(value) for value in line.values]


def _columns(head: SheetRow) -> tuple[dict[int, Column], list[CellFault]]:
    """Place → column, by the headings in whatever order."""
    columns: dict[int, Column] = {}
    faults = []
    for place, heading in enumerate(_headings(head)):
        column = BY_HEADING.get(heading)
        if column and column in columns.values():
            faults.append(
                CellFault(head.number, column.name, column.name, "Rubriken står två gånger.")
            )
        elif column:
            columns[place] = column
    missing = [column for column in COLUMNS if column.required and column not in columns.values()]
    advice = "Rubriken saknas. Hämta mallen och flytta raderna till den."
    faults += [CellFault(head.number, column.name, "", advice) for column in missing]
    return columns, faults


def _shape_faults(
    page: Worksheet, head: SheetRow, columns: Mapping[int, Column]
) -> Iterator[CellFault]:
    for row, column in page.merged:
        if row >= head.number and column - 1 in columns:
            name = columns[column - 1].name
            yield CellFault(
                row, name, "", "Cellerna är sammanslagna. Dela dem, och skriv på varje rad."
            )
    for line in page.lines:
        if line.number <= head.number:
            if line is not head and sum(value is not None for value in line.values) > TITLE_CELLS:
                advice = "Raden står ovanför rubrikerna. Flytta ned den, eller ta bort den."
                yield CellFault(line.number, "Hela raden", "", advice)
        elif line.number in page.hidden:
            advice = "Raden är dold. Visa den eller ta bort den, och ta bort filter."
            yield CellFault(line.number, "Hela raden", "", advice)
        elif line.is_struck:
            advice = (
                "Raden är genomstruken. Ta bort den, eller genomstrykningen om den ska läsas in."
            )
            yield CellFault(line.number, "Hela raden", "", advice)
    yield from _hidden_columns(page, head, columns)


def _hidden_columns(
    page: Worksheet, head: SheetRow, columns: Mapping[int, Column]
) -> Iterator[CellFault]:
    """Those that say something, though nobody sees it."""
    for place in sorted(page.hidden_columns):
        if any(
            value is not None for line in page.lines for value in line.values[place : place + 1]
        ):
            name = columns[place].name if place in columns else f"Kolumn {place + 1}"
            advice = "Kolumnen är dold. Visa den, läs den och ta bort den om den inte ska med."
            yield CellFault(head.number, name, "", advice)


def _stray_faults(lines: list[SheetRow], columns: Mapping[int, Column]) -> Iterator[CellFault]:
    """Values under no heading of the template, the first of each column: nothing is left out without a word."""
    faulty: set[int] = set()
    for line in lines:
        for place, value in enumerate(line.values):
            if value is not None and place not in columns and place not in faulty:
                faulty.add(place)
                advice = "Kolumnen finns inte i mallen. Flytta texten till Anmärkning eller ta bort kolumnen."
                yield CellFault(line.number, f"Kolumn {place + 1}", shown(value), advice)


# Rows


def _rows(
    lines: Iterable[SheetRow], columns: Mapping[int, Column], known: Known
) -> tuple[list[RegisterRow], list[CellFault]]:
    rows: list[RegisterRow] = []
    faults: list[CellFault] = []
    for line in lines:
        row, wrong = _row(line, columns, known)
        rows.append(row)
        faults += wrong or _lacking(row, known)
    return rows, faults


def _together(rows: Iterable[RegisterRow]) -> Iterator[CellFault]:
    """What rows say that do not go together, of those whose own cells could be read."""
    complete = [row for row in rows if all(row[key] for key in ("year", "title", "body", "text"))]
    yield from _repeated(complete)
    yield from _disagreeing(complete)


def _row(
    line: SheetRow, columns: Mapping[int, Column], known: Known
) -> tuple[RegisterRow, list[CellFault]]:
    row: RegisterRow = {"line": line.number} | {column.key: column.empty for column in COLUMNS}
    faults = []
    for place, column in columns.items():
        value = line.values[place]
        try:
            if place in line.unsolved:
                raise Wrong("Formeln har inget värde. Skriv värdet i stället.")
            if value is None and column.required:
                raise Wrong("Fyll i cellen.")
            if value is not None:
                row[column.key] = column.read(value, known)
        except Wrong as wrong:
            faults.append(_fault(line.number, column, value, str(wrong)))
    return row, faults


def _fault(line: int, column: Column, value: Any, advice: str) -> CellFault:
    return CellFault(line, column.name, "" if value is None else shown(value), advice)


def _lacking(row: RegisterRow, known: Known) -> list[CellFault]:
    """What one row's cells say together."""
    faults = []
    if row["status"] and not row["decided_on"]:
        advice = "Ange vilken dag revisorerna beslutade statusen."
        faults.append(_fault(row["line"], BY_KEY["decided_on"], None, advice))
    if row["decided_on"] and not row["status"]:
        advice = "Ange status, eller ta bort dagen under Status beslutad."
        faults.append(_fault(row["line"], BY_KEY["status"], None, advice))
    if audit_of(row) in known.audits:
        advice = f"Granskningen finns redan för revisionsår {row['year']}."
        faults.append(_fault(row["line"], BY_KEY["title"], row["title"], advice))
    return faults


def audit_of(row: RegisterRow) -> tuple[int, str]:
    """Rows of the same granskning have this in common."""
    return row["year"], folded(row["title"])


def _repeated(rows: Iterable[RegisterRow]) -> Iterator[CellFault]:
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = (*audit_of(row), row["body"], folded(row["text"]))
        if key in first:
            advice = f"Samma rekommendation till samma organ står på rad {first[key]}."
            yield _fault(row["line"], BY_KEY["text"], row["text"], advice)
        first.setdefault(key, row["line"])


def _disagreeing(rows: Iterable[RegisterRow]) -> Iterator[CellFault]:
    """An audit was handed over on one day; it is enough that one of its rows says which."""
    first: dict[tuple[int, str], RegisterRow] = {}
    for row in rows:
        if not row["put_on"]:
            continue
        before = first.setdefault(audit_of(row), row)
        if row["put_on"] != before["put_on"]:
            advice = f"Rad {before['line']} anger en annan dag för samma granskning."
            yield _fault(row["line"], BY_KEY["put_on"], row["put_on"], advice)


def put_on(rows: Iterable[RegisterRow]) -> date | None:
    """The day that the rows of a granskning give for its hand-over."""
    return next((as_day(row["put_on"]) for row in rows if row["put_on"]), None)


def as_day(iso: str | None) -> date | None:
    """A day as a row keeps it."""
    return date.fromisoformat(iso) if iso else None

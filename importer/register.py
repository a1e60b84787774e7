"""A register of earlier years, as an Excel sheet: what each cell says, or what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import Body
from audit.models import Audit
from common import swedish
from common.forms import EARLIEST, LATEST
from common.text import folded
from importer.reader import Unreadable, printable
from importer.workbook import MOST_ROWS, Line, Page, pages_of
from recommendations.values import VerdictValue

SHEET = "Rekommendationer"
UNJUDGED = "Ej bedömd"
# Headings are looked for in as many filled rows. What stands above them, in a few cells, says what the list is and
# is not read.
LINES_ABOVE, TITLE_CELLS = 10, 4
EXCEL_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
STATUSES = {str(value.label).casefold(): value.value for value in VerdictValue}
Row = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """A cell that is wrong, or lacking, as a person finds it in the sheet."""

    line: int
    column: str
    value: str
    said: str


@dataclass(frozen=True)
class Parsed:
    """Either faults or rows, one for each row of the sheet; never some of both."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the cells are checked against."""

    today: date
    bodies: Mapping[str, int]
    # Year and title of every audit that there is.
    audits: frozenset[tuple[int, str]]

    @classmethod
    def on(cls, today: date) -> "Known":
        bodies = Body.objects.values_list("name", "pk")
        return cls(today, {folded(name): pk for name, pk in bodies}, existing_audits())


def existing_audits() -> frozenset[tuple[int, str]]:
    """Year and title as they are compared."""
    found = Audit.objects.order_by().values_list("audit_year", "title")
    return frozenset((year, folded(title)) for year, title in found)


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
            f"{swedish.number(MOST_ROWS)} läses in åt gången; dela upp den."
        )
    if not lines:
        raise Unreadable(f"Filen {printable(name)} har inga rader under rubrikerna.")
    faults += [*_shape_faults(page, head, columns), *_stray_faults(lines, columns)]
    rows, wrong = _rows(lines, columns, Known.on(today))
    # A sheet of the wrong shape makes cells look wrong that are not.
    faults += [*(wrong if not faults else ()), *_together(rows)]
    if not faults:
        return Parsed(rows=rows)
    return Parsed(faults=sorted(faults, key=lambda fault: fault.line))


def _chosen(name: str, pages: list[Page]) -> Page:
    """The sheet with the headings, or the only one."""
    label = printable(name)
    if not pages:
        raise Unreadable(f"Filen {label} är tom.")
    fitting = [
        page for page in pages if "rekommendation" in _headings(page.lines[_head_place(page)])
    ]
    if len(fitting) > 1:
        names = swedish.listing(printable(page.name) for page in fitting)
        raise Unreadable(f"Filen {label} har flera blad med registrets rubriker: {names}.")
    return (fitting or pages)[0]


# Headings and the sheet's shape


def _head_place(page: Page) -> int:
    """Where among the lines the headings stand: a title and a date may stand above them, as in most registers."""
    first = page.lines[:LINES_ABOVE]
    return max(
        range(len(first)),
        key=lambda place: (len(BY_HEADING.keys() & _headings(first[place])), -place),
    )


def _headings(line: Line) -> list[str]:
    return ["" if value is None else _heading(value) for value in line.values]


def _heading(value: Any) -> str:
    """Also one that a narrow column has parted with a hyphen."""
    return folded(re.sub(r"-[ \t]*\n[ \t]*", "", str(value))).rstrip("*").strip()


def _columns(head: Line) -> tuple[dict[int, "Column"], list[Fault]]:
    """Place → column, by the headings in whatever order."""
    found: dict[int, Column] = {}
    faults = []
    for place, heading in enumerate(_headings(head)):
        column = BY_HEADING.get(heading)
        if column and column in found.values():
            faults.append(Fault(head.number, column.name, column.name, "Rubriken står två gånger."))
        elif column:
            found[place] = column
    missing = [one for one in COLUMNS if one.required and one not in found.values()]
    said = "Rubriken saknas. Hämta mallen och flytta raderna till den."
    faults += [Fault(head.number, one.name, "", said) for one in missing]
    return found, faults


def _shape_faults(page: Page, head: Line, columns: Mapping[int, "Column"]) -> Iterator[Fault]:
    for row, column in page.merged:
        if row >= head.number and column - 1 in columns:
            name = columns[column - 1].name
            yield Fault(
                row, name, "", "Cellerna är sammanslagna. Dela dem, och skriv på varje rad."
            )
    for line in page.lines:
        if line.number <= head.number:
            if line is not head and sum(value is not None for value in line.values) > TITLE_CELLS:
                said = "Raden står ovanför rubrikerna. Flytta ned den, eller ta bort den."
                yield Fault(line.number, "Hela raden", "", said)
        elif line.number in page.hidden:
            said = "Raden är dold. Visa den eller ta bort den, och ta bort filter."
            yield Fault(line.number, "Hela raden", "", said)
        elif line.is_struck:
            said = "Raden är genomstruken. Ta bort den, eller genomstrykningen om den ska läsas in."
            yield Fault(line.number, "Hela raden", "", said)
    yield from _hidden_columns(page, head, columns)


def _hidden_columns(page: Page, head: Line, columns: Mapping[int, "Column"]) -> Iterator[Fault]:
    """Those that say something, though nobody sees it."""
    for place in sorted(page.hidden_columns):
        if any(
            value is not None for line in page.lines for value in line.values[place : place + 1]
        ):
            name = columns[place].name if place in columns else f"Kolumn {place + 1}"
            said = "Kolumnen är dold. Visa den, läs den och ta bort den om den inte ska med."
            yield Fault(head.number, name, "", said)


def _stray_faults(lines: list[Line], columns: Mapping[int, "Column"]) -> Iterator[Fault]:
    """Values under no heading of the template, the first of each column: nothing is left out without a word."""
    told: set[int] = set()
    for line in lines:
        for place, value in enumerate(line.values):
            if value is not None and place not in columns and place not in told:
                told.add(place)
                said = "Kolumnen finns inte i mallen. Flytta texten till Anmärkning eller ta bort kolumnen."
                yield Fault(line.number, f"Kolumn {place + 1}", shown(value), said)


# Cells


class Wrong(Exception):
    """A cell's value can't be taken. The message is a Swedish sentence."""


def shown(value: Any) -> str:
    """A value as it stands in the sheet, more or less."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else _number_or_text(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _number_or_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _text(most: int) -> Callable[[Any, Known], str]:
    def read(value: Any, known: Known) -> str:
        if isinstance(value, bool | time | timedelta):
            raise Wrong("Skriv text här.")
        text = value if isinstance(value, str) else shown(value)
        if text in EXCEL_ERRORS:
            raise Wrong("Cellen visar ett fel i Excel.")
        if len(text) > most:
            raise Wrong(f"Texten är för lång: högst {swedish.number(most)} tecken.")
        return text

    return read


def _line(most: int) -> Callable[[Any, Known], str]:
    """A text on one line."""
    whole = _text(most)
    return lambda value, known: " ".join(whole(value, known).split())


def _year(value: Any, known: Known) -> int:
    text = _number_or_text(value)
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise Wrong("Skriv året med fyra siffror, som 2019.")
    if not EARLIEST.year <= int(text) <= known.today.year:
        raise Wrong(f"Året ska ligga mellan {EARLIEST.year} och {known.today.year}.")
    return int(text)


def _body(value: Any, known: Known) -> int:
    pk = known.bodies.get(folded(_number_or_text(value)))
    if pk is None:
        raise Wrong("Organet finns inte här. Rätta namnet, eller be administratören lägga upp det.")
    return pk


def _day(value: Any, known: Known) -> str:
    day = _as_day(value)
    if day is None:
        raise Wrong("Skriv en dag, som 2019-10-03.")
    if not EARLIEST <= day <= LATEST:
        raise Wrong("Kontrollera årtalet.")
    return day.isoformat()


def _as_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _past_day(value: Any, known: Known) -> str:
    iso = _day(value, known)
    if date.fromisoformat(iso) > known.today:
        raise Wrong("Dagen ligger i framtiden.")
    return iso


def _status(value: Any, known: Known) -> str:
    word = folded(_number_or_text(value))
    if word == UNJUDGED.casefold():
        return ""
    if word not in STATUSES:
        words = swedish.listing((v.label for v in VerdictValue), "eller")
        raise Wrong(f"Välj {words}, eller lämna cellen tom.")
    return STATUSES[word]


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its heading, what it is kept as, and how a cell of it is read."""

    name: str
    key: str
    read: Callable[[Any, Known], Any]
    required: bool = False
    hint: str = ""

    @property
    def heading(self) -> str:
        return f"{self.name}*" if self.required else self.name

    @property
    def empty(self) -> Any:
        """What a cell without a value is kept as: no day, or no text."""
        return None if self.key.endswith("_on") else ""


COLUMNS = (
    Column("Revisionsår", "year", _year, True, "Fyra siffror."),
    Column(
        "Granskning", "title", _line(250), True, "Granskningens titel, lika på alla dess rader."
    ),
    Column("Organ", "body", _body, True, "Ett organ som finns i Revisionsspår, också ett upphört."),
    Column("Rekommendation", "text", _text(20_000), True, "Ordagrant. En rad för varje organ."),
    Column("Källa", "source", _line(300), True, "Till exempel Revisionsrapport, § 12, 2019-10-03."),
    Column("Överlämnad", "put_on", _past_day, hint="Dag. Kan stå på en av granskningens rader."),
    Column("Svarsdatum", "due_on", _day, hint="Dag som svar önskades."),
    Column("Nämnden svarade", "answered_on", _past_day, hint="Dag."),
    Column("Status", "status", _status, hint="Tom betyder ej bedömd."),
    Column("Status beslutad", "decided_on", _past_day, hint="Dag. Krävs när status anges."),
    Column("Anmärkning", "remark", _text(4_000), hint="Syns bara för revisionen."),
)
BY_HEADING = {_heading(column.name): column for column in COLUMNS}
BY_KEY = {column.key: column for column in COLUMNS}


# Rows


def _rows(
    lines: Iterable[Line], columns: Mapping[int, Column], known: Known
) -> tuple[list[Row], list[Fault]]:
    rows: list[Row] = []
    faults: list[Fault] = []
    for line in lines:
        row, wrong = _row(line, columns, known)
        rows.append(row)
        faults += wrong or _lacking(row, known)
    return rows, faults


def _together(rows: Iterable[Row]) -> Iterator[Fault]:
    """What rows say that do not go together, of those whose own cells could be read."""
    told = [row for row in rows if all(row[key] for key in ("year", "title", "body", "text"))]
    yield from _repeated(told)
    yield from _disagreeing(told)


def _row(line: Line, columns: Mapping[int, Column], known: Known) -> tuple[Row, list[Fault]]:
    row: Row = {"line": line.number} | {column.key: column.empty for column in COLUMNS}
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


def _fault(line: int, column: Column, value: Any, said: str) -> Fault:
    return Fault(line, column.name, "" if value is None else shown(value), said)


def _lacking(row: Row, known: Known) -> list[Fault]:
    """What one row's cells say together."""
    faults = []
    if row["status"] and not row["decided_on"]:
        said = "Ange vilken dag revisorerna beslutade statusen."
        faults.append(_fault(row["line"], BY_KEY["decided_on"], None, said))
    if row["decided_on"] and not row["status"]:
        said = "Ange status, eller ta bort dagen under Status beslutad."
        faults.append(_fault(row["line"], BY_KEY["status"], None, said))
    if audit_of(row) in known.audits:
        said = f"Granskningen finns redan för revisionsår {row['year']}."
        faults.append(_fault(row["line"], BY_KEY["title"], row["title"], said))
    return faults


def audit_of(row: Row) -> tuple[int, str]:
    """Rows of the same granskning have this in common."""
    return row["year"], folded(row["title"])


def _repeated(rows: Iterable[Row]) -> Iterator[Fault]:
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = (*audit_of(row), row["body"], folded(row["text"]))
        if key in first:
            said = f"Samma rekommendation till samma organ står på rad {first[key]}."
            yield _fault(row["line"], BY_KEY["text"], row["text"], said)
        first.setdefault(key, row["line"])


def _disagreeing(rows: Iterable[Row]) -> Iterator[Fault]:
    """An audit was handed over on one day; it is enough that one of its rows says which."""
    first: dict[tuple[int, str], Row] = {}
    for row in rows:
        if not row["put_on"]:
            continue
        before = first.setdefault(audit_of(row), row)
        if row["put_on"] != before["put_on"]:
            said = f"Rad {before['line']} anger en annan dag för samma granskning."
            yield _fault(row["line"], BY_KEY["put_on"], row["put_on"], said)


def put_on(rows: Iterable[Row]) -> date | None:
    """The day that the rows of a granskning give for its hand-over."""
    return next((as_day(row["put_on"]) for row in rows if row["put_on"]), None)


def as_day(iso: str | None) -> date | None:
    """A day as a row keeps it."""
    return date.fromisoformat(iso) if iso else None

"""People, bodies and meetings in one Excel file: what each row says, or which cells are wrong.

A row is added or changes what is there. Nothing goes away because its row does: an uppdrag ends where the file says so.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import BodyKind
from accounts.roles import Role
from common.causes import JobCause
from common.forms import EARLIEST, LATEST
from common.text import folded
from importer.reader import Unreadable, printable
from importer.register_cells import Wrong, day_in, heading_of, one_line, shown
from importer.workbook import SheetRow, Worksheet, pages_of

BODIES, ROLES, MEETINGS = "Organ", "Uppdrag", "Sammanträden"
MOST_LINES = 1000
KINDS = {folded(str(kind.label)): str(kind.value) for kind in BodyKind}
ROLE_WORDS = {folded(str(role.label)): str(role.value) for role in Role}
YES = {"ja", "x", "j"}


@dataclass(frozen=True)
class RosterColumn:
    """A column: its heading, what a cell without a value is, and how one with a value is read."""

    name: str
    key: str
    read: Callable[[Any], Any]
    required: bool = False
    empty: Any = ""
    hint: str = ""

    @property
    def heading(self) -> str:
        return f"{self.name}*" if self.required else self.name


@dataclass(frozen=True)
class BodyLine:
    """A body as it is to be."""

    line: int
    name: str
    kind: str
    position: int | None
    registrator_email: str
    valid_from: date | None


@dataclass(frozen=True)
class RoleLine:
    """A person in a role, to be held or to be ended."""

    line: int
    email: str
    name: str
    role: str
    body: str
    title: str
    ends: bool

    @property
    def key(self) -> tuple[str, str, str]:
        return self.email, self.role, folded(self.body)

    @property
    def words(self) -> str:
        """nämndsekreterare, Socialnämnden"""
        title = self.title or Role(self.role).label.lower()
        return f"{title}, {self.body}" if self.body else title


@dataclass(frozen=True)
class MeetingLine:
    line: int
    body: str
    meets_on: date
    documents_due_on: date | None


@dataclass(frozen=True)
class RosterFault:
    """A cell that is wrong, as a person finds it in the file."""

    sheet: str
    line: int
    column: str
    said: str
    value: str = ""


@dataclass(frozen=True)
class Roster:
    """The rows of the file, and its faults: with any of those nothing is done."""

    bodies: list[BodyLine] = field(default_factory=list)
    roles: list[RoleLine] = field(default_factory=list)
    meetings: list[MeetingLine] = field(default_factory=list)
    faults: list[RosterFault] = field(default_factory=list)


def _line(most: int) -> Callable[[Any], str]:
    return lambda value: one_line(value, most)


def _email(value: Any) -> str:
    text = one_line(value, 254).lower()
    try:
        validate_email(text)
    except ValidationError:
        raise Wrong("Skriv en e-postadress.") from None
    return text


def _day(value: Any) -> date:
    day = day_in(value)
    if day is None:
        raise Wrong("Skriv en dag, som 2027-03-14.")
    if not EARLIEST <= day <= LATEST:
        raise Wrong("Kontrollera årtalet.")
    return day


def _position(value: Any) -> int:
    text = shown(value)
    if not (text.isascii() and text.isdecimal() and int(text) < 32_768):
        raise Wrong("Skriv ett heltal.")
    return int(text)


def _word(words: dict[str, str], advice: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        word = folded(shown(value))
        if word not in words:
            raise Wrong(advice)
        return words[word]

    return read


def _yes(value: Any) -> bool:
    if folded(shown(value)) not in YES:
        raise Wrong("Skriv ja, eller lämna cellen tom.")
    return True


_KIND_ADVICE = f"Skriv {', '.join(str(kind.label) for kind in BodyKind)}."
_ROLE_ADVICE = f"Skriv {', '.join(str(role.label) for role in Role)}."
COLUMNS: dict[str, tuple[RosterColumn, ...]] = {
    BODIES: (
        RosterColumn("Namn", "name", _line(150), True, hint="Ett namn som inte finns blir ett nytt organ."),
        RosterColumn("Slag", "kind", _word(KINDS, _KIND_ADVICE), hint="Tomt: som förut, eller Nämnd."),
        RosterColumn("Ordning", "position", _position, empty=None, hint="Plats i kommunens egen ordning."),
        RosterColumn("Registratorns e-post", "registrator_email", _email, hint="Tomt: som förut."),
        RosterColumn("Finns från och med", "valid_from", _day, empty=None, hint="Dag. Tomt: som förut."),
    ),
    ROLES: (
        RosterColumn("E-post", "email", _email, True, hint="Det som personen loggar in med."),
        RosterColumn("Namn", "name", _line(120), hint="Krävs för den som är ny. Tomt: som förut."),
        RosterColumn("Roll", "role", _word(ROLE_WORDS, _ROLE_ADVICE), True),
        RosterColumn("Organ", "body", _line(150), hint="Bara för tjänstepersoner, och då krävs det."),
        RosterColumn("Benämning", "title", _line(80), hint="Till exempel ordförande. Tomt: som förut."),
        RosterColumn("Avslutas", "ends", _yes, empty=False, hint="Skriv ja på den rad som ska avslutas."),
    ),
    MEETINGS: (
        RosterColumn("Organ", "body", _line(150), True),
        RosterColumn("Sammanträde", "meets_on", _day, True, hint="Dag."),
        RosterColumn("Handlingar senast", "documents_due_on", _day, empty=None, hint="Dag. Tomt: som förut."),
    ),
}  # fmt: skip


def read(name: str, data: bytes) -> Roster:
    """The rows of an uploaded file, with every cell that is wrong by itself.

    Raises Unreadable, with a Swedish sentence, when the file as a whole can't be taken.
    """
    pages = {folded(page.name): page for page in pages_of(name, data)}
    sheets = {sheet: pages[folded(sheet)] for sheet in COLUMNS if folded(sheet) in pages}
    if not sheets:
        raise Unreadable(
            f"Filen {printable(name)} har inget av bladen {', '.join(COLUMNS)}. Hämta filen och fyll i den.",
            JobCause.KIND,
        )
    faults: list[RosterFault] = []
    lines = {
        sheet: list(_lines(sheet, sheets[sheet], faults)) if sheet in sheets else []
        for sheet in COLUMNS
    }
    return Roster(
        [BodyLine(**values) for values in lines[BODIES]],
        [RoleLine(**values) for values in lines[ROLES]],
        [MeetingLine(**values) for values in lines[MEETINGS]],
        [*faults, *repeated(lines)],
    )


def _lines(sheet: str, page: Worksheet, faults: list[RosterFault]) -> Iterator[dict[str, Any]]:
    """Of each row that is right by itself what its class takes."""
    head, *rows = page.lines
    by_heading = {heading_of(column.name): column for column in COLUMNS[sheet]}
    places = {
        place: by_heading[heading_of(value)]
        for place, value in enumerate(head.values)
        if value is not None and heading_of(value) in by_heading
    }
    lacking = [c for c in COLUMNS[sheet] if c.required and c not in places.values()]
    faults += [RosterFault(sheet, head.number, c.name, "Kolumnen saknas.") for c in lacking]
    if lacking:
        return
    if len(rows) > MOST_LINES:
        advice = f"Bladet har fler än {MOST_LINES} rader. Dela upp filen."
        faults.append(RosterFault(sheet, rows[MOST_LINES].number, "", advice))
        return
    for row in rows:
        wrong = list(_wrong_cells(sheet, row, places))
        faults += wrong
        if not wrong:
            values = {column.key: column.empty for column in COLUMNS[sheet]}
            for place, column in places.items():
                if (value := _cell(row, place)) is not None:
                    values[column.key] = column.read(value)
            yield {"line": row.number, **values}


def _wrong_cells(
    sheet: str, row: SheetRow, places: dict[int, RosterColumn]
) -> Iterator[RosterFault]:
    for place, column in places.items():
        value = _cell(row, place)
        if place in row.unsolved:
            yield RosterFault(sheet, row.number, column.name, "Formeln har inget värde.")
        elif value is None:
            if column.required:
                yield RosterFault(sheet, row.number, column.name, "Fyll i cellen.")
        else:
            try:
                column.read(value)
            except Wrong as wrong:
                yield RosterFault(sheet, row.number, column.name, str(wrong), shown(value))


def _cell(row: SheetRow, place: int) -> Any:
    return row.values[place] if place < len(row.values) else None


def repeated(lines: dict[str, list[dict[str, Any]]]) -> Iterator[RosterFault]:
    """Rows that say the same thing twice, for only one of them could be right."""
    yield from _repeated(BODIES, lines[BODIES], "Namn", lambda row: folded(row["name"]))
    yield from _repeated(
        ROLES,
        lines[ROLES],
        "E-post",
        lambda row: (row["email"], row["role"], folded(row["body"])),
    )
    yield from _repeated(
        MEETINGS,
        lines[MEETINGS],
        "Sammanträde",
        lambda row: (folded(row["body"]), row["meets_on"]),
    )


RowKey = TypeVar("RowKey")


def _repeated(
    sheet: str,
    rows: Iterable[dict[str, Any]],
    column: str,
    key_of: Callable[[dict[str, Any]], RowKey],
) -> Iterator[RosterFault]:
    first: dict[RowKey, int] = {}
    for row in rows:
        line = first.setdefault(key_of(row), row["line"])
        if line != row["line"]:
            yield RosterFault(sheet, row["line"], column, f"Står redan på rad {line}.")

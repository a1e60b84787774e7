"""The cells of an Excel file (.xlsx) that somebody has uploaded: read, never run, and no more than a register holds.

`pages_of` is the one call. The file is opened by a process of its own, which is this module run with `-c`.
"""

import io
import json
import re
import sys
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple

from common.causes import JobCause
from common.text import cleaned
from documents.inspecting import MB, TOO_HEAVY, confine, confined, look
from importer.reader import Unreadable, printable

MOST_BYTES = 5 * MB
MOST_UNPACKED = 30 * MB
# What the process may take, and seconds of work.
MEMORY, WORK = 768 * MB, 3
# Marks outside the sheets themselves: texts, styles, comments.
MOST_ELEMENTS = 500_000
# Rows with something in them, the row that they must end before, and columns that are looked at.
MOST_ROWS, LAST_ROW, LAST_COLUMN = 2000, 6000, 60
LOCKED = b"\xd0\xcf\x11\xe0"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}[0-9]{1,7}):')
# Columns from and to; a column that nobody has touched is not named.
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\s(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_SPAN = re.compile(rb'\b(min|max)="([0-9]{1,5})"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="([0-9]{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="([0-9]{1,7})"')
_CONTENT = (b"v>", b"v ", b"t>", b"t ", b"f>", b"f ", b"f/")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_START = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parent.parent)!r});"
    "from importer import workbook; workbook.main()"
)


@dataclass(frozen=True)
class SheetRow:
    """A row with something in it: its number, and its values from the first column."""

    number: int
    values: tuple[Any, ...]
    # Columns (from 0) that hold a formula without a value.
    unsolved: frozenset[int] = frozenset()
    # Everything that it says is struck through.
    is_struck: bool = False


@dataclass(frozen=True)
class Worksheet:
    """A visible sheet."""

    name: str
    lines: list[SheetRow]
    hidden: frozenset[int]
    # Row and column (from 1) of the first cell of each group of merged cells.
    merged: list[tuple[int, int]]
    # Columns (from 0) that are not shown.
    hidden_columns: frozenset[int] = frozenset()


def pages_of(name: str, data: bytes) -> list[Worksheet]:
    """The visible sheets that hold something. Raises Unreadable, with a Swedish sentence that names the file."""
    label = printable(name)
    _require_workbook(label, name, data)
    output = confined(["-c", _START], data, memory=MEMORY, work=WORK)
    answer = json.loads(output) if output else {"fault": TOO_HEAVY}
    if "fault" in answer:
        raise Unreadable(f"Filen {label} {answer['fault']}", JobCause.BROKEN)
    return [_page(*page) for page in answer["pages"]]


def _require_workbook(label: str, name: str, data: bytes) -> None:
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsm":
        raise Unreadable(
            f"Filen {label} kan innehålla makron. Spara den som vanlig .xlsx.", JobCause.ACTIVE
        )
    if ending != "xlsx":
        raise Unreadable(f"Filen {label} är inte en Excel-fil (.xlsx).", JobCause.KIND)
    if not data:
        raise Unreadable(f"Filen {label} är tom.", JobCause.NO_TEXT)
    if len(data) > MOST_BYTES:
        raise Unreadable(
            f"Filen {label} är för stor: högst {MOST_BYTES // 1024 // 1024} MB tas emot.",
            JobCause.TOO_LARGE,
        )
    if data.startswith(LOCKED):
        raise Unreadable(
            f"Filen {label} är låst med lösenord eller är en äldre Excel-fil.", JobCause.BROKEN
        )


# In the process


class _WorkbookFault(Exception):
    """The end of a Swedish sentence that begins with the file's name."""


def main() -> None:
    """Write the pages, or what is wrong with the file, as JSON."""
    confine(*sys.argv[1:])
    sys.stdout.write(answer(sys.stdin.buffer.read()))


def answer(data: bytes) -> str:
    """What `main` writes. Only for a process that has confined itself."""
    seen = look("xlsx", False, MOST_UNPACKED, MOST_ELEMENTS, data=data)
    return json.dumps({"fault": seen.fault} if seen.fault else _read(data))


def _read(data: bytes) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    try:
        return {"pages": list(_pages(data))}
    except _WorkbookFault as fault:
        return {"fault": str(fault)}
    except Exception:  # whatever a broken file makes openpyxl stumble on
        return {"fault": "är skadad och kan inte läsas."}


def _pages(data: bytes) -> Iterator[list[Any]]:
    """Of each sheet what `_page` takes."""
    solved = openpyxl.load_workbook(io.BytesIO(data), True, data_only=True, keep_links=False)
    written = openpyxl.load_workbook(io.BytesIO(data), True, data_only=False, keep_links=False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet, formulas in zip(solved.worksheets, written.worksheets, strict=True):
            raw = archive.read(sheet._worksheet_path)
            last = _last_row(raw)
            if sheet.sheet_state != "visible" or not last:
                continue
            if last > LAST_ROW:
                raise _WorkbookFault(
                    f"har något på rad {last} i bladet {printable(sheet.title)}. "
                    f"Raderna ska ligga samlade, före rad {LAST_ROW}."
                )
            # Cells are gone through a second time only where one of them may be a formula without a value.
            lines = _lines(sheet, formulas if _FORMULA.search(raw) else None, last)
            yield [sheet.title, list(lines), *_hidden_and_merged(raw), _hidden_columns(raw)]


def _last_row(raw: bytes) -> int:
    """The last row with a value in it, so that a million formatted rows without any are never gone through."""
    root = re.match(rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*>)?\s*<(\w+:)?worksheet", raw)
    if root is None:
        raise ValueError("a sheet of an unknown kind")
    prefix = b"<" + (root[1] or b"")
    end = max(raw.rfind(prefix + mark) for mark in _CONTENT)
    start = max(raw.rfind(prefix + mark, 0, max(end, 0)) for mark in (b"row ", b"row>"))
    if start < 0:
        return 0
    numbered = _ROW.match(raw, start)
    return int(numbered[1]) if numbered else raw.count(prefix + b"row", 0, end)


def _lines(sheet: Any, formulas: Any, last: int) -> Iterator[list[Any]]:
    """Of each row what `_line` takes. Blank rows are passed over."""
    bounds = {"min_row": 1, "max_row": last, "min_col": 1, "max_col": LAST_COLUMN}
    formula_rows = formulas.iter_rows(**bounds) if formulas else repeat(())
    rows = zip(sheet.iter_rows(**bounds), formula_rows, strict=False)
    for number, (cells, written) in enumerate(rows, start=1):
        values = [_value(cell) for cell in cells]
        unsolved = [
            column
            for column, cell in enumerate(written)
            if cell.data_type == "f" and values[column] is None
        ]
        if unsolved or any(value is not None for value in values):
            yield [number, [_packed(value) for value in values], unsolved, _is_struck(cells)]


def _is_struck(cells: Iterable[Any]) -> bool:
    """Struck through as a whole, as people mark what is no longer of interest."""
    filled = [cell for cell in cells if cell.value is not None]
    return bool(filled) and all(cell.font is not None and cell.font.strike for cell in filled)


def _value(cell: Any) -> Any:
    """A blank text is no value; what can't be seen is dropped."""
    if not isinstance(cell.value, str):
        return cell.value
    text = cell.value.replace("_x000D_", "").replace("\r\n", "\n").replace("\0", "")
    return cleaned(text).strip() or None


def _hidden_columns(raw: bytes) -> list[int]:
    places: set[int] = set()
    for column in _HIDDEN_COLUMNS.finditer(raw):
        span = {bytes(name): int(place) for name, place in _SPAN.findall(column[0])}
        first, last = span.get(b"min", 1), min(span.get(b"max", 0), LAST_COLUMN)
        places |= set(range(first - 1, last))
    return sorted(places)


def _hidden_and_merged(raw: bytes) -> tuple[list[int], list[tuple[int, int]]]:
    hidden = [int(row[1]) for row in _HIDDEN.finditer(raw)]
    merged = [coordinate_to_tuple(cells[1].decode()) for cells in _MERGED.finditer(raw)]
    return hidden, merged


# Between the two


def _packed(value: Any) -> Any:
    """A cell's value as JSON has it: days and times, which it has not, with their kind."""
    if isinstance(value, timedelta):
        return ["timedelta", value.total_seconds()]
    if isinstance(value, date | time):
        return [type(value).__name__, value.isoformat()]
    return value


_KINDS: dict[str, Callable[[Any], Any]] = {
    "timedelta": lambda seconds: timedelta(seconds=seconds),
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def _unpacked(value: Any) -> Any:
    return _KINDS[value[0]](value[1]) if isinstance(value, list) else value


def _page(
    name: str, lines: list[Any], hidden: list[int], merged: list[list[int]], columns: list[int]
) -> Worksheet:
    cells = [(row, column) for row, column in merged]
    return Worksheet(
        name, [_line(*line) for line in lines], frozenset(hidden), cells, frozenset(columns)
    )


def _line(number: int, values: list[Any], unsolved: list[int], is_struck: bool) -> SheetRow:
    return SheetRow(number, tuple(map(_unpacked, values)), frozenset(unsolved), is_struck)

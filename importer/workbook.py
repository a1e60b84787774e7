"""The cells of an Excel file (.xlsx) that somebody has uploaded: read, never run, and no more than a register holds."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple

from common.text import cleaned
from documents.inspecting import inspect
from importer.reader import Unreadable, printable

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
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


@dataclass(frozen=True)
class Line:
    """A row with something in it: its number, and its values from the first column."""

    number: int
    values: tuple[Any, ...]
    # Columns (from 0) that hold a formula without a value.
    unsolved: frozenset[int] = frozenset()
    # Everything that it says is struck through.
    is_struck: bool = False


@dataclass(frozen=True)
class Page:
    """A visible sheet."""

    name: str
    lines: list[Line]
    hidden: frozenset[int]
    # Row and column (from 1) of the first cell of each group of merged cells.
    merged: list[tuple[int, int]]
    # Columns (from 0) that are not shown.
    hidden_columns: frozenset[int] = frozenset()


def pages_of(name: str, data: bytes) -> list[Page]:
    """The visible sheets that hold something. Raises Unreadable, with a Swedish sentence that names the file."""
    label = printable(name)
    _require_harmless(label, name, data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(_pages(label, data))
    except Unreadable:
        raise
    except Exception:  # whatever a broken file makes openpyxl stumble on
        raise Unreadable(f"Filen {label} är skadad och kan inte läsas.") from None


def _require_harmless(label: str, name: str, data: bytes) -> None:
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsm":
        raise Unreadable(f"Filen {label} kan innehålla makron. Spara den som vanlig .xlsx.")
    if ending != "xlsx":
        raise Unreadable(f"Filen {label} är inte en Excel-fil (.xlsx).")
    if not data:
        raise Unreadable(f"Filen {label} är tom.")
    if len(data) > MOST_BYTES:
        raise Unreadable(
            f"Filen {label} är för stor: högst {MOST_BYTES // 1024 // 1024} MB tas emot."
        )
    if data.startswith(LOCKED):
        raise Unreadable(f"Filen {label} är låst med lösenord eller är en äldre Excel-fil.")
    seen = inspect("xlsx", data, most_unpacked=MOST_UNPACKED, most_elements=MOST_ELEMENTS)
    if seen.fault:
        raise Unreadable(f"Filen {label} {seen.fault}")


def _pages(label: str, data: bytes) -> Iterator[Page]:
    solved = openpyxl.load_workbook(io.BytesIO(data), True, data_only=True, keep_links=False)
    asked = openpyxl.load_workbook(io.BytesIO(data), True, data_only=False, keep_links=False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet, formulas in zip(solved.worksheets, asked.worksheets, strict=True):
            raw = archive.read(sheet._worksheet_path)
            last = _last_row(raw)
            if sheet.sheet_state != "visible" or not last:
                continue
            if last > LAST_ROW:
                raise Unreadable(
                    f"Filen {label} har något på rad {last} i bladet {printable(sheet.title)}. "
                    f"Raderna ska ligga samlade, före rad {LAST_ROW}."
                )
            lines = list(_lines(sheet, formulas, last))
            yield Page(sheet.title, lines, *_hidden_and_merged(raw), _hidden_columns(raw))


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


def _lines(sheet: Any, formulas: Any, last: int) -> Iterator[Line]:
    """Blank rows are passed over."""
    bounds = {"min_row": 1, "max_row": last, "min_col": 1, "max_col": LAST_COLUMN}
    pairs = zip(sheet.iter_rows(**bounds), formulas.iter_rows(**bounds), strict=True)
    for number, (cells, asked) in enumerate(pairs, start=1):
        values = tuple(_value(cell) for cell in cells)
        unsolved = frozenset(
            column
            for column, (value, cell) in enumerate(zip(values, asked, strict=True))
            if value is None and cell.data_type == "f"
        )
        if unsolved or any(value is not None for value in values):
            yield Line(number, values, unsolved, _is_struck(cells))


def _is_struck(cells: Iterable[Any]) -> bool:
    """Struck through as a whole, as people mark what is no longer of interest."""
    filled = [cell for cell in cells if cell.value is not None]
    return bool(filled) and all(cell.font is not None and cell.font.strike for cell in filled)


def _value(cell: Any) -> Any:
    """A blank text is no value; what can't be seen is dropped."""
    if not isinstance(cell.value, str):
        return cell.value
    said = cell.value.replace("_x000D_", "").replace("\r\n", "\n").replace("\0", "")
    return cleaned(said).strip() or None


def _hidden_columns(raw: bytes) -> frozenset[int]:
    found: set[int] = set()
    for column in _HIDDEN_COLUMNS.finditer(raw):
        span = {bytes(name): int(place) for name, place in _SPAN.findall(column[0])}
        first, last = span.get(b"min", 1), min(span.get(b"max", 0), LAST_COLUMN)
        found |= set(range(first - 1, last))
    return frozenset(found)


def _hidden_and_merged(raw: bytes) -> tuple[frozenset[int], list[tuple[int, int]]]:
    hidden = frozenset(int(found[1]) for found in _HIDDEN.finditer(raw))
    merged = [coordinate_to_tuple(found[1].decode()) for found in _MERGED.finditer(raw)]
    return hidden, merged

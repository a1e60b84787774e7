"""Excel files as people fill them in."""

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

from openpyxl import Workbook

from importer.register import SHEET
from importer.register_cells import COLUMNS

HEADINGS = [column.heading for column in COLUMNS]
FIRST = {
    "year": 2019,
    "title": "Granskning av skolans digitalisering",
    "body": "Kommunstyrelsen",
    "text": "Ta fram en plan för digitaliseringen",
    "source": "Revisionsrapport, § 12, 2019-10-03",
}
KEYS = [column.key for column in COLUMNS]


def row(**changes: Any) -> list[Any]:
    """A row as the sheet has it; FIRST unless another value is named."""
    values = FIRST | changes
    return [values.get(key) for key in KEYS]


def book_of(rows: Iterable[Iterable[Any]], *, headings: Iterable[str] = HEADINGS) -> Workbook:
    book = Workbook()
    book.active.title = SHEET
    book.active.append(list(headings))
    for values in rows:
        book.active.append(list(values))
    return book


def saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def xlsx(*rows: Iterable[Any], headings: Iterable[str] = HEADINGS) -> bytes:
    return saved(book_of(rows, headings=headings))


def rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The file with one part changed."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content.decode()) if name == part else content)
    return out.getvalue()

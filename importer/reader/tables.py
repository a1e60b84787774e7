"""Tables whose cells stand between bars, as Word files and ruled PDF pages give them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from importer.reader.lines import RAISED, letters
from importer.reader.model import Places
from importer.reader.text import Document

# An empty line between two rows is a page's end, not a table's.
_MOST_BETWEEN = 6
_LONGEST_HEAD = 60


@dataclass
class Row:
    """The cells of a row, and the first and last line that they stand on."""

    cells: list[str]
    first: int
    last: int

    def plain(self) -> list[str]:
        """The cells without raised note marks."""
        return [RAISED.sub("", cell).strip() for cell in self.cells]


@dataclass
class Table:
    """Rows of cells under a head."""

    document: Document
    rows: list[Row] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.rows[0].first

    @property
    def last(self) -> int:
        return self.rows[-1].last

    @property
    def head(self) -> list[str]:
        """The head's words, in lower case."""
        return [cell.casefold().strip(" :") for cell in self.rows[0].plain()]

    @property
    def body(self) -> list[Row]:
        return self.rows[1:]

    def where(self, row: Row | None = None) -> Places:
        if row is None:
            return (self.document.at(self.first, self.last),)
        return (self.document.at(row.first, row.last),)

    def column(self, *starts: str) -> int | None:
        """The column whose head begins with one of the words."""
        return next(
            (
                at
                for at, cell in enumerate(self.head)
                if len(cell) < _LONGEST_HEAD and cell.startswith(starts)
            ),
            None,
        )


def tables_in(document: Document) -> list[Table]:
    """Every table of the document; one that a page's end breaks is one."""
    tables: list[Table] = []
    columns = 0
    for number, raw in enumerate(document.raw, 1):
        cells = _cells(raw)
        if not cells:
            continue
        same = bool(tables) and len(cells) == columns
        if not (same and _only_furniture(document, tables[-1].last, number)):
            tables.append(Table(document))
        columns = len(cells)
        _add(tables[-1], Row(cells, number, number))
    return [table for table in tables if len(table.rows) > 1]


def _cells(raw: str) -> list[str]:
    text = raw.strip()
    if not (text.startswith("|") and text.endswith("|") and text.count("|") > 2):
        return []
    cells = [cell.strip() for cell in text[1:-1].split("|")]
    is_rule = all(set(cell) <= set("-: ") for cell in cells)
    return [] if is_rule and any(cells) else cells


def _only_furniture(document: Document, before: int, after: int) -> bool:
    """Whether nothing that a person reads as text stands between two lines."""
    if after - before <= 1:
        return True
    if after - before > _MOST_BETWEEN + 6:
        return False
    return not document.numbers_of_text & frozenset(range(before + 1, after))


def _add(table: Table, row: Row) -> None:
    """A row; its head again on the next page is left out, and a row without a first cell goes on with the last."""
    if not any(row.cells):
        return
    if table.rows and [letters(cell) for cell in row.cells] == [
        letters(cell) for cell in table.rows[0].cells
    ]:
        return
    crosses = table.rows and _starts_page(table.document, table.rows[-1].last, row.first)
    if len(table.rows) > 1 and crosses and not row.cells[0]:
        _join(table.rows[-1], row)
        return
    table.rows.append(row)


def _starts_page(document: Document, before: int, after: int) -> bool:
    return bool(document.pages) and document.pages[before - 1] < document.pages[after - 1]


def _join(before: Row, row: Row) -> None:
    before.cells = [
        f"{above} {below}".strip() for above, below in zip(before.cells, row.cells, strict=True)
    ]
    before.last = row.last


def notes_under(document: Document, table: Table, most: int = 60) -> Sequence[str]:
    """The raw lines right under a table."""
    return document.raw[table.last : table.last + most]

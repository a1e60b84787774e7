"""Tables as rows of cells: between bars, as Word files and ruled PDF pages give them, or in aligned columns of text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from importer.reader.lines import RAISED, letters
from importer.reader.model import Places
from importer.reader.text import DocumentText, join

# An empty line between two rows is a page's end, not a table's.
_MOST_BETWEEN = 12
_LONGEST_HEAD = 60
_WIDEST = 250
_CELL = re.compile(r"\S+(?: \S+)*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# What the first cell of a table that is read here begins with; a table of figures has other heads.
_HEAD = re.compile(
    r"\s*(?:nr|(?:revisions|del|gransknings|kontroll)?fråg(?:a|or)|kontroll\w*|granskningsmål|rekommendation\w*"
    r"|tidigare rekommendation\w*|(?:sammanträdes)?datum|sammanträde|intervju\w*|funktion|befattning|dokument\w*)\b",
    re.IGNORECASE,
)
_ASKS = ("fråg", "revisionsfråg", "delfråg", "kontrollfråg")


@dataclass
class TableRow:
    """The cells of a row, and the first and last line that they stand on."""

    cells: list[str]
    first: int
    last: int

    def plain(self) -> list[str]:
        """The cells without raised note marks."""
        return [RAISED.sub("", cell).strip() for cell in self.cells]


@dataclass
class TextTable:
    """Rows of cells under a head. `is_broken` while it is read: the head has come again on a new page."""

    document: DocumentText
    rows: list[TableRow] = field(default_factory=list)
    is_broken: bool = False

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
    def body(self) -> list[TableRow]:
        return self.rows[1:]

    def nameless(self, key: int) -> list[TableRow]:
        """Rows that say something, and whose cell in the column that gives a row its meaning is empty."""
        return [row for row in self.body if any(row.plain()) and not row.plain()[key]]

    def where(self, row: TableRow | None = None) -> Places:
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


def tables_in(document: DocumentText) -> list[TextTable]:
    """Every table of the document, in order; one that a page's end breaks is one."""
    barred = [table for table in _barred(document) if len(table.rows) > 1]
    return sorted([*barred, *_aligned(document)], key=lambda table: table.first)


def _barred(document: DocumentText) -> list[TextTable]:
    tables: list[TextTable] = []
    columns = 0
    for number, raw in enumerate(document.raw, 1):
        cells = _between_bars(raw)
        if not cells:
            continue
        is_same_table = bool(tables) and len(cells) == columns
        if not (is_same_table and _only_furniture(document, tables[-1].last, number)):
            tables.append(TextTable(document))
        columns = len(cells)
        _add(tables[-1], TableRow(cells, number, number))
    return [table for table in tables if table.rows]


def _between_bars(raw: str) -> list[str]:
    text = raw.strip()
    if not (text.startswith("|") and text.endswith("|") and text.count("|") > 2):
        return []
    cells = [cell.strip() for cell in text[1:-1].split("|")]
    is_rule = all(set(cell) <= set("-: ") for cell in cells)
    return [] if is_rule and any(cells) else cells


def _only_furniture(document: DocumentText, before: int, after: int) -> bool:
    """Whether nothing that a person reads as text stands between two lines."""
    if after - before <= 1:
        return True
    if after - before > _MOST_BETWEEN:
        return False
    return not document.numbers_of_text & frozenset(range(before + 1, after))


def _add(table: TextTable, row: TableRow) -> None:
    """A row; its head again on the next page is left out, and there a row may go on with the last."""
    if not any(row.cells):
        return
    crosses = bool(table.rows) and _starts_page(table.document, table.rows[-1].last, row.first)
    if table.rows and list(map(letters, row.cells)) == list(map(letters, table.rows[0].cells)):
        table.rows[-1].last, table.is_broken = row.last, crosses
        return
    on_new_page = crosses or table.is_broken
    if len(table.rows) > 1 and on_new_page and _goes_on_with(table, row):
        _join(table.rows[-1], row)
    else:
        table.rows.append(row)
    table.is_broken = False


def _goes_on_with(table: TextTable, row: TableRow) -> bool:
    """Whether a row on a new page is the rest of the last: it begins in the midst, or the question has no end."""
    asks = table.head[0].startswith(_ASKS) and "?" not in table.rows[-1].cells[0]
    return asks or not row.cells[0][:1].isupper()


def _starts_page(document: DocumentText, before: int, after: int) -> bool:
    return bool(document.pages) and document.pages[before - 1] < document.pages[after - 1]


def _join(before: TableRow, row: TableRow) -> None:
    before.cells = [
        join([cell for cell in (above, below) if cell])
        for above, below in zip(before.cells, row.cells, strict=True)
    ]
    before.last = row.last


# Aligned columns


def _aligned(document: DocumentText) -> Iterator[TextTable]:
    at = 0
    while at < len(document.raw):
        edges = _edges(document.raw[at])
        table, at = _columns_below(document, at, edges) if edges else (None, at + 1)
        if table is not None:
            yield table


def _edges(raw: str) -> list[int]:
    """Where the columns of a head begin; none for a line that is no head."""
    if len(raw) > _WIDEST or "   " not in raw.strip() or not _HEAD.match(raw):
        return []
    starts = [cell.start() for cell in _CELL.finditer(raw.replace("\t", "    "))]
    return starts if len(starts) > 1 else []


def _columns_below(
    document: DocumentText, head: int, edges: Sequence[int]
) -> tuple[TextTable | None, int]:
    """The table under a head, and the row after it; no table where the lines do not keep to its columns."""
    table = TextTable(
        document, [TableRow(_in_columns(document.raw[head], edges) or [], head + 1, head + 1)]
    )
    gap, at = False, head + 1
    while at < len(document.raw):
        number, raw = at + 1, document.raw[at]
        if number in document.numbers_of_text:
            cells = _in_columns(raw, edges)
            gap = gap and not (cells and _goes_on(document, table, cells, number))
            if cells is None or (gap and _is_text_again(table, cells, raw)):
                break
            _add_line(table, TableRow(cells, number, number), gap)
            gap = False
        elif not raw.strip():
            gap = True
            if number - table.last > _MOST_BETWEEN:
                break
        at += 1
    full = [row for row in table.rows if sum(map(bool, row.cells)) > 1]
    return (table if len(full) == len(table.rows) > 1 else None), max(at, head + 1)


def _goes_on(document: DocumentText, table: TextTable, cells: Sequence[str], number: int) -> bool:
    """Whether a line after a page's end goes on with the row before it."""
    crosses = _starts_page(document, table.last, number)
    return crosses and len(table.rows) > 1 and not cells[0][:1].isupper()


def _in_columns(raw: str, edges: Sequence[int]) -> list[str] | None:
    """The line's cells; None when text runs across a column's edge."""
    row = raw.replace("\f", " ").replace("\t", "    ").rstrip()
    if any(row[edge - 1 : edge].strip() for edge in edges[1:] if len(row) >= edge):
        return None
    bounds = [0, *edges[1:], len(row)]
    return [row[start:end].strip() for start, end in pairwise(bounds)]


def _is_text_again(table: TextTable, cells: Sequence[str], raw: str) -> bool:
    """Whether a line after an empty one is a heading, a paragraph or a note under the table."""
    is_running = not any(cells[1:]) or "  " not in raw.expandtabs(4).strip()
    return is_running and len(table.rows) > 1


def _add_line(table: TextTable, row: TableRow, gap: bool) -> None:
    """A line begins a row after an empty line, or where the first cell begins anew; else it goes on."""
    last = table.rows[-1]
    begins = gap and bool(row.cells[0])
    if not gap and len(table.rows) > 1 and row.cells[0]:
        begins = _is_whole(last.cells[0]) or (all(row.cells) and not last.cells[0].endswith("-"))
        begins = begins and row.cells[0][0].isupper() | row.cells[0][0].isdigit()
    if begins or (len(table.rows) == 1 and all(row.cells) and table.rows[0].last + 1 == row.first):
        table.rows.append(row)
    else:
        _join(last, row)


def _is_whole(cell: str) -> bool:
    return cell.endswith("?") or bool(_DAY.fullmatch(cell))

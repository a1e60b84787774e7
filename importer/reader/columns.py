"""Answer tables whose columns stand side by side, as extraction that keeps the page's layout prints them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from importer.reader.lines import TextLine
from importer.reader.text import DocumentText, join

_HEADING_CELL = re.compile(r"\S+(?: \S+)*")
_MOST_EMPTY = 2


@dataclass
class ColumnRow:
    """One row: the question, the cells to its right one after the other, and its first and last line."""

    question: str
    parts: list[str]
    first: TextLine
    last: TextLine


def side_by_side(document: DocumentText, head: int) -> tuple[list[ColumnRow], int]:
    """The rows of the table with its head at `document.lines[head]`, and the index after it.

    No rows when the head does not show columns or the lines below do not keep to them.
    """
    lines = document.lines
    edges = [cell.start() for cell in _HEADING_CELL.finditer(_raw(document, lines[head]))][1:]
    rows: list[ColumnRow] = []
    columns: list[list[str]] = []
    at = head + 1
    while edges and at < len(lines) and lines[at].gap <= _MOST_EMPTY and not lines[at].heading:
        cells = _cells(_raw(document, lines[at]), edges)
        if cells is None:
            break
        if cells[0] and (not columns or _is_complete(columns[0])):
            rows.append(ColumnRow("", [], lines[at], lines[at]))
            columns = [[] for _ in cells]
        elif not columns:
            break
        for column, cell in zip(columns, cells, strict=True):
            column.extend([cell] if cell else [])
        rows[-1].question, rows[-1].last = join(columns[0]), lines[at]
        rows[-1].parts = [part for column in columns[1:] for part in column]
        at += 1
    complete = [row for row in rows if row.question.endswith("?") and row.parts]
    return (complete, at) if len(complete) == len(rows) else ([], head + 1)


def _raw(document: DocumentText, line: TextLine) -> str:
    return document.raw[line.number - 1].replace("\t", "    ").rstrip()


def _cells(row: str, edges: Sequence[int]) -> list[str] | None:
    """The row's cells; None when text runs across a column's edge."""
    if len(row) <= edges[0] and not row.rstrip().endswith("?") and len(row.split()) > 6:
        return None
    if any(row[max(0, edge - 2) : edge].strip() for edge in edges if len(row) > edge):
        return None
    bounds = [0, *edges, len(row)]
    return [row[start:end].strip() for start, end in pairwise(bounds)]


def _is_complete(column: Sequence[str]) -> bool:
    return bool(column) and column[-1].endswith("?")

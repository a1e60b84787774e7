"""The notes under a stickprov: a series of their own, which is not the footnotes of the report's text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Final, NamedTuple

from importer.reader.furniture import GLUED
from importer.reader.lines import RAISED
from importer.reader.rows import ANNEX, join_rows
from importer.reader.tables import TextTable
from importer.reader.text import DocumentText

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
NOTE: Final = re.compile(
    r"\s*(?P<first>\d{1,2})(?:\s*[–-]\s*(?P<last>\d{1,2}))?\s+(?P<text>[A-ZÅÄÖ].*)"
)
# A note whose mark shows that it is one, whatever letter its text begins with.
_MARKED = re.compile(
    r"\s*(?:[-–•]\s+)?(?:(?:not|fotnot|anm\.?)\s*)?\(?(?P<first>\d{1,2})(?:\s*[–-]\s*(?P<last>\d{1,2}))?\s*[.):]\s*"
    r"(?P<text>[^\W\d_].*)",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s*(?P<first>\d{1,2})(?P<last>)\s+(?P<text>[^\W\d_].*)")
_RAISED_FIRST = re.compile(
    r"\s*(?P<mark>[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:\s*[–-]\s*[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)\s*(?P<text>\S.*)"
)
_MOST_BLANK = 6
_MOST_BEFORE = 3
_WRAPPED = 60
_FURTHEST = 400
_MOST_EDGE = 3
_MOST_AHEAD = 10


class _Note(NamedTuple):
    first: int
    last: int
    text: str


def notes_below(
    document: DocumentText, rows: Sequence[str], start: int, used: set[int]
) -> dict[str, str]:
    """The series of notes under the grid that has what its cells refer to; "1 – 4 …" explains four numbers."""
    walk = _Walk({line.number for line in document.lines if line.is_heading})
    edges = _page_edges(document, start)
    below = list(_with_lone_marks(rows[start : start + _FURTHEST], start + 1))
    for at, (number, row) in enumerate(below):
        walk.is_at_top |= "\f" in document.raw[number - 1]
        ahead = (text for _, text in below[at + 1 : at + 1 + _MOST_AHEAD])
        if number in edges and not _note(row) and walk.awaits(ahead):
            continue
        if not walk.takes(number, row):
            break
    best = max(walk.settled(), key=lambda series: series.fits(used))
    return best.notes if used & set(map(int, best.notes)) else {}


def _page_edges(document: DocumentText, start: int) -> set[int]:
    """Numbers of the rows that may be a page's head or foot: up to three together, beside a page break."""
    edge_rows: set[int] = set()
    raw = document.raw
    end = min(len(raw), start + _FURTHEST)
    for at in (at for at in range(start, end) if "\f" in raw[at]):
        head = takewhile(
            lambda n: raw[n].strip() and not raw[n].strip()[0].islower(), range(at, end)
        )
        above = next((n for n in range(at - 1, start, -1) if raw[n].strip()), start)
        foot = list(takewhile(lambda n: raw[n].strip(), range(above, start, -1)))
        edge_rows |= {n + 1 for n in islice(head, _MOST_EDGE)}
        edge_rows |= {n + 1 for n in foot} if len(foot) <= _MOST_EDGE else set()
    return edge_rows


def own_footnotes(document: DocumentText, table: TextTable, used: set[int]) -> dict[str, str]:
    """The document's footnotes that the table's cells refer to and its text does not."""
    elsewhere: set[int] = set()
    for number, row in enumerate(document.raw, 1):
        if table.first <= number <= table.last:
            continue
        text = row.strip().lstrip("⁰¹²³⁴⁵⁶⁷⁸⁹")
        elsewhere |= {int(mark.translate(_RAISED)) for mark in RAISED.findall(text)}
        elsewhere |= {int(mark) for glued in GLUED for mark in glued.findall(text)}
    return {
        str(number): text
        for number, text in document.notes.items()
        if number in used and number not in elsewhere
    }


def _with_lone_marks(rows: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    """The rows by number; a raised figure that was printed on a line of its own stands before its text."""
    mark = ""
    for number, (row, below) in enumerate(zip(rows, [*rows[1:], ""], strict=True), first):
        is_mark = row.strip().isdigit() and len(row.strip()) < 3 and below.strip()[:1].isalpha()
        if not is_mark:
            yield number, f"{mark} {row}" if mark else row
        mark = row.strip() if is_mark else ""


@dataclass
class _Series:
    """Notes numbered from 1. The footnotes of a page stand at its foot, never at its top."""

    notes: dict[str, str] = field(default_factory=dict)
    is_at_top: bool = False

    def fits(self, used: set[int]) -> tuple[int, bool]:
        return len(used & set(map(int, self.notes))), self.is_at_top


class _Walk:
    """Goes through the rows under a grid and gathers runs of notes, each numbered from 1."""

    def __init__(self, headings: set[int]) -> None:
        self.headings = headings
        self.series = [_Series()]
        self.numbers: list[int] = []
        self.parts: list[str] = []
        self.blanks = self.strangers = 0
        self.is_at_top = False

    def takes(self, number: int, row: str) -> bool:
        """Whether the notes may go on after this row."""
        if not row.strip() or row.strip().isdigit():
            self.blanks += 1
            return self.blanks <= _MOST_BLANK
        goes_on = self._begins_note(row) or self._is_more(number, row)
        self.blanks, self.is_at_top = 0, False
        return goes_on

    @property
    def expected(self) -> int:
        return self.numbers[-1] + 1 if self.numbers else 1

    def awaits(self, ahead: Iterable[str]) -> bool:
        """Whether the next note of the series, or the first of another, stands among the rows ahead."""
        notes = (note for row in ahead if (note := _note(row)))
        return any(note.first in (self.expected, 1) for note in notes)

    def _begins_note(self, row: str) -> bool:
        note = _note(row)
        if note is None or note.first not in (self.expected, 1) or note.last - note.first > 40:
            return False
        self._settle()
        if note.first != self.expected or not self.numbers:
            self.series.append(_Series(is_at_top=self.is_at_top))
        self.numbers, self.parts = list(range(note.first, note.last + 1)), [note.text]
        return True

    def _is_more(self, number: int, row: str) -> bool:
        if ANNEX.match(row) or number in self.headings:
            return False
        if not self.numbers:
            self.strangers += 1
            return self.strangers <= _MOST_BEFORE
        before = self.parts[-1].rstrip()
        ended = before.endswith((".", "!", "?")) and len(before.strip()) <= _WRAPPED
        if _note(row) or (self.blanks and ended and not row.strip()[:1].islower()):
            return False
        self.parts.append(row)
        return True

    def _settle(self) -> None:
        note_texts = {str(number): join_rows(self.parts) for number in self.numbers}
        self.series[-1].notes |= note_texts

    def settled(self) -> list[_Series]:
        self._settle()
        return self.series


def _note(row: str) -> _Note | None:
    """The numbers that a row explains, and its text."""
    if mark := _RAISED_FIRST.match(row):
        numbers = re.findall(r"\d+", mark["mark"].translate(_RAISED))
        return _Note(int(numbers[0]), int(numbers[-1]), mark["text"])
    match = NOTE.match(row) or _MARKED.match(row) or _BARE.match(row)
    if match is None:
        return None
    return _Note(int(match["first"]), int(match["last"] or match["first"]), match["text"])

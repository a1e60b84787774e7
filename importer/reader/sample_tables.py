"""A stickprov whose table has cells: control questions down, cases across, and notes under it."""

import re
from collections.abc import Sequence

from importer.reader.lines import RAISED
from importer.reader.model import Doubt, PrintedSample, SampleCase, SampleCell, SampleQuestion
from importer.reader.rows import printed_rows
from importer.reader.sample_notes import notes_below, own_footnotes
from importer.reader.sampling import doubt_lonely
from importer.reader.tables import TableRow, TextTable
from importer.reader.text import DocumentText
from importer.reader.wholes import whole, words_outside

_ASKED = ("kontroll", "granskningspunkt", "granskad punkt", "moment", "fråga")
_CASE = re.compile(
    r"(?P<word>[^\W\d_][\w.]*)?\s*(?P<mark>\d{1,3}|[A-ZÅÄÖ])(?P<label>\b.{0,60})?", re.DOTALL
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_GLUED = re.compile(r"(?P<value>.*[^\W\d_][.)]?)\s?(?P<note>\d(?: ?\d){0,2})", re.DOTALL)


def find_sample_table(
    document: DocumentText, tables: Sequence[TextTable], doubts: list[Doubt]
) -> PrintedSample:
    words = words_outside(document, tables)
    for table in tables:
        cases = _cases(table, words)
        if not cases:
            continue
        notes = _notes(document, table)
        questions = [
            SampleQuestion(
                number,
                whole(row.plain()[0], words),
                _cells(row, cases, notes, words),
                table.where(row),
            )
            for number, row in enumerate(table.body, 1)
        ]
        doubt_lonely(questions, notes, doubts)
        return PrintedSample(cases, questions, notes, table.where())
    return PrintedSample()


def _cases(table: TextTable, words: frozenset[str]) -> list[SampleCase]:
    """The head's cases; none unless every column is one and they are numbered in order."""
    head = [whole(cell, words) for cell in table.rows[0].plain()]
    if not table.head[0].startswith(_ASKED) or len(head) < 3:
        return []
    matches = [_CASE.fullmatch(cell) for cell in head[1:]]
    if not all(matches):
        return []
    marks = [match["mark"] for match in matches if match]
    names = {(match["word"] or "").casefold() for match in matches if match}
    if len(names) > 1 or marks not in (_numbers(len(marks)), _letters(len(marks))):
        return []
    return [
        SampleCase(number, " ".join(cell.split()), table.where(table.rows[0]))
        for number, cell in enumerate(head[1:], 1)
    ]


def _numbers(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def _letters(count: int) -> list[str]:
    return list("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"[:count])


def _notes(document: DocumentText, table: TextTable) -> dict[str, str]:
    """The notes under the table, if its cells refer to any of them; else the footnotes that are its own."""
    used = {int(number) for row in table.body for cell in row.cells[1:] for number in _marks(cell)}
    below = notes_below(document, printed_rows(document), table.last, used)
    if below:
        return below
    numbers = {int(number) for row in table.body for cell in row.cells for number in _raised(cell)}
    return own_footnotes(document, table, numbers)


def _raised(cell: str) -> list[str]:
    return [mark.translate(_RAISED) for mark in RAISED.findall(cell)]


def _marks(cell: str) -> list[str]:
    """The numbers that may be a note's: raised, or glued to the value."""
    glued = _GLUED.fullmatch(cell.strip())
    return [*_raised(cell), *([glued["note"].replace(" ", "")] if glued else [])]


def _cells(
    row: TableRow, cases: Sequence[SampleCase], notes: dict[str, str], words: frozenset[str]
) -> list[SampleCell]:
    return [
        SampleCell(case.number, *_value(whole(cell, words), notes))
        for case, cell in zip(cases, row.cells[1:], strict=True)
    ]


def _value(cell: str, notes: dict[str, str]) -> tuple[str, int | None]:
    """The value as printed and its note: raised, or glued to the word where a note of that number exists."""
    marks = RAISED.findall(cell)
    text = RAISED.sub("", cell).strip()
    if len(marks) == 1:
        return text, int(marks[0].translate(_RAISED))
    glued = _GLUED.fullmatch(text)
    note = glued["note"].replace(" ", "") if glued else ""
    if glued and note in notes:
        return glued["value"].strip(), int(note)
    return text, None

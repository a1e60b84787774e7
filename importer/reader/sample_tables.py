"""A stickprov whose table has cells: control questions down, cases across, and notes under it."""

import re
from collections.abc import Sequence

from importer.reader.lines import RAISED
from importer.reader.model import Doubt, Sample, SampleCase, SampleCell, SampleQuestion
from importer.reader.rows import printed_rows
from importer.reader.sampling import doubt_lonely, notes_below
from importer.reader.tables import Row, Table
from importer.reader.text import Document

_ASKED = ("kontroll", "granskningspunkt", "granskad punkt", "moment", "fråga")
_CASE = re.compile(
    r"(?P<word>[^\W\d_][\w.]*)?\s*(?P<mark>\d{1,3}|[A-ZÅÄÖ])(?P<label>\b.{0,60})?", re.DOTALL
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_GLUED = re.compile(r"(?P<value>.*[^\W\d_][.)]?)\s?(?P<note>\d{1,3})", re.DOTALL)


def find_sample_table(document: Document, tables: Sequence[Table], doubts: list[Doubt]) -> Sample:
    for table in tables:
        cases = _cases(table)
        if not cases:
            continue
        notes = _notes(document, table)
        questions = [
            SampleQuestion(number, row.plain()[0], _cells(row, cases, notes), table.where(row))
            for number, row in enumerate(table.body, 1)
        ]
        used = {str(cell.note) for question in questions for cell in question.cells if cell.note}
        doubt_lonely(questions, notes, doubts)
        kept = {number: text for number, text in notes.items() if number in used}
        return Sample(cases, questions, kept, table.where())
    return Sample()


def _cases(table: Table) -> list[SampleCase]:
    """The head's cases; none unless every column is one and they are numbered in order."""
    head = table.rows[0].plain()
    if not table.head[0].startswith(_ASKED) or len(head) < 3:
        return []
    found = [_CASE.fullmatch(cell) for cell in head[1:]]
    if not all(found):
        return []
    marks = [match["mark"] for match in found if match]
    words = {(match["word"] or "").casefold() for match in found if match}
    if len(words) > 1 or marks not in (_numbers(len(marks)), _letters(len(marks))):
        return []
    return [
        SampleCase(number, " ".join(cell.split()), table.where(table.rows[0]))
        for number, cell in enumerate(head[1:], 1)
    ]


def _numbers(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def _letters(count: int) -> list[str]:
    return list("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"[:count])


def _notes(document: Document, table: Table) -> dict[str, str]:
    below = dict(notes_below(printed_rows(document), table.last))
    return below or {str(number): text for number, text in document.notes.items()}


def _cells(row: Row, cases: Sequence[SampleCase], notes: dict[str, str]) -> list[SampleCell]:
    return [
        SampleCell(case.number, *_value(cell, notes))
        for case, cell in zip(cases, row.cells[1:], strict=True)
    ]


def _value(cell: str, notes: dict[str, str]) -> tuple[str, int | None]:
    """The value as printed and its note: raised, or glued to the word where a note of that number exists."""
    raised = RAISED.findall(cell)
    text = RAISED.sub("", cell).strip()
    if len(raised) == 1:
        return text, int(raised[0].translate(_RAISED))
    glued = _GLUED.fullmatch(text)
    if glued and glued["note"] in notes:
        return glued["value"].strip(), int(glued["note"])
    return text, None

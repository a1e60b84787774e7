"""A stickprov as its table is printed: control questions × cases, with notes under it.

Narrow columns split words and numbers when a table becomes text; they are made whole again.
"""

import re
from collections.abc import Sequence

from importer.reader.model import (
    Doubt,
    DoubtCode,
    PrintedSample,
    SampleCase,
    SampleCell,
    SampleQuestion,
)
from importer.reader.rows import join_rows
from importer.reader.sample_notes import NOTE, notes_below
from importer.reader.text import DocumentText

_SAMPLE = re.compile(r"\s*kontrollfråg(?:a|or)\b", re.I)
_CASE = re.compile(r"Ärende(?P<number>\d{1,3})(?:[-–:](?P<label>[a-zåäö]+?))?(?=Ärende\d|$)")
_CELL = re.compile(
    r"\s*(?P<value>(?:Ja|Nej|Delvis|E/T|Pågående|Pågår|Ej tillämpligt)(?:\.\s*[A-ZÅÄÖ]{2,})?|[A-ZÅÄÖ][^.\d]*\.)"
    r"\s*(?P<note>\d(?:\s?\d){0,2})?(?=\s|$|[A-ZÅÄÖ])\s*"
)


def find_sample(document: DocumentText, rows: Sequence[str], doubts: list[Doubt]) -> PrintedSample:
    for head in (index for index, row in enumerate(rows) if _SAMPLE.match(row)):
        cases, first = _cases(rows, head)
        if len(cases) < 2:
            continue
        questions, end = _sample_questions(document, rows, first, cases, doubts)
        if not questions:
            continue
        notes = notes_below(document, rows, end, _used(questions))
        doubt_lonely(questions, notes, doubts)
        place = document.at(head + 1, end)
        return PrintedSample(cases, questions, notes, (place,))
    return PrintedSample()


def _cases(rows: Sequence[str], head: int) -> tuple[list[SampleCase], int]:
    """The cases of the table's head, whose words may be split by narrow columns, and the line after it."""
    squeezed, case_matches, after = "", [], head
    for index in range(head, min(head + 120, len(rows))):
        squeezed += re.sub(r"\s", "", rows[index])
        starts = squeezed.find("Ärende")
        matches = list(_CASE.finditer(squeezed, starts)) if starts >= 0 else []
        whole = matches and matches[-1].end() == len(squeezed) and matches[0].start() == starts
        numbered = [int(match["number"]) for match in matches] == list(range(1, len(matches) + 1))
        if whole and numbered:
            case_matches, after = matches, index + 1
        elif case_matches and "?" in rows[index]:
            break
    cases = [
        SampleCase(
            int(m["number"]), f"Ärende {m['number']}" + (f" – {m['label']}" if m["label"] else "")
        )
        for m in case_matches
    ]
    return cases, after


def _sample_questions(
    document: DocumentText,
    rows: Sequence[str],
    start: int,
    cases: list[SampleCase],
    doubts: list[Doubt],
) -> tuple[list[SampleQuestion], int]:
    """Rows of the grid: a question that ends in a question mark, then as many values as there are cases."""
    questions: list[SampleQuestion] = []
    at, values = start, ""
    question_rows: list[str] = []
    first = start
    while at < len(rows):
        row = rows[at]
        at += 1
        if not row.strip() and not question_rows:
            continue
        if (
            not question_rows
            or "?" not in " ".join(question_rows)
            or (not values and _is_more_asked(row))
        ):
            if not question_rows and (NOTE.match(row) or _CELL.match(row)):
                break
            first = first if question_rows else at
            question_rows.append(row)
            if len(question_rows) > 20:
                break
            continue
        values += row.lstrip() if row.strip() else ""
        cells = _read_cells(values)
        if cells is not None and len(cells) == len(cases) and not _goes_on_below(rows, at, values):
            numbered = [
                SampleCell(case.number, *cell) for case, cell in zip(cases, cells, strict=True)
            ]
            place = document.at(first, at)
            questions.append(
                SampleQuestion(len(questions) + 1, join_rows(question_rows), numbered, (place,))
            )
            question_rows, values = [], ""
        elif len(values) > 3000:
            message = f"En rad i stickprovet kunde inte läsas: ”{join_rows(question_rows)[:80]}”."
            doubts.append(Doubt(DoubtCode.UNREAD_ROW, "sample", message, (document.at(first, at),)))
            break
    return questions, questions[-1].where[0].last if questions else start


def _is_more_asked(row: str) -> bool:
    """More of the question after its question mark, such as "Vilka?"."""
    return "?" in row


def _goes_on_below(rows: Sequence[str], at: int, values: str) -> bool:
    """A value that narrow columns have split: the method after "Ja.", or the last digit of a note."""
    following = next((row for row in rows[at : at + 3] if row.strip()), "")
    if values.rstrip().endswith("."):
        return bool(re.match(r"\s*[A-ZÅÄÖ]{3,}\b", following))
    if values.endswith(" ") or not values[-1:].isdigit():
        return False
    return bool(re.match(r"\s*\d{1,2}(?!\d)(?:\s|$)", following)) and not NOTE.match(following)


def _read_cells(values: str) -> list[tuple[str, int | None]] | None:
    """The values one after the other, or None when something is neither a value nor a note."""
    cells: list[tuple[str, int | None]] = []
    at = 0
    text = values.rstrip()
    while at < len(text):
        match = _CELL.match(text, at)
        if not match:
            return None
        note = match["note"]
        value = " ".join(match["value"].split())
        cells.append((value, int(re.sub(r"\s", "", note)) if note else None))
        at = match.end()
    return cells


def _used(questions: Sequence[SampleQuestion]) -> set[int]:
    return {cell.note for question in questions for cell in question.cells if cell.note}


def doubt_lonely(
    questions: Sequence[SampleQuestion], notes: dict[str, str], doubts: list[Doubt]
) -> None:
    if lonely := sorted(number for number in _used(questions) if str(number) not in notes):
        numbers = ", ".join(map(str, lonely))
        doubts.append(
            Doubt(
                DoubtCode.NOTE_WITHOUT_TEXT,
                "sample",
                f"Stickprovets not {numbers} har ingen text i dokumenten.",
            )
        )

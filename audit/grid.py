"""A stickprov's grid as plain data: reading pasted tables, telling values apart, and counting them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

MOST_CASES, MOST_QUESTIONS = 60, 100
# Below this many judged cells a percentage says more than it knows (domain: fair figures).
LEAST_FOR_PERCENT = 20
_NOTED = re.compile(r"^(?P<value>.*?)\s*\[(?P<note>\d{1,3})\]$", re.DOTALL)
_NOTE_LINE = re.compile(r"^\[?(?P<number>\d{1,3})[\].:)]?\s+(?P<text>\S.*)$")


class Value(StrEnum):
    """What a cell says, for counting; its words are kept as they are written."""

    YES = "Ja"
    PARTLY = "Delvis"
    NO = "Nej"
    OTHER = "Annat"
    ONGOING = "Pågående"
    NOT_APPLICABLE = "E/T"
    EMPTY = "Tomt"


JUDGED = (Value.YES, Value.PARTLY, Value.NO)
_WORDS = {
    "ja": Value.YES,
    "delvis": Value.PARTLY,
    "nej": Value.NO,
    "pågående": Value.ONGOING,
    "pågår": Value.ONGOING,
    "e/t": Value.NOT_APPLICABLE,
    "et": Value.NOT_APPLICABLE,
    "ej tillämpligt": Value.NOT_APPLICABLE,
    "ej tillämplig": Value.NOT_APPLICABLE,
}


def told_apart(text: str) -> Value:
    """Ja. FREDA is a Ja; what is neither Ja, Delvis nor Nej is not made into one."""
    plain = " ".join(text.casefold().split()).rstrip(".")
    if not plain:
        return Value.EMPTY
    if plain in _WORDS:
        return _WORDS[plain]
    first = re.match(r"(ja|delvis|nej)\b(?=[.,;:]|\s*$)", plain)
    return _WORDS[first[1]] if first else Value.OTHER


@dataclass(frozen=True)
class Cell:
    value: str = ""
    note: int | None = None

    @classmethod
    def written(cls, text: str) -> Self:
        """From "Delvis [10]": a note's number stands in brackets, last."""
        match = _NOTED.match(text.strip())
        return cls(match["value"].strip(), int(match["note"])) if match else cls(text.strip())

    @property
    def as_written(self) -> str:
        return f"{self.value} [{self.note}]".strip() if self.note is not None else self.value

    @property
    def kind(self) -> Value:
        return told_apart(self.value)


@dataclass(frozen=True)
class GridRow:
    text: str
    cells: tuple[Cell, ...]

    @property
    def counts(self) -> Counter[Value]:
        return Counter(cell.kind for cell in self.cells)

    @property
    def sum_words(self) -> str:
        """2 Ja, 1 Delvis, 7 E/T; with a percentage of Ja only over enough judged cells."""
        counts = self.counts
        counted = ", ".join(f"{counts[kind]} {kind}" for kind in Value if counts[kind])
        judged = sum(counts[kind] for kind in JUDGED)
        if judged < LEAST_FOR_PERCENT:
            return counted
        return f"{counted} ({round(100 * counts[Value.YES] / judged)} % Ja av {judged} bedömda)"


@dataclass(frozen=True)
class Grid:
    """Control questions × cases. Every row has as many cells as there are cases."""

    cases: tuple[str, ...] = ()
    rows: tuple[GridRow, ...] = ()
    notes: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, cases: Iterable[str], rows: Iterable[tuple[str, Sequence[Cell]]], notes: dict[int, str]
    ) -> Self:
        """Rows filled out or cut to the number of cases."""
        labels = tuple(cases)
        blank = Cell()
        filled = (
            GridRow(text, tuple((*cells, *[blank] * len(labels))[: len(labels)]))
            for text, cells in rows
        )
        return cls(labels, tuple(filled), dict(sorted(notes.items())))

    @classmethod
    def pasted(cls, text: str) -> Self:
        """From a table out of Word or Excel: tabs between cells, cases in the first row, questions in the first column.

        Raises ValueError with Swedish text when it is no table, or a larger one than anybody reads.
        """
        lines = [
            line.split("\t") for line in text.replace("\r\n", "\n").split("\n") if line.strip()
        ]
        if len(lines) < 2 or max(map(len, lines)) < 2:
            raise ValueError(
                "Klistra in en tabell med ärenden i första raden och frågor i första kolumnen."
            )
        width = max(map(len, lines)) - 1
        if width > MOST_CASES or len(lines) - 1 > MOST_QUESTIONS:
            raise ValueError(
                f"Högst {MOST_CASES} ärenden och {MOST_QUESTIONS} frågor ryms i ett stickprov."
            )
        head = [label.strip() for label in lines[0][1:]]
        cases = [*head, *[""] * (width - len(head))]
        labels = [label or f"Ärende {number}" for number, label in enumerate(cases, start=1)]
        rows = [(line[0].strip(), [Cell.written(cell) for cell in line[1:]]) for line in lines[1:]]
        return cls.of(labels, rows, {})

    @classmethod
    def stored(cls, data: dict[str, Any]) -> Self:
        """From what `as_data` gave."""
        rows = [
            (row["text"], [Cell(cell["value"], cell["note"]) for cell in row["cells"]])
            for row in data.get("rows", [])
        ]
        notes = {int(number): text for number, text in data.get("notes", {}).items()}
        return cls.of(data.get("cases", []), rows, notes)

    def as_data(self) -> dict[str, Any]:
        return {
            "cases": list(self.cases),
            "rows": [
                {
                    "text": row.text,
                    "cells": [{"value": cell.value, "note": cell.note} for cell in row.cells],
                }
                for row in self.rows
            ],
            "notes": {str(number): text for number, text in self.notes.items()},
        }

    def as_pasted(self) -> str:
        """The table as it can be pasted again, notes apart."""
        head = "\t".join(["", *self.cases])
        return "\n".join(
            [
                head,
                *("\t".join([row.text, *(c.as_written for c in row.cells)]) for row in self.rows),
            ]
        )

    @property
    def lonely_notes(self) -> list[int]:
        """Numbers in cells that no note explains."""
        used = {cell.note for row in self.rows for cell in row.cells if cell.note is not None}
        return sorted(used - set(self.notes))

    @property
    def printed_notes(self) -> list[tuple[str, list[int], str]]:
        """As reports print them: neighbours with the same text are said together, 1–4."""
        grouped: list[tuple[list[int], str]] = []
        for number, text in self.notes.items():
            if grouped and grouped[-1][1] == text and grouped[-1][0][-1] == number - 1:
                grouped[-1][0].append(number)
            else:
                grouped.append(([number], text))
        return [(f"{n[0]}–{n[-1]}" if len(n) > 1 else str(n[0]), n, text) for n, text in grouped]

    def texts(self) -> list[str]:
        """All that a person has written into cells, labels and notes."""
        return [
            *self.cases,
            *(cell.value for row in self.rows for cell in row.cells),
            *self.notes.values(),
        ]


def written_notes(text: str) -> dict[int, str]:
    """From lines such as "10. Följs upp genom utföraren"; a line without a number goes on from the one before."""
    notes: dict[int, str] = {}
    last: int | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        match = _NOTE_LINE.match(line.strip())
        if match:
            last = int(match["number"])
            notes[last] = match["text"]
        elif line.strip() and last is not None:
            notes[last] += f" {line.strip()}"
        elif line.strip():
            raise ValueError(
                "Varje not börjar med sitt nummer, till exempel 1. Barnet var för litet."
            )
    return notes

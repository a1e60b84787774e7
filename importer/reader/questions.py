"""Revisionsfrågor and their answers: the list in the introduction and the tables "Fråga – Svar"."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from importer.reader.answers import (
    PrintedAnswer,
    answered,
    answers_of,
    is_answer_table,
    rows_without_question,
    without_ordinal,
)
from importer.reader.columns import side_by_side
from importer.reader.lines import TextLine, letters
from importer.reader.lists import ItemList
from importer.reader.model import Doubt, Place
from importer.reader.recognise import RECOMMEND, leads_to_questions, place_and_date, table_head
from importer.reader.tables import TextTable, tables_in
from importer.reader.text import DocumentText, join, last_sentence
from importer.reader.words import ANSWER

MAX_QUESTIONS = 100
# Several documents may answer every question, some of them more than once.
MAX_ANSWERS = 400

_KEY = 12
_LONG_KEY = 60
_LONGEST_QUESTION = 40
_COLUMN = 80


@dataclass(frozen=True)
class Asked:
    """A question as one document prints it."""

    text: str
    place: Place

    @property
    def key(self) -> str:
        return letters(self.text)


def listed(document: DocumentText, lists: Sequence[ItemList]) -> list[Asked]:
    """The questions of the document's lists of revisionsfrågor, in order, each once."""
    by_key: dict[str, Asked] = {}
    for entry in lists:
        if not leads_to_questions(last_sentence(entry.lead)[1]):
            continue
        questions = [
            Asked(_only_question(item.text), document.place(item.first, item.last))
            for item in entry.items
        ]
        if 2 * sum(question.text.endswith("?") for question in questions) >= len(questions):
            for question in questions:
                by_key.setdefault(question.key, question)
    return list(by_key.values())[:MAX_QUESTIONS]


def _only_question(text: str) -> str:
    """Without an answer that stands on the same line as the question."""
    question, _, tail = text.partition("?")
    return f"{question}?" if tail and ANSWER.match(tail.strip()) else text


class AnswerTables:
    """Walks a document's answer tables with the known questions at hand; linear in the document.

    `stops` are numbers of lines that no answer goes over: the lists of recommendations.
    """

    def __init__(
        self, document: DocumentText, known: Sequence[str], stops: frozenset[int] = frozenset()
    ) -> None:
        self.document = document
        self.lines = [_without_label(line) for line in document.lines]
        self.tables = {
            number: table
            for table in tables_in(document)
            if is_answer_table(table)
            for number in range(table.first, table.last + 1)
        }
        self.starts: dict[str, list[str]] = defaultdict(list)
        for text in known:
            self.starts[letters(text)[:_KEY]].append(letters(text))
        self.stops = stops
        self.found: list[PrintedAnswer] = []
        self.empty_column: Place | None = None
        self.lost: list[Doubt] = []

    def read(self) -> list[PrintedAnswer]:
        """Every answer in the document's tables, and answers right below a known question elsewhere."""
        at = 0
        while at < len(self.lines) and len(self.found) < MAX_ANSWERS:
            if (table := self.tables.get(self.lines[at].number)) is not None:
                at = self._cells(table, at)
                continue
            head = table_head(self.lines, at)
            at = self._table(at, at + head) if head else self._loose(at)
        return self.found[:MAX_ANSWERS]

    def _cells(self, table: TextTable, at: int) -> int:
        """Takes a table of cells; returns the index of the line after it."""
        rows = len(self.found)
        self.found += answers_of(table)
        self.lost += rows_without_question(table)
        self._note_empty_column(at, rows)
        while at < len(self.lines) and self.lines[at].number <= table.last:
            at += 1
        return at

    def _table(self, head: int, at: int) -> int:
        rows = len(self.found)
        columns, after_columns = side_by_side(self.document, at - 1)
        for row in columns:
            place = self.document.place(row.first, row.last)
            self.found.append(self._answered(row.question, row.parts, place))
        at = after_columns if columns else at
        while at < len(self.lines):
            after = self._question(at) or self._unknown_question(at)
            if after is None or table_head(self.lines, at):
                break
            at = self._row(at, after)
        self._note_empty_column(head, rows)
        return max(at, head + 1)

    def _note_empty_column(self, head: int, rows: int) -> None:
        words = " ".join(line.text.lower() for line in self.lines[head : head + 3])
        new = self.found[rows:]
        if new and "svar" in words and "bedömning" in words and not any(row.reasons for row in new):
            self.empty_column = self.document.place(self.lines[head], self.lines[head])

    def _loose(self, at: int) -> int:
        after = self._question(at)
        if after is None:
            return at + 1
        index, tail = after
        text = tail or (self.lines[index].text if index < len(self.lines) else "")
        if not ANSWER.match(text[:200]) or (not tail and self.lines[index].marker):
            return max(index, at + 1)
        return self._row(at, after)

    def _question(self, at: int) -> tuple[int, str] | None:
        """Where a known question that starts at `at` ends: the next line, and what stands after it on its own."""
        keys = self.starts.get(_letters_from(self.lines, at, _KEY)[:_KEY])
        if not keys:
            return None
        head = _letters_from(self.lines, at, _LONG_KEY)
        for key in keys:
            if (
                key[:_LONG_KEY] == head[: min(len(key), _LONG_KEY)]
                and (after := _match(self.lines, at, key)) is not None
            ):
                return after
        return None

    def _unknown_question(self, at: int) -> tuple[int, str] | None:
        """A question that no list has: a paragraph that ends in a question mark, or has its answer behind it."""
        if not self.lines[at].text[:1].isupper() or self.lines[at].heading:
            return None
        for index in range(at, min(at + _LONGEST_QUESTION, len(self.lines))):
            line = self.lines[index]
            if index > at and _breaks_off(line):
                return None
            _, mark, tail = line.text.partition("?")
            if mark and not tail.strip():
                return index + 1, ""
            if mark and ANSWER.match(tail.strip()[:200]):
                return index, tail.strip()
            if line.text.endswith((".", ":")):
                return None
        return None

    def _row(self, at: int, after: tuple[int, str]) -> int:
        """Takes the question at `at` with its answer; returns the index after the answer."""
        index, tail = after
        question = [line.text for line in self.lines[at:index]]
        parts: list[str] = []
        last = max(index - 1, at)
        if tail:
            question.append(self.lines[index].text[: -len(tail)].rstrip())
            parts.append(tail)
            last, index = index, index + 1
        stop = self._answer_end(index)
        parts += [line.text for line in self.lines[index:stop]]
        last = max(last, stop - 1)
        self.found.append(
            self._answered(
                join(question), parts, self.document.place(self.lines[at], self.lines[last])
            )
        )
        return stop

    def _answered(self, question: str, parts: list[str], place: Place) -> PrintedAnswer:
        return answered(self.document.plain(question), self.document.plain(join(parts)), place)

    def _answer_end(self, start: int) -> int:
        at = start
        widest = 0
        while at < len(self.lines):
            line = self.lines[at]
            if self._is_after_answer(at) or self._is_wider(line, widest, at - start):
                break
            widest = max(widest, len(line.text))
            at += 1
        return self._without_heading(start, at)

    def _is_after_answer(self, at: int) -> bool:
        line = self.lines[at]
        if line.is_heading or table_head(self.lines, at) or place_and_date(line):
            return True
        if line.number in self.tables:
            return True
        if line.number in self.stops or _leads_on(line.text) or self._question(at):
            return True
        if self._is_lone_heading(at):
            return True
        complete = line.gap > 0 or _is_complete(self.lines[at - 1].text)
        return complete and self._unknown_question(at) is not None

    def _is_lone_heading(self, at: int) -> bool:
        """A short line of its own after a full stop, with a new paragraph under it."""
        line, before = self.lines[at], self.lines[at - 1]
        below = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if line.gap == 0 or below is None or not below.text[:1].isupper():
            return False
        alone = below.gap > 0 or len(line.text.split()) < 4
        looks = line.text[:1].isupper() and line.text[-1:].isalnum() and len(line.text) < 70
        return bool(
            alone and looks and before.text.endswith(".") and not ANSWER.fullmatch(line.text)
        )

    def _is_wider(self, line: TextLine, widest: int, count: int) -> bool:
        """Whether the running text has come back after a narrow column."""
        return (
            bool(self.document.width)
            and count > 3
            and widest < _COLUMN
            and len(line.text) > widest * 1.25
        )

    def _without_heading(self, start: int, stop: int) -> int:
        """Leaves an unnumbered heading after the answer out of it."""
        if stop - start < 2:
            return stop
        last, before = self.lines[stop - 1], self.lines[stop - 2]
        alone = last.gap > 0 and len(last.text) < 100 and last.text[:1].isupper()
        if alone and before.text.endswith(".") and last.text[-1:].isalnum():
            return stop - 1
        return stop


def _without_label(line: TextLine) -> TextLine:
    """The line without "Fråga 1:" before its question."""
    text = without_ordinal(line.text)
    return line if text == line.text else replace(line, text=text, letters=letters(text))


def _leads_on(text: str) -> bool:
    return text.endswith(":") and RECOMMEND.search(text[-300:]) is not None


def _is_complete(text: str) -> bool:
    """Whether an answer can end with this line: at a full stop, or as an answer word alone."""
    return text.endswith((".", "!")) or ANSWER.fullmatch(text[:100]) is not None


def _breaks_off(line: TextLine) -> bool:
    if line.marker or line.is_heading:
        return True
    return line.gap > 0 and not line.text[:1].islower()


def _letters_from(lines: Sequence[TextLine], at: int, wanted: int) -> str:
    head = lines[at].letters
    for line in lines[at + 1 : at + wanted]:
        if len(head) >= wanted:
            break
        head += line.letters
    return head


def _match(lines: Sequence[TextLine], at: int, key: str) -> tuple[int, str] | None:
    for index in range(at, min(at + _LONGEST_QUESTION, len(lines))):
        letters = lines[index].letters
        if key.startswith(letters):
            key = key[len(letters) :]
            if not key:
                return index + 1, ""
        elif letters.startswith(key):
            tail = _after_question(lines[index].text, len(key))
            return (index, tail) if tail else None
        else:
            return None
    return None


def _after_question(text: str, count: int) -> str | None:
    """What follows the question whose last `count` letters begin the text; None where no question mark ends it."""
    position = 0
    while count > 0 and position < len(text):
        count -= len(letters(text[position]))
        position += 1
    end = re.match(r"[\d\s]{0,5}\?\d{0,2}\s*", text[position:])
    return text[position + end.end() :] if end else None

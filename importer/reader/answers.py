"""Answers to revisionsfrågor as tables give them: a column of answers, a column per body, or a row per body."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importer.reader.bodies import BODY, capital, only_bodies
from importer.reader.lines import letters
from importer.reader.model import BodyAnswer, Doubt, DoubtCode, Place, Places, PrintedGrade
from importer.reader.tables import TableRow, TextTable
from importer.reader.words import ANSWER, PLAIN_ANSWERS

_ASKED = (
    "fråga",
    "frågor",
    "revisionsfråg",
    "delfråg",
    "kontrollmål",
    "granskningsfråg",
    "granskningsmål",
)
_ANSWER_HEAD = ("svar", "bedömning", "vår bedömning", "samlad bedömning", "resultat")
_MORE_HEAD = ("kommentar", "motivering", "iakttagelse", "bedömning", "vår bedömning", "slutsats")
_BODY_HEAD = ("nämnd", "styrelse", "organ", "ansvarig nämnd")
_SHORT_BODY = re.compile(r"[A-ZÅÄÖ]{2,6}")
_LABEL = re.compile(
    rf"(?:(?P<body>{BODY.pattern})|(?P<short>[A-ZÅÄÖ]{{2,6}}))\s*(?::|\s[–-]\s)\s*(?=\S)"
)
_ORDINAL = re.compile(
    r"(?:(?:revisions|del|gransknings)?fråga\s+\d{1,2}\s*[.:–-]?\s+|\d{1,2}[.)]\s+)(?=[A-ZÅÄÖ])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PrintedAnswer:
    """An answer as one document prints it, beside the question as printed there."""

    question: str
    answer: str | None
    grade: PrintedGrade | None
    reasons: str | None
    place: Place
    reserved: bool = False
    bodies: tuple[BodyAnswer, ...] = ()

    @property
    def key(self) -> str:
        return letters(self.question)


def split_answer(text: str) -> tuple[str | None, PrintedGrade | None, str | None]:
    """An answer's printed word(s), its grade, and the rest verbatim. Without answer word: (None, None, text)."""
    match = ANSWER.match(text)
    if match is None:
        return None, None, text or None
    answer = " ".join(match["answer"].split())
    return answer, PLAIN_ANSWERS.get(answer.lower(), "other"), text[match.end() :].strip() or None


def answered(question: str, cell: str, place: Place) -> PrintedAnswer:
    """One question with what is printed beside it."""
    if bodies := per_body(cell, (place,)):
        return PrintedAnswer(question, None, None, None, place, bodies=bodies)
    answer, grade, reasons = split_answer(cell)
    reserved = (
        grade in ("yes", "no", "partly")
        and reasons is not None
        and reasons.lower().startswith("men ")
    )
    return PrintedAnswer(question, answer, grade, reasons, place, reserved)


def per_body(cell: str, where: Places) -> tuple[BodyAnswer, ...]:
    """The answers of a cell such as "KS: Ja. SN: Delvis."; none unless every part is an answer."""
    labels = list(_LABEL.finditer(cell[:4000]))
    if len(labels) < 2 or labels[0].start() > 0:
        return ()
    ends = [label.start() for label in labels[1:]] + [len(cell)]
    answers = []
    for label, end in zip(labels, ends, strict=True):
        answer, grade, reasons = split_answer(cell[label.end() : end].strip(" ;,"))
        if answer is None:
            return ()
        name = capital(label["body"]) if label["body"] else label["short"]
        answers.append(BodyAnswer(name, answer, grade, reasons, where))
    return tuple(answers)


def without_ordinal(text: str) -> str:
    """The question without "Fråga 1:" before it."""
    return _ORDINAL.sub("", text, count=1) if text[:20].strip() else text


def is_answer_table(table: TextTable) -> bool:
    return table.column(*_ASKED) is not None and bool(
        _answer_column(table) is not None or _body_columns(table)
    )


def _answer_column(table: TextTable) -> int | None:
    question, answer = table.column(*_ASKED), table.column(*_ANSWER_HEAD)
    return answer if answer is not None and question is not None and answer > question else None


def _body_columns(table: TextTable) -> dict[int, str]:
    """The columns that are headed by a body, and its name; at least two of them."""
    columns = {}
    for at, cell in enumerate(table.rows[0].plain()):
        if (names := only_bodies(cell)) and len(names) == 1:
            columns[at] = names[0]
        elif _SHORT_BODY.fullmatch(cell):
            columns[at] = cell
    return columns if len(columns) > 1 else {}


def answers_of(table: TextTable) -> Iterator[PrintedAnswer]:
    """Every row that has a question, in order; rows of one question that name bodies are one answer."""
    question_column, bodies = table.column(*_ASKED), table.column(*_BODY_HEAD)
    if question_column is None:
        return
    columns = _body_columns(table)
    if bodies is not None and not columns:
        yield from _row_per_body(table, question_column, bodies)
        return
    for row in table.body:
        question = _question(table, row, question_column)
        if question and columns:
            yield _by_column(table, row, question, columns)
        elif question:
            yield answered(question, _said(table, row), table.where(row)[0])


def rows_without_question(table: TextTable) -> Iterator[Doubt]:
    """A doubt for each row with an answer that no question stands beside, such as one that a page broke."""
    question_column = table.column(*_ASKED)
    if question_column is None or table.column(*_BODY_HEAD) is not None:
        return
    for row in table.nameless(question_column):
        row_text = " ".join(cell for cell in row.plain() if cell)
        message = f"En rad i svarstabellen saknar fråga och har inte tagits med: ”{row_text[:200]}”"
        yield Doubt(DoubtCode.UNREAD_ROW, "questions", message, table.where(row))


def _question(table: TextTable, row: TableRow, column: int) -> str:
    return table.document.plain(without_ordinal(row.plain()[column]))


def _said(table: TextTable, row: TableRow, leave: Sequence[int] = ()) -> str:
    """The answer and what the columns beside it add, as running text."""
    answer = _answer_column(table)
    more = [
        at
        for at, head in enumerate(table.head)
        if at != answer and at not in leave and head.startswith(_MORE_HEAD)
    ]
    cells = row.plain()
    first = cells[answer] if answer is not None else ""
    stop = "" if not first or first.endswith((".", "!", "?", ":")) or not more else "."
    texts = [f"{first}{stop}", *(cells[at] for at in more)]
    return table.document.plain(" ".join(part for part in texts if part))


def _by_column(
    table: TextTable, row: TableRow, question: str, columns: dict[int, str]
) -> PrintedAnswer:
    cells, where = row.plain(), table.where(row)
    answers = [(name, *split_answer(cells[at])) for at, name in columns.items() if cells[at]]
    bodies = tuple(BodyAnswer(*parts, where) for parts in answers if parts[1])
    return PrintedAnswer(question, None, None, None, where[0], bodies=bodies)


def _row_per_body(table: TextTable, question_column: int, bodies: int) -> Iterator[PrintedAnswer]:
    rows: dict[str, list[BodyAnswer]] = {}
    places: dict[str, Place] = {}
    question = ""
    for row in table.body:
        question = _question(table, row, question_column) or question
        answer, grade, reasons = split_answer(_said(table, row, (bodies,)))
        name = capital(row.plain()[bodies])
        places.setdefault(question, table.where(row)[0])
        if name and question:
            rows.setdefault(question, []).append(
                BodyAnswer(name, answer, grade, reasons, table.where(row))
            )
    for text, answers in rows.items():
        yield PrintedAnswer(text, None, None, None, places[text], bodies=tuple(answers))

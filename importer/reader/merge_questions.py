"""Questions and answers of several documents as one list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importer.reader.answers import PrintedAnswer
from importer.reader.closeness import closest
from importer.reader.lines import letters
from importer.reader.model import Doubt, DoubtCode, Place, Places, PrintedQuestion, together
from importer.reader.questions import Asked


@dataclass
class _QuestionEntry:
    text: str
    listed: bool
    places: Places
    answers: list[PrintedAnswer] = field(default_factory=list)

    def add(self, place: Place) -> None:
        self.places = together(self.places, (place,))


def merge_questions(
    listed: Sequence[Sequence[Asked]], answered: Sequence[Sequence[PrintedAnswer]]
) -> tuple[list[PrintedQuestion], list[Doubt]]:
    """The questions in the order of the first document that lists them, each with its answer.

    `asked` and `answered` hold one sequence per document, the report's first.
    """
    entries: dict[str, _QuestionEntry] = {}
    doubts: list[Doubt] = []
    for document in listed:
        doubts += _add_asked(entries, document)
    for rows in answered:
        doubts += _add_answers(entries, rows)
    questions = [_question(number, entry) for number, entry in enumerate(entries.values(), 1)]
    for question, entry in zip(questions, entries.values(), strict=True):
        doubts += _doubts(question, entry)
    return questions, doubts


def _add_asked(entries: dict[str, _QuestionEntry], document: Sequence[Asked]) -> Iterator[Doubt]:
    before = {key: entry.text for key, entry in entries.items()}
    for question in document:
        if question.key in entries:
            entries[question.key].add(question.place)
        elif (near := closest(question.text, before)) is not None:
            entries[near].add(question.place)
            yield _worded_differently(entries, near, question.text, (question.place,))
        else:
            entries[question.key] = _QuestionEntry(question.text, True, (question.place,))
            if before:
                message = f"Revisionsfrågan står bara i ett av dokumenten: ”{question.text}”"
                yield Doubt(DoubtCode.IN_ONE_DOCUMENT, "questions", message, (question.place,))


def _add_answers(
    entries: dict[str, _QuestionEntry], rows: Sequence[PrintedAnswer]
) -> Iterator[Doubt]:
    texts = {key: entry.text for key, entry in entries.items()}
    for row in rows:
        key = row.key
        if key not in entries and (near := closest(row.question, texts)) is not None:
            yield _worded_differently(entries, near, row.question, (row.place,))
            key = near
        if key not in entries:
            entries[key] = _QuestionEntry(row.question, False, ())
            if any(entry.listed for entry in entries.values()):
                message = (
                    f"Frågan besvaras men står inte i listan över revisionsfrågor: ”{row.question}”"
                )
                yield Doubt(DoubtCode.ANSWERED_NOT_ASKED, "questions", message, (row.place,))
        entries[key].answers.append(row)
        entries[key].add(row.place)


def _worded_differently(
    entries: dict[str, _QuestionEntry], key: str, wording: str, places: Places
) -> Doubt:
    number = list(entries).index(key) + 1
    message = f"Fråga {number} är formulerad på två sätt: ”{entries[key].text}” och ”{wording}”"
    return Doubt(
        DoubtCode.WORDED_TWICE, f"questions.{number}", message, entries[key].places[:1] + places
    )


def _question(number: int, entry: _QuestionEntry) -> PrintedQuestion:
    first_answer = next((row for row in entry.answers if row.answer), None)
    reasons = next((row.reasons for row in entry.answers if row.reasons), None)
    bodies = next((row.bodies for row in entry.answers if row.bodies), ())
    return PrintedQuestion(
        number,
        entry.text,
        first_answer.answer if first_answer else None,
        first_answer.grade if first_answer else None,
        reasons,
        entry.places,
        bodies,
    )


def _doubts(question: PrintedQuestion, entry: _QuestionEntry) -> Iterator[Doubt]:
    about = f"questions.{question.number}"
    printed = {letters(row.answer): row.answer for row in entry.answers if row.answer}
    if len(printed) > 1:
        answers = " och ".join(f"”{answer}”" for answer in printed.values())
        yield Doubt(
            DoubtCode.ANSWERED_TWICE,
            about,
            f"Fråga {question.number} har olika svar i dokumenten: {answers}.",
            question.where,
        )
    longest = {letters(row.reasons): row.reasons for row in entry.answers if row.reasons}
    if len(longest) > 1:
        yield Doubt(
            DoubtCode.REASONED_TWICE,
            about,
            f"Fråga {question.number} motiveras på flera ställen med olika text.",
            question.where,
        )
    if not entry.answers:
        yield Doubt(
            DoubtCode.NO_ANSWER,
            about,
            f"Inget svar på fråga {question.number} har hittats.",
            question.where,
        )
    elif question.bodies:
        names = ", ".join(f"{row.body} ({row.answer or 'anges inte'})" for row in question.bodies)
        yield Doubt(
            DoubtCode.ANSWERED_PER_BODY,
            about,
            f"Fråga {question.number} besvaras per nämnd: {names}.",
            question.where,
        )
    elif not printed:
        message = f"Svaret på fråga {question.number} har inget svarsord; ingen grad har satts."
        yield Doubt(DoubtCode.NO_ANSWER_WORD, about, message, question.where)
    if any(row.reserved for row in entry.answers):
        message = f"Svaret på fråga {question.number} har ett förbehåll: ”{question.answer}, men …”"
        yield Doubt(DoubtCode.RESERVED_ANSWER, about, message, question.where)

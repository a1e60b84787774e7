"""Which document is the report and which the missiv."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from importer.reader.letter import Letter
from importer.reader.lines import TextLine
from importer.reader.model import Doubt, DoubtCode
from importer.reader.recognise import FOR_AUDITORS
from importer.reader.text import DocumentText

DocumentKind = Literal["report", "missiv", "other"]

_WORTH_READING = re.compile(
    r"revision|revisor|granskning|rekommend|nämnd|styrelse|iakttagelse|stickprov",
    re.IGNORECASE,
)
_MISSIV = re.compile(r"(?:revisions)?(?:missiv|skrivelse)(?:\s.{0,40})?", re.IGNORECASE)
_REPORT = re.compile(
    r"(?:revisions|gransknings)rapport(?:\s.{0,60})?|revisionskriterier|metod|syfte och revisionsfrågor|syfte"
    r"|källförteckning|bakgrund|iakttagelser|ansvariga? nämnd.{0,40}|bilaga 1.{0,80}|avgränsning",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:revisions|gransknings)(?:rapport|missiv|skrivelse|pm|promemoria)(?:\s[^.:]{0,60})?|missiv",
    re.IGNORECASE,
)
_FIRST = 40
_OPENING = re.compile(r"(?:till|för kännedom)\s*:.{0,200}", re.IGNORECASE)


def speaks_of_audit(document: DocumentText) -> bool:
    """Whether the document has any word at all that an audit's documents have."""
    return any(_WORTH_READING.search(line.text) for line in document.lines)


def calls_itself_audit(document: DocumentText) -> bool:
    """Whether a heading on its first lines says that it is a report or a letter of the auditors."""
    return any(
        len(line.text) < 120 and _CALLED.fullmatch(line.text) for line in document.lines[:_FIRST]
    )


def kind_of(document: DocumentText, letter: Letter, questions: int) -> DocumentKind:
    """The document's kind, told by what it holds rather than by its name. `questions`: how many its lists have."""
    missiv, report = 0, min(questions, 2)
    for line in document.lines:
        if len(line.text) > 250:
            continue
        missiv += bool(_MISSIV.fullmatch(line.text)) * 2 + bool(_OPENING.fullmatch(line.text))
        missiv += bool(FOR_AUDITORS.fullmatch(line.text))
        report += bool(_REPORT.fullmatch(line.text))
    missiv += bool(letter.wording) + bool(letter.addressees) + 2 * bool(document.signing)
    if missiv == report == 0:
        return "other"
    return "missiv" if missiv > report else "report"


_ANSWERS = re.compile(
    r"(?:tjänsteskrivelse|tjänsteutlåtande|protokollsutdrag|förslag till beslut"
    r"|yttrande (?:över|med anledning av).{0,150}"
    r"|.{0,150}\bsvar på (?:revis|granskning|rekommendation).{0,150})",
    re.IGNORECASE,
)
_NOT_ANSWERS = re.compile(r"revisionsfråg|revisorerna|önska", re.IGNORECASE)


def _is_answer(document: DocumentText) -> TextLine | None:
    """The line that shows a document to be a body's answer to an audit rather than the audit."""
    for line in document.lines[:_FIRST]:
        is_short = len(line.text) < 160 and not line.text.endswith((".", ":"))
        if is_short and _ANSWERS.fullmatch(line.text) and not _NOT_ANSWERS.search(line.text):
            return line
    return None


def answers_among(documents: Sequence[DocumentText]) -> Iterator[Doubt]:
    """A doubt for each document that looks like a body's answer."""
    for document in documents:
        if (line := _is_answer(document)) is not None:
            message = (
                f"Filen {document.name} ser ut att vara ett svar på en granskning (”{line.text}”). "
                "Kontrollera att det som lästs är revisorernas egna uppgifter."
            )
            yield Doubt(
                DoubtCode.LOOKS_LIKE_AN_ANSWER, "kind", message, (document.place(line, line),)
            )

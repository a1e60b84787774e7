"""What kind of audit it is and which scale its answers are on: only where the documents say so themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence

from importer.reader.model import PrintedAudit
from importer.reader.recognise import EARLIER
from importer.reader.text import DocumentText
from importer.reader.words import PLAIN_ANSWERS

KINDS = {
    "lekmannarevision": r"lekmannarevi(?:sion|sor)\w*",
    "uppfoljande": r"uppföljande granskning(?:en)?|uppföljningsgranskning(?:en)?",
    "forstudie": r"förstudien?",
    "grundlaggande": r"grundläggande granskning(?:en)?",
    "fordjupad": r"fördjupad(?:e)? granskning(?:en)?",
}
_IN_TITLE = {kind: re.compile(rf"\b(?:{words})\b", re.I) for kind, words in KINDS.items()}
_HEADING = {
    kind: re.compile(rf"(?:rapport\s*[:–-]\s*)?(?:{words})\b(?!.*[.:,]$).{{0,100}}", re.I)
    for kind, words in KINDS.items()
}
# The document says of itself, or of the auditors' decision, what it is.
_SAID = {
    kind: re.compile(
        r"\b(?:(?:detta|rapporten|granskningen) är|genomfört|gjort"
        r"|(?:beslutat|bestämt|bestämde|beslutade|valt)\b[^.]{0,80}?\b(?:om|genomföra|göra))"
        rf"\s+(?:en|den)\s+(?:{words})\b",
        re.I,
    )
    for kind, words in KINDS.items()
}
_NOT_OF_THIS = re.compile(r"\b(?:inte|ingen|utan|ej)\b", re.I)
_COVER_LINES = 12
# Code of a scale that has a name, and the steps that only its own reports print.
NAMED_SCALES = {
    "vasentligt": {"i allt väsentligt", "till övervägande del", "till viss del"},
    "tillracklig": {"tillräcklig", "inte helt tillräcklig", "inte tillräcklig"},
    "uppfyllt": {"uppfyllt", "delvis uppfyllt", "ej uppfyllt"},
}
SCALES = {"ja_delvis_nej": set(PLAIN_ANSWERS)} | NAMED_SCALES
_ALSO_PRINTED = {
    "endast till viss del": "till viss del",
    "uppfylld": "uppfyllt",
    "inte uppfyllt": "ej uppfyllt",
}


def classify(reading: PrintedAudit, documents: Sequence[DocumentText]) -> None:
    """Sets `kind` and `scale`.

    The kind where title, heading or the document's own statement names exactly one; the scale where every printed
    answer stands on the same one.
    """
    named = _named(_IN_TITLE, [reading.title or ""], whole=False)
    named = named or _named(_HEADING, list(_headings(documents)), whole=True)
    named = named or _named(_SAID, list(_statements(documents)), whole=False)
    reading.kind = named.pop() if len(named) == 1 else None
    printed = [question.answer for question in reading.questions]
    printed += [answer.answer for question in reading.questions for answer in question.bodies]
    words = {answer.casefold().strip(" .") for answer in printed if answer}
    answers = {_ALSO_PRINTED.get(word, word) for word in words}
    fitting = [scale for scale, steps in SCALES.items() if answers and answers <= steps]
    reading.scale = fitting[0] if len(fitting) == 1 else None


def _named(
    patterns: Mapping[str, re.Pattern[str]], texts: Sequence[str], *, whole: bool
) -> set[str]:
    """The kinds that any of the texts names."""
    return {
        kind
        for kind, pattern in patterns.items()
        if any(pattern.fullmatch(text) if whole else pattern.search(text) for text in texts)
    }


def _headings(documents: Sequence[DocumentText]) -> Iterator[str]:
    """Short lines on the first page."""
    for document in documents:
        for line in document.lines[:_COVER_LINES]:
            if not line.marker and len(line.text) <= 120:
                yield line.text


def _statements(documents: Sequence[DocumentText]) -> Iterator[str]:
    for document in documents:
        for sentence in document.sentences:
            text = sentence.text
            if len(text) <= 600 and not (EARLIER.search(text) or _NOT_OF_THIS.search(text)):
                yield text

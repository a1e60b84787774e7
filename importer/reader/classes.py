"""What kind of audit it is and which scale its answers are on: only where the documents say so themselves."""

import re
from collections.abc import Sequence

from importer.reader.model import Reading
from importer.reader.text import Document

KINDS = {
    "lekmannarevision": re.compile(r"\blekmannarevi(?:sion|sor)", re.IGNORECASE),
    "uppfoljande": re.compile(
        r"\buppföljande granskning(?:en)?\b|\buppföljningsgranskning", re.IGNORECASE
    ),
    "forstudie": re.compile(r"\bförstudie", re.IGNORECASE),
    "grundlaggande": re.compile(r"\bgrundläggande granskning(?:en)?\b", re.IGNORECASE),
    "fordjupad": re.compile(r"\bfördjupad(?:e)? granskning(?:en)?\b", re.IGNORECASE),
}
SCALES = {
    "ja_delvis_nej": {"ja", "delvis", "nej"},
    "vasentligt": {
        "i allt väsentligt",
        "till övervägande del",
        "till viss del",
        "endast till viss del",
    },
    "tillracklig": {"tillräcklig", "inte helt tillräcklig", "inte tillräcklig"},
    "uppfyllt": {"uppfyllt", "uppfylld", "delvis uppfyllt", "ej uppfyllt", "inte uppfyllt"},
}


def classify(reading: Reading, documents: Sequence[Document]) -> None:
    """Sets `kind` when the documents name exactly one, and `scale` when every printed answer stands on the same one."""
    said = " ".join(line.text for document in documents for line in document.lines)
    named = [kind for kind, pattern in KINDS.items() if pattern.search(reading.title or "")]
    named = named or [kind for kind, pattern in KINDS.items() if pattern.search(said)]
    reading.kind = named[0] if len(named) == 1 else None
    printed = [question.answer for question in reading.questions]
    printed += [one.answer for question in reading.questions for one in question.bodies]
    answers = {answer.casefold().strip(" .") for answer in printed if answer}
    fitting = [scale for scale, words in SCALES.items() if answers and answers <= words]
    reading.scale = fitting[0] if len(fitting) == 1 else None

"""The overall assessment: the sentence that answers the audit's purpose."""

import re
from dataclasses import dataclass

from importer.reader.model import Place
from importer.reader.text import Document

_OVERALL = re.compile(
    r"\b(?:sammanfattande|samlade|sammantagna|övergripande|sammanvägda)\s+(?:revisionella\s+)?bedömning(?:en)?\b"
    r".{0,120}?\b(?:är|blir)\b"
    r"|\b(?:är|blir)\s+(?:vår|den|revisorernas|revisionens)\s+(?:sammanfattande|samlade|sammantagna|övergripande)"
    r"\s+(?:revisionella\s+)?bedömning(?:en)?\b"
    r"|\b(?:sammanfattningsvis|sammantaget)\s+(?:bedömer|är vår bedömning)"
    r"|\bbedömer\s+(?:sammantaget|sammanfattningsvis)\b"
    r"|\b(?:sammanfattande|samlad|sammantagen|övergripande)\s+(?:revisionell\s+)?bedömning\s+att\b"
    r"|\bvår bedömning (?:efter|utifrån) (?:genomförd )?granskning(?:en)? är\b",
    re.IGNORECASE,
)
_LONGEST = 1500


@dataclass(frozen=True)
class Overall:
    """The sentence, verbatim, and where it stands."""

    text: str
    place: Place


def overall_assessment(document: Document) -> Overall | None:
    """The first sentence of the document that states an overall assessment."""
    for sentence in document.sentences:
        if (
            len(sentence.text) <= _LONGEST
            and sentence.text.endswith(".")
            and _OVERALL.search(sentence.text)
        ):
            return Overall(
                document.plain(sentence.text), document.place(sentence.first, sentence.last)
            )
    return None

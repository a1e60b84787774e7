"""The overall assessment: the sentence that answers the audit's purpose."""

import re
from dataclasses import dataclass
from itertools import pairwise

from importer.reader.model import Place
from importer.reader.text import DocumentText

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
_HEADING = re.compile(
    r"(?:vår |revisorernas )?(?:sammanfattande|samlad|sammantagen|övergripande)(?:\s+revisionell)?\s+bedömning:?",
    re.IGNORECASE,
)
_JUDGES = re.compile(
    r"(?:vår bedömning är|bedömningen är|vi bedömer|revisorerna bedömer|revisionen bedömer)\b",
    re.IGNORECASE,
)
_LONGEST = 1500


@dataclass(frozen=True)
class Overall:
    """The sentence, verbatim, and where it stands."""

    text: str
    place: Place


def overall_assessment(document: DocumentText) -> Overall | None:
    """The first sentence that states an overall assessment, or that opens the chapter of that name with one."""
    sentences = [
        sentence
        for sentence in document.sentences
        if len(sentence.text) <= _LONGEST and sentence.text.endswith(".")
    ]
    assessments = (sentence for sentence in sentences if _OVERALL.search(sentence.text))
    below = _below_heading(document)
    opening = (
        sentence
        for sentence in sentences
        if sentence.first.number in below and _JUDGES.match(sentence.text)
    )
    sentence = next(assessments, None) or next(opening, None)
    if sentence is None:
        return None
    return Overall(document.plain(sentence.text), document.place(sentence.first, sentence.last))


def _below_heading(document: DocumentText) -> frozenset[int]:
    """Numbers of the lines right under a heading such as "Sammanfattande bedömning"."""
    return frozenset(
        line.number
        for before, line in pairwise(document.lines)
        if len(before.text) < 60 and _HEADING.fullmatch(before.text)
    )

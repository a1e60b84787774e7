"""Words that narrow columns have split, whole again: told by the words of the rest of the document."""

import re

from importer.reader.tables import Table
from importer.reader.text import Document

_WORD = re.compile(r"[^\W\d_]{2,}")
_PIECE = re.compile(r"(?P<word>[^\W\d_]+)(?P<rest>.*)", re.DOTALL)
# Values of a stickprov that running text may lack.
_COMMON = ("pågående", "pågår", "delvis", "tillämpligt", "ärende", "kontrollfråga")


def words_outside(document: Document, tables: list[Table]) -> frozenset[str]:
    """The words that the document prints outside its tables."""
    inside = {number for table in tables for number in range(table.first, table.last + 1)}
    found = {
        word.casefold()
        for line in document.lines
        if line.number not in inside
        for word in _WORD.findall(line.text)
    }
    return frozenset(found | set(_COMMON))


def whole(text: str, words: frozenset[str]) -> str:
    """Two pieces become one word where only the two together are a word of the document."""
    pieces: list[str] = []
    for piece in text.split():
        if pieces and _are_one(pieces[-1], piece, words):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return " ".join(pieces)


def _are_one(before: str, after: str, words: frozenset[str]) -> bool:
    start = re.search(r"[^\W\d_]+$", before)
    end = _PIECE.match(after)
    if start is None or end is None or not after[0].islower():
        return False
    first, second = start[0].casefold(), end["word"].casefold()
    return first not in words and first + second in words

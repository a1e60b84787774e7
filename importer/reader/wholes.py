"""Words that narrow columns have split, whole again: told by the words of the rest of the document."""

import re
from collections.abc import Sequence

from importer.reader.tables import TextTable
from importer.reader.text import DocumentText

_WORD = re.compile(r"[^\W\d_]{2,}")
_END = re.compile(r"[^\W\d_]+$")
_PIECE = re.compile(r"(?P<word>[^\W\d_]+)(?P<rest>.*)", re.DOTALL)
# Pieces of one word.
_MOST = 5
# Values of a stickprov that running text may lack.
_COMMON = ("pågående", "pågår", "delvis", "tillämpligt", "ärende", "kontrollfråga")


def words_outside(document: DocumentText, tables: Sequence[TextTable]) -> frozenset[str]:
    """The words that the document prints outside its tables."""
    inside = {number for table in tables for number in range(table.first, table.last + 1)}
    words = {
        word.casefold()
        for sentence in document.sentences
        if sentence.first.number not in inside
        for word in _WORD.findall(sentence.text)
    }
    return frozenset(words | set(_COMMON))


def whole(text: str, words: frozenset[str]) -> str:
    """Pieces become one word where only all of them together are a word of the document."""
    pieces, joined = text.split(), []
    at = 0
    while at < len(pieces):
        count = next((n for n in range(_MOST, 1, -1) if _are_one(pieces[at : at + n], words)), 1)
        joined.append("".join(pieces[at : at + count]))
        at += count
    return " ".join(joined)


def _are_one(pieces: list[str], words: frozenset[str]) -> bool:
    if len(pieces) < 2:
        return False
    start, end = _END.search(pieces[0]), _PIECE.match(pieces[-1])
    if start is None or end is None or not all(piece.isalpha() for piece in pieces[1:-1]):
        return False
    if not (pieces[1][0].islower() or start[0].isupper()):
        return False
    first = start[0].casefold()
    followers = [*(piece.casefold() for piece in pieces[1:-1]), end["word"].casefold()]
    return first not in words and "".join([first, *followers]) in words

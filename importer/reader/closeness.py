"""How alike two wordings are, by their words."""

import re
from collections.abc import Mapping
from typing import TypeVar

_WORD = re.compile(r"\w{3,}")
_ALIKE = 0.6

Key = TypeVar("Key")


def closest(text: str, candidates: Mapping[Key, str]) -> Key | None:
    """The key of the text that shares most words with `text`; None when no text is alike enough."""
    words = _words(text)
    best, best_share = None, _ALIKE
    for key, candidate in candidates.items():
        share = _share(words, _words(candidate))
        if share >= best_share:
            best, best_share = key, share
    return best


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text[:2000]))


def _share(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first and second else 0.0

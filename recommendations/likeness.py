"""How alike two wordings are, for suggestions that a person looks at."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

# What two inflections of a Swedish word have in common: kartlägga, kartläggning.
STEM = 6
ALIKE = 0.4
# How many of the latest a text is compared with.
MOST_COMPARED = 2000
_WORD = re.compile(r"[a-zåäöéü]{4,}")
# Words that recommendations share whatever they are about.
_COMMON = frozenset(
    word[:STEM]
    for word in (
        *("säkerställa", "tillse", "verka", "arbeta", "arbete", "utveckla", "stärka", "genom"),
        *("nämnden", "nämndens", "styrelsen", "kommunen", "kommunens", "fortsatt", "enligt"),
        *("systematiskt", "ändamålsenlig", "tydliggöra", "samt", "inom", "även", "utifrån"),
        *("sina", "deras", "eller", "inte", "samtliga", "åtgärder", "rekommenderas"),
    )
)

Owner = TypeVar("Owner")


def likeness(first: str, second: str) -> float:
    """From 0 to 1: the share of stems that the texts have in common, those that all texts have left out."""
    first_stems, second_stems = _stems(first), _stems(second)
    if not first_stems or not second_stems:
        return 0.0
    return 2 * len(first_stems & second_stems) / (len(first_stems) + len(second_stems))


def most_alike(text: str, candidates: Iterable[tuple[Owner, str]], *, most: int) -> Sequence[Owner]:
    """The things whose texts are alike enough to be shown, the most alike first."""
    rated = (
        (likeness(text, candidate), number, owner)
        for number, (owner, candidate) in enumerate(candidates)
    )
    alike = sorted((row for row in rated if row[0] >= ALIKE), key=lambda row: (-row[0], row[1]))
    return [owner for _, _, owner in alike[:most]]


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in _WORD.findall(text.casefold())) - _COMMON

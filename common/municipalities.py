"""Municipalities and regions that a text names: a text that was copied from another audit tells on itself."""

import re

_NOT_A_NAME = re.compile(
    r"aktuell|alla?|annans?|berörd|den|denna|din|en|ej|ert?|granskad|hela?|inom|ingen|liten|mindre|någon|nästa"
    r"|och|respektive|samma|som|stor|större|sådan|till|varje|vilken|vårt?",
    re.IGNORECASE,
)
# What the name of a place can begin with when it has two words.
_FIRST = r"(?:Norra|Södra|Östra|Västra|Lilla|Stora|Nya|Gamla|Upplands)\s+"
_WORD = r"[A-ZÅÄÖ][\w-]{1,30}"
_NAMED = re.compile(
    rf"(?<![\w-])(?:(?P<place>(?:{_FIRST})?{_WORD})\s+(?P<kind>[Kk]ommun|KOMMUN|[Ss]tad|STAD)[sS]?(?!\w)"
    rf"|(?P<region>Region\s+{_WORD}(?:\s+[A-ZÅÄÖ][\wåäö-]{{1,30}}|\s+län)?)(?!\w))"
)


def other_municipalities(text: str, *own_names: str) -> list[str]:
    """The municipalities and regions that the text names besides ours, as "Granby kommun", each once, in order."""
    our_places = {_place(name) for name in own_names if name.strip()}
    named: dict[str, str] = {}
    for match in _NAMED.finditer(text):
        name = _name(match)
        if name and _place(name) not in our_places:
            named.setdefault(_place(name), name)
    return list(named.values())


def _name(match: re.Match[str]) -> str:
    if region := match["region"]:
        return _capitals(region)
    place = _capitals(match["place"])
    return "" if _NOT_A_NAME.fullmatch(place) else f"{place} {match['kind'].lower()}"


def _capitals(words: str) -> str:
    """One space between words, and "GRANBY" as "Granby"."""
    return " ".join(word.title() if word.isupper() else word for word in words.split())


def _place(name: str) -> str:
    """What tells one place from another: without kommun, stad or län, and without the genitive's s."""
    words = [word.casefold().rstrip("s") for word in name.split()]
    return " ".join(word for word in words if word not in ("kommun", "stad", "län"))

"""Which lines have a meaning of their own: leads to recommendations and questions, table heads, signatures."""

import re
from collections.abc import Sequence
from typing import Final

from importer.reader.lines import TextLine
from importer.reader.words import DATE

RECOMMEND: Final = re.compile(
    r"\brekommend(?:erar|eras|era|ationer(?:na)?|ation(?:en)?)\b"
    r"|\b(?:vi|revisorerna|(?:\w{3,12})?revisionen)\s+föreslår\b|\bföreslås\b",
    re.IGNORECASE,
)
EARLIER: Final = re.compile(
    r"\b(?:tidigare|föregående|förra|lämnades|lämnade|gavs|riktades|rekommenderades|uppföljning av)\b",
    re.IGNORECASE,
)
QUESTIONS: Final = re.compile(
    r"revisionsfråg|\bdelfråg|kontrollmål|granskningsmål|frågeställning|underliggande frågor",
    re.IGNORECASE,
)
ASKED: Final = re.compile(r"\bfråg(?:a|or)\b", re.IGNORECASE)
_AUDIT: Final = re.compile(r"granskning|förstudie|projekt|uppdrag", re.IGNORECASE)
FOR_AUDITORS: Final = re.compile(
    r"(?:för|på uppdrag av|på|å)\s+"
    r"(?P<who>.{0,60}?\brevisor(?:er|ernas?|ers|skollegiets?|sgruppens?|sgrupp \d)?(?: i .{2,40})?"
    r"|\w{0,12}revisionens?(?: i .{2,40})?)(?:\s+vägnar)?\s*[:,]?",
    re.IGNORECASE,
)
_OPENERS: Final = (
    "rapporten överlämnas",
    "granskningsrapporten överlämnas",
    "behandlat svar",
    "kontaktrevisor",
    "med utgångspunkt i granskningen",
    "mot bakgrund av granskningen",
    "för kännedom",
    "till:",
    "vi emotser",
    "revisionen emotser",
    "revisorerna emotser",
    "vi önskar",
    "revisorerna önskar",
    "revisionen önskar",
)
_TABLE_QUESTION: Final = frozenset(
    ("fråga", "frågor", "revisionsfråga", "revisionsfrågor", "delfråga", "delfrågor", "kontrollmål")
)
_TABLE_ANSWER: Final = frozenset(("svar", "bedömning"))
_TABLE_WORDS: Final = (
    _TABLE_QUESTION
    | _TABLE_ANSWER
    | frozenset(
        ("kommentar", "kommentarer", "motivering", "iakttagelse", "iakttagelser", "och", "vår")
    )
)
_WORD: Final = re.compile(r"\w+")
_PLACE_AND_DATE: Final = re.compile(
    r"[A-ZÅÄÖ][\w-]{1,30}(?: [A-Za-zÅÄÖåäö][\w-]{1,30}){0,2},?\s+(?:den\s+)?"
)
_NOT_A_PLACE: Final = re.compile(
    r"beslutad|fastställd|antagen|datum|reviderad|version|missiv|protokoll|daterad|senast|från|till",
    re.IGNORECASE,
)


def table_head(lines: Sequence[TextLine], at: int) -> int:
    """The number of lines of an answer table's head ("Fråga Svar") that starts at `at`; 0 where none does."""
    seen: list[str] = []
    best = 0
    for height, line in enumerate(lines[at : at + 4], 1):
        words = [word.lower() for word in _WORD.findall(line.text[:80])]
        if not words or len(line.text) > 80 or not set(words) <= _TABLE_WORDS:
            break
        seen += words
        if seen[0] not in _TABLE_QUESTION:
            return 0
        if _TABLE_ANSWER & set(seen):
            best = height
    return best


def place_and_date(line: TextLine) -> str | None:
    """The place of a line such as "Lindvika kommun 2022-11-17"; None for every other line."""
    if len(line.text) > 80 or line.marker:
        return None
    date = DATE.search(line.text)
    if date is None or line.text[date.end() :].strip(" ."):
        return None
    head = line.text[: date.start()]
    if not _PLACE_AND_DATE.fullmatch(head) or _NOT_A_PLACE.match(head):
        return None
    return re.sub(r",?\s+(?:den\s+)?$", "", head)


def leads_to_recommendations(text: str) -> bool:
    """Whether a paragraph introduces recommendations, rather than speaking of earlier ones."""
    return bool(RECOMMEND.search(text[-600:])) and not EARLIER.search(text[-600:])


def leads_to_questions(text: str) -> bool:
    """Whether a paragraph introduces the audit's own questions."""
    end = text[-400:]
    return bool(QUESTIONS.search(end) or (ASKED.search(end) and _AUDIT.search(end)))


def ends_list(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a list cannot go on over this line, whatever its wrapping."""
    line = lines[at]
    if line.marker in ("bullet", "letter"):
        return False
    low = line.text[:120].lower()
    if low.startswith(_OPENERS) or FOR_AUDITORS.fullmatch(line.text[:120]) or place_and_date(line):
        return True
    if line.marker == "number":
        return False
    is_lead = (
        line.text.endswith((":", " att"))
        and line.text[:1].isupper()
        and RECOMMEND.search(line.text[:300])
    )
    return bool(is_lead or line.is_heading or table_head(lines, at))

"""Lines of a document: each non-empty one with its number, its mark and its letters."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from importer.reader.words import SECTION

MAX_LINES = 100_000

_SPACES = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u2002\u2003", " "),
        "\t": "   ",
        "\f": " ",
        "\v": " ",
    }
    | {
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬀ": "ff",
        "\u2011": "-",
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u2060", None),
    }
)
_GLYPH = r"[►▶•▪■□◦‣●○➢➤➔✓❖◆\ue000-\uf8ff]"
_BULLET = re.compile(rf"(?:[-–—*+]\s+)?(?:{_GLYPH}\s*|\./\s*)|[-–—*+·]\s+(?=\S)|o\s+(?=[A-ZÅÄÖ])")
_NUMBER = re.compile(r"\(?(?P<number>\d{1,3})[.)]\s+(?=\S)")
_LETTER = re.compile(r"[a-zåäö][.)]\s+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_NOISE = re.compile(
    r"\d{1,3}|(?:sida|sid\.?|page)\s*\d{1,3}(?:\s*(?:av|of|/|\()\s*\d{1,3}\)?)?|\d{1,3}\s*(?:\(\d{1,3}\)|/\s*\d{1,3}|\s+av\s+\d{1,3})"
    r"|<?(?:https?://|www\.)\S+|[-_=*]{3,}|\|?[\s|:-]+\|",
    re.IGNORECASE,
)
_CONTENTS_LINE = re.compile(r"\.{4,}\s*\d{1,3}$")
_NUMBERED_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-ZÅÄÖ]")
RAISED: Final = re.compile(r"(?<!\bm)(?<!\bkm)[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(slots=True)
class TextLine:
    """One non-empty line. `gap` is the number of empty lines before it; `marker` "" or bullet, number, letter."""

    number: int
    text: str
    gap: int
    marker: str = ""
    ordinal: int | None = None
    heading: bool = False
    new_page: bool = False
    page_break: bool = False
    letters: str = ""

    @property
    def is_heading(self) -> bool:
        """Markdown heading, numbered heading, or one of the section names that every report has."""
        if self.heading or self.is_chapter:
            return True
        return len(self.text) < 90 and bool(SECTION.fullmatch(self.text))

    @property
    def is_chapter(self) -> bool:
        """A numbered heading such as "3. Iakttagelser" or "3.1 Mål"."""
        if len(self.text) > 120 or self.text.endswith((".", "?", "!", ":", ";", ",")):
            return False
        numbered = self.marker == "number" and self.text[:1].isupper()
        return numbered or bool(_NUMBERED_HEADING.match(self.text))


def rows(text: str) -> list[str]:
    """The text's lines as an editor numbers them. Form feeds do not count as line breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_noise(row: str) -> bool:
    """It belongs to the page and says nothing: its number, an address, a rule."""
    return bool(_NOISE.fullmatch(row.strip()))


def letters(text: str) -> str:
    """What two printings of one sentence have in common: its letters in lower case."""
    return _NOT_LETTERS.sub("", text).casefold()


def alike(text: str) -> str:
    """Letters and digits in lower case: equal for two printings of one sentence, not for two dates."""
    return _NOT_WORD.sub("", text).casefold()


def lines_of_rows(raw: list[str]) -> list[TextLine]:
    lines: list[TextLine] = []
    gap = 0
    for number, row in enumerate(raw, 1):
        if not row or row.isspace():
            gap += 1
            continue
        cells = list(_cells(row))
        gap = gap if cells else gap + 1
        for cell in cells:
            lines.append(_line(number, cell, gap, row))
            gap = 1 if len(cells) > 1 else 0
        if len(lines) > MAX_LINES:
            break
    return lines


def _cells(row: str) -> Iterator[str]:
    text = RAISED.sub("", unicodedata.normalize("NFC", row)).translate(_SPACES).strip()
    if not text or _NOISE.fullmatch(text) or (len(text) < 300 and _CONTENTS_LINE.search(text)):
        return
    if text.startswith("|") and text.endswith("|") and len(text) > 2:
        yield from (cell.strip() for cell in text.strip("|").split("|") if cell.strip())
    else:
        yield text


def _line(number: int, text: str, gap: int, row: str) -> TextLine:
    page = "\f" in row or (row[:1] == " " and row[1:2] not in (" ", "\t"))
    line = TextLine(number, text, gap, new_page=page, page_break="\f" in row)
    if heading := _MARKDOWN_HEADING.match(text):
        line.heading = True
        line.text = text[heading.end() :]
    line.text = line.text.replace("**", "").replace("__", "").replace("<http", "http").rstrip("\\ ")
    _take_marker(line)
    line.letters = letters(line.text)
    return line


def _take_marker(line: TextLine) -> None:
    for kind, pattern in (("bullet", _BULLET), ("number", _NUMBER), ("letter", _LETTER)):
        if (match := pattern.match(line.text)) and match.end() < len(line.text):
            line.marker = kind
            line.ordinal = _ordinal(kind, match)
            line.text = line.text[match.end() :]
            return


def _ordinal(kind: str, match: re.Match[str]) -> int | None:
    if kind == "letter":
        return ord(match[0][0]) - ord("a") + 1
    return int(match["number"]) if kind == "number" else None

"""A document as clean lines: without page furniture, footnotes and the signing page, each with its line number."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from importer.reader.model import Place, Unreadable
from importer.reader.personal import signing_lines
from importer.reader.words import KNOWN_FIRM, SECTION

MAX_LINES = 100_000
MAX_ROWS = 1_000_000

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
    r"\d{1,3}|(?:sida|sid\.?|page)\s*\d{1,3}(?:\s*(?:av|of|/|\()\s*\d{1,3}\)?)?|\d{1,3}\s*(?:\(\d{1,3}\)|/\s*\d{1,3})"
    r"|<?(?:https?://|www\.)\S+|[-_=*]{3,}|\|?[\s|:-]+\|",
    re.IGNORECASE,
)
_CONTENTS_LINE = re.compile(r"\.{4,}\s*\d{1,3}$")
_NUMBERED_HEADING = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-ZÅÄÖ]")
_FOOTNOTE = re.compile(r"(?P<number>\d{1,2})\s+[A-ZÅÄÖ]")
_GLUED = re.compile(r"(?<=[^\W\d_]{2})\d{1,2}(?=[\s.,;:?!)]|$)")
_GLUED_AFTER_STOP = re.compile(r"(?<=[^\W\d_][.?!])\d{1,2}(?=\s|$)")
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_KEEPS_HYPHEN = frozenset(("och", "eller", "samt", "respektive", "men"))


@dataclass(slots=True)
class Line:
    """One non-empty line. `gap` is the number of empty lines before it; `marker` "" or bullet, number, letter."""

    number: int
    text: str
    gap: int
    marker: str = ""
    ordinal: int | None = None
    heading: bool = False
    new_page: bool = False
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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, verbatim with line breaks joined, and the lines that it stands on."""

    text: str
    first: Line
    last: Line


@dataclass
class Document:
    """One document of an audit. `lines` are its content; `signing` the lines of its e-signing page."""

    index: int
    name: str
    raw: list[str] = field(repr=False)
    lines: list[Line] = field(repr=False, default_factory=list)
    signing: list[Line] = field(repr=False, default_factory=list)
    footnotes: frozenset[int] = frozenset()

    @cached_property
    def width(self) -> int:
        """The column where the document's running text is wrapped; 0 when it is not wrapped."""
        lengths = sorted(len(line.text) for line in self.lines if len(line.text) > 40)
        widest = lengths[int(len(lengths) * 0.95)] if lengths else 0
        return widest if widest <= 130 else 0

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of each paragraph. Headings and list items are paragraphs of their own."""
        return [sentence for paragraph in paragraphs(self) for sentence in _sentences(paragraph)]

    def place(self, first: Line, last: Line) -> Place:
        return Place(self.index, first.number, last.number)

    def plain(self, text: str) -> str:
        """The text without the marks of the document's own footnotes ("hemmet1" where a footnote 1 exists)."""
        if not self.footnotes:
            return text
        for glued in (_GLUED, _GLUED_AFTER_STOP):
            text = glued.sub(
                lambda match: "" if int(match[0]) in self.footnotes else match[0], text
            )
        return text


def rows(text: str) -> list[str]:
    """The text's lines as an editor numbers them. Form feeds do not count as line breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def letters(text: str) -> str:
    """What two printings of one sentence have in common: its letters in lower case."""
    return _NOT_LETTERS.sub("", text).casefold()


def alike(text: str) -> str:
    """Letters and digits in lower case: equal for two printings of one sentence, not for two dates."""
    return _NOT_WORD.sub("", text).casefold()


def join(parts: Sequence[str]) -> str:
    """Lines joined to running text; a word hyphenated at a line end is whole again."""
    joined: list[str] = []
    for part in parts:
        if not joined:
            joined.append(part)
        elif joined[-1].endswith("\u00ad"):
            joined[-1] = joined[-1][:-1]
            joined.append(part)
        else:
            joined[-1], glue = _line_end(joined[-1], part)
            joined.append(glue + part)
    return "".join(joined).replace("\u00ad", "").strip()


def _line_end(before: str, after: str) -> tuple[str, str]:
    hyphenated = (
        len(before) > 2 and before[-1] == "-" and before[-2].isalnum() and after[:1].islower()
    )
    if not hyphenated or after.split(maxsplit=1)[0].strip(",.;") in _KEEPS_HYPHEN:
        return before, " "
    breaks_a_word = before[-2].islower() and before[-3].isalpha()
    return (before[:-1], "") if breaks_a_word else (before, "")


def parse(index: int, name: str, text: str) -> Document:
    """Cleans one document. Raises Unreadable when it has more lines than a document of an audit can have."""
    document = Document(index, name, rows(text))
    lines = _lines(document.raw) if len(document.raw) <= MAX_ROWS else []
    if len(lines) > MAX_LINES or len(document.raw) > MAX_ROWS:
        raise Unreadable(f"Filen {name} har fler rader än vad som går att läsa in.")
    signing = signing_lines([(line.number, line.text) for line in lines])
    document.signing = [line for line in lines if line.number in signing]
    content = [line for line in lines if line.number not in signing]
    content = _without_running_headers(content)
    document.lines, document.footnotes = _without_footnotes(content)
    return document


def _lines(raw: list[str]) -> list[Line]:
    found: list[Line] = []
    gap = 0
    for number, row in enumerate(raw, 1):
        if not row or row.isspace():
            gap += 1
            continue
        cells = list(_cells(row))
        gap = gap if cells else gap + 1
        for cell in cells:
            found.append(_line(number, cell, gap, row))
            gap = 1 if len(cells) > 1 else 0
        if len(found) > MAX_LINES:
            break
    return found


def _cells(row: str) -> Iterator[str]:
    text = unicodedata.normalize("NFC", row).translate(_SPACES).strip()
    if not text or _NOISE.fullmatch(text) or (len(text) < 300 and _CONTENTS_LINE.search(text)):
        return
    if text.startswith("|") and text.endswith("|") and len(text) > 2:
        yield from (cell.strip() for cell in text.strip("|").split("|") if cell.strip())
    else:
        yield text


def _line(number: int, text: str, gap: int, row: str) -> Line:
    page = "\f" in row or (row[:1] == " " and row[1:2] not in (" ", "\t"))
    line = Line(number, text, gap, new_page=page)
    if heading := _MARKDOWN_HEADING.match(text):
        line.heading = True
        line.text = text[heading.end() :]
    line.text = line.text.replace("**", "").replace("__", "").replace("<http", "http").rstrip("\\ ")
    _take_marker(line)
    line.letters = letters(line.text)
    return line


def _take_marker(line: Line) -> None:
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


def _without_running_headers(lines: list[Line]) -> list[Line]:
    """Drops what stands first on at least three pages, and firm names repeated in page footers."""
    first_on_page = Counter(line.letters for line in lines if line.new_page and not line.marker)
    firms = Counter(
        line.text for line in lines if len(line.text) < 60 and KNOWN_FIRM.fullmatch(line.text)
    )
    headers = {key for key, count in first_on_page.items() if key and count >= 3}
    repeated = {name for name, count in firms.items() if count >= 3}
    kept = []
    for line in lines:
        if line.letters in headers and line.new_page:
            continue
        if line.text in repeated and firms[line.text] > 1:
            firms[line.text] -= 1
            continue
        kept.append(line)
    return kept


def _without_footnotes(lines: list[Line]) -> tuple[list[Line], frozenset[int]]:
    marks = (glued.findall(line.text) for line in lines for glued in (_GLUED, _GLUED_AFTER_STOP))
    referred = {int(mark) for found in marks for mark in found}
    kept: list[Line] = []
    numbers: set[int] = set()
    note: Line | None = None
    for line in lines:
        mark = _FOOTNOTE.match(line.text)
        if mark and not line.marker and int(mark["number"]) in referred:
            numbers.add(int(mark["number"]))
            note = line
        elif note is not None and _goes_on(note, line):
            note = line
        else:
            note = None
            kept.append(line)
    return kept, frozenset(numbers)


def _goes_on(note: Line, line: Line) -> bool:
    if line.new_page or line.marker or line.is_heading:
        return False
    return line.gap == 0 or (
        line.gap == 1 and line.text[:1].islower() and not note.text.endswith((".", ")"))
    )


_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[\"”“(]?[A-ZÅÄÖ])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:bl\.a|t\.ex|s\.k|d\.v\.s|dvs|ca|kap|nr|resp|inkl|bl|st|tel|[A-ZÅÄÖ])|\d:e)\.$"
)


def paragraphs(document: Document) -> Iterator[list[Line]]:
    """Runs of lines that belong together: without an empty line between, or going on in lower case."""
    current: list[Line] = []
    short = document.width * 0.6 or 1_000_000
    for line in document.lines:
        if current and _starts_paragraph(current[-1], line, short):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _starts_paragraph(before: Line, line: Line, short: float) -> bool:
    if line.marker or line.is_heading or before.is_heading:
        return True
    if line.text[:1].islower():
        return line.gap > 0 and before.text.endswith((".", "?", ":", "!"))
    return line.gap > 0 or len(before.text) < short


def _sentences(paragraph: list[Line]) -> Iterator[Sentence]:
    start = 0
    current: list[str] = []
    for index, line in enumerate(paragraph):
        pieces = _split(line.text)
        for at, piece in enumerate(pieces):
            current.append(piece)
            if at < len(pieces) - 1 or _ends_sentence(line.text, paragraph, index):
                yield Sentence(join(current), paragraph[start], line)
                current = []
                start = index if at < len(pieces) - 1 else index + 1
    if current:
        yield Sentence(join(current), paragraph[start], paragraph[-1])


def _ends_sentence(text: str, paragraph: list[Line], index: int) -> bool:
    if not text.endswith((".", "!", "?", ".”", '."', ":")) or _ABBREVIATION.search(text[-12:]):
        return False
    return index + 1 == len(paragraph) or not paragraph[index + 1].text[:1].islower()


def _split(text: str) -> list[str]:
    pieces = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[max(0, end.start() - 12) : end.start()]):
            pieces.append(text[start : end.start()].strip())
            start = end.end()
    return [*pieces, text[start:].strip()]


def last_sentence(text: str) -> tuple[str, str]:
    """What stands before the text's last sentence, and that sentence."""
    pieces = _split(text)
    return " ".join(pieces[:-1]), pieces[-1]

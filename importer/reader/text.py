"""A document as clean lines: without page furniture, footnotes and the signing page, each with its line number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from common.causes import JobCause
from importer.reader.furniture import (
    GLUED,
    raised_numbers,
    without_footnotes,
    without_running_heads,
)
from importer.reader.lines import MAX_LINES, TextLine, is_noise, lines_of_rows, rows
from importer.reader.model import Place, Unreadable
from importer.reader.personal import signing_lines

MAX_ROWS = 1_000_000

_KEEPS_HYPHEN = frozenset(("och", "eller", "samt", "respektive", "men"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, verbatim with line breaks joined, and the lines that it stands on."""

    text: str
    first: TextLine
    last: TextLine


@dataclass
class DocumentText:
    """One document of an audit. `lines` are its content; `signing` the lines of its e-signing page."""

    index: int
    name: str
    raw: list[str] = field(repr=False)
    lines: list[TextLine] = field(repr=False, default_factory=list)
    signing: list[TextLine] = field(repr=False, default_factory=list)
    furniture: frozenset[int] = frozenset()
    footnotes: frozenset[int] = frozenset()
    notes: dict[int, str] = field(repr=False, default_factory=dict)

    @cached_property
    def width(self) -> int:
        """The column where the document's running text is wrapped; 0 when it is not wrapped."""
        lengths = sorted(len(line.text) for line in self.lines if len(line.text) > 40)
        widest = lengths[int(len(lengths) * 0.95)] if lengths else 0
        return widest if widest <= 130 else 0

    @cached_property
    def numbers_of_text(self) -> frozenset[int]:
        """Numbers of the lines that hold text of the document's own."""
        return frozenset(line.number for line in self.lines)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of each paragraph. Headings and list items are paragraphs of their own."""
        return [sentence for paragraph in paragraphs(self) for sentence in _sentences(paragraph)]

    @cached_property
    def pages(self) -> list[int]:
        """The page of each raw row, from 1; empty for a document without page breaks."""
        pages, page = [], 1
        for row in self.raw:
            page += row.count("\f")
            pages.append(page)
        return pages if page > 1 else []

    @cached_property
    def page_numbers(self) -> frozenset[int]:
        """Numbers of the rows beside a page break that hold a page's number and nothing else."""
        breaks = [number for number, row in enumerate(self.raw, 1) if "\f" in row]
        beside = {number for at in breaks for number in self._beside(at)}
        return frozenset(number for number in beside if is_noise(self.raw[number - 1]))

    def _beside(self, at: int) -> Iterator[int]:
        """The last printed row before a break, when it stands by itself, and the one that the break is on."""
        above = next((n for n in range(at - 1, 0, -1) if self.raw[n - 1].strip()), 0)
        if above > 1 and not self.raw[above - 2].strip():
            yield above
        if not self.raw[at - 1].strip().isdigit():  # the mark of a note may begin a page
            yield at

    def at(self, first: int, last: int) -> Place:
        """The place of the lines with these numbers, and the page that the first stands on."""
        page = self.pages[first - 1] if self.pages else None
        return Place(self.index, first, last, page)

    def place(self, first: TextLine, last: TextLine) -> Place:
        return self.at(first.number, last.number)

    def plain(self, text: str) -> str:
        """The text without the marks of the document's own footnotes ("hemmet1" where a footnote 1 exists)."""
        if not self.footnotes:
            return text
        for glued in GLUED:
            text = glued.sub(
                lambda match: "" if int(match[0]) in self.footnotes else match[0], text
            )
        return text


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


def parse(index: int, name: str, text: str) -> DocumentText:
    """Cleans one document. Raises Unreadable when it has more lines than a document of an audit can have."""
    document = DocumentText(index, name, rows(text))
    lines = lines_of_rows(document.raw) if len(document.raw) <= MAX_ROWS else []
    if len(lines) > MAX_LINES or len(document.raw) > MAX_ROWS:
        raise Unreadable(
            f"Filen {name} har fler rader än vad som går att läsa in.", JobCause.TOO_LARGE
        )
    signing = signing_lines([(line.number, line.text) for line in lines])
    document.signing = [line for line in lines if line.number in signing]
    content = [line for line in lines if line.number not in signing]
    whole = {line.number for line in content}
    content = without_running_heads(content)
    document.furniture = frozenset(whole - {line.number for line in content})
    note_numbers = raised_numbers(text)
    document.lines, document.notes = without_footnotes(content, note_numbers)
    document.footnotes = frozenset(document.notes)
    return document


_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[\"”“(]?[A-ZÅÄÖ])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:bl\.a|t\.ex|s\.k|d\.v\.s|dvs|ca|kap|nr|resp|inkl|bl|st|tel|[A-ZÅÄÖ])|\d:e)\.$"
)


def paragraphs(document: DocumentText) -> Iterator[list[TextLine]]:
    """Runs of lines that belong together: without an empty line between, or going on in lower case."""
    current: list[TextLine] = []
    short = document.width * 0.6 or 1_000_000
    for line in document.lines:
        if current and _starts_paragraph(current[-1], line, short):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _starts_paragraph(before: TextLine, line: TextLine, short: float) -> bool:
    if line.marker or line.is_heading or before.is_heading:
        return True
    if line.text[:1].islower():
        return line.gap > 0 and before.text.endswith((".", "?", ":", "!"))
    return line.gap > 0 or len(before.text) < short


def _sentences(paragraph: list[TextLine]) -> Iterator[Sentence]:
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


def _ends_sentence(text: str, paragraph: list[TextLine], index: int) -> bool:
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

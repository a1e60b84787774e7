"""A document's own text as the check page shows it: signing page hidden, each find marked where it stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from importer.finds import DoubtShown, Find, Finds
from importer.reader import mask, signing_page

# Lines of one document that a page shows; a report of a hundred pages has about half as many.
LONGEST = 8000
SHORT = 70
HEADING = re.compile(r"\s*#{1,6}\s+")
STARTS_ITEM = re.compile(r"\s*(?:[►▶•▪■●○➢➤]|[-–*]\s|\d{1,2}[.)]\s)")


@dataclass(frozen=True)
class Mark:
    """A find at one of its places."""

    target: str  # the find's id on the page
    anchor: str  # this place's own id
    ref: str  # the number or letter that is printed
    look: str  # "" to settle, done, doubt
    first: int
    last: int

    @property
    def size(self) -> tuple[int, bool]:
        return self.first - self.last, self.look == "doubt"


@dataclass(frozen=True)
class MarkedText:
    """Text that stands in the same marks, or in none, with what parts it from the run before."""

    gap: str
    text: str
    is_marked: bool
    look: str
    starts: tuple[Mark, ...]
    ends: tuple[Mark, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph, heading or list item; without runs it is hidden."""

    line: int
    runs: Sequence[MarkedText] = ()
    is_heading: bool = False
    keeps_lines: bool = False


@dataclass(frozen=True)
class MarkedDocument:
    """One document of the reading, ready to show."""

    number: int
    label: str
    name: str
    blocks: Sequence[Block]
    lines: int
    is_cut: bool


@dataclass(frozen=True)
class MarkedLine:
    number: int
    text: str
    is_hidden: bool
    marks: tuple[Mark, ...]


def anchor(key: str, index: int) -> str:
    """The id in the text of a find's place."""
    return f"i-{key}-{index}"


def page(number: int, label: str, name: str, text: str, finds: Finds) -> MarkedDocument:
    """The document of that number (from 0) as blocks."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = "\n".join(rows[:LONGEST])
    lines = _lines(mask(shown).split("\n"), signing_page(shown), _marks(finds, number))
    blocks = [_block(paragraph) for paragraph in _paragraphs(lines)]
    return MarkedDocument(number + 1, label, name, blocks, len(rows), len(rows) > LONGEST)


def _marks(finds: Finds, document: int) -> list[Mark]:
    marked_places: list[tuple[Find | DoubtShown, str, str]] = [
        (find, str(find.number), "" if find.must_be_settled else "done") for find in finds.all
    ]
    marked_places += [(doubt, doubt.letter, "doubt") for doubt in finds.doubts]
    return [
        Mark(f"f-{marked.key}", anchor(marked.key, index), ref, look, place["first"], place["last"])
        for marked, ref, look in marked_places
        for index, place in enumerate(marked.where)
        if place["document"] == document
    ]


def _lines(
    rows: Sequence[str], hidden: frozenset[int], marks: Sequence[Mark]
) -> Iterator[MarkedLine]:
    covering: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.size):
        for number in range(mark.first, min(mark.last, len(rows)) + 1):
            covering.setdefault(number, []).append(mark)
    last_hidden = max(hidden, default=0)
    first_hidden = min(hidden, default=1)
    for number, text in enumerate(rows, start=1):
        is_hidden = number in hidden or (not text.strip() and first_hidden < number < last_hidden)
        yield MarkedLine(
            number, text, is_hidden, () if is_hidden else tuple(covering.get(number, ()))
        )


def _paragraphs(lines: Iterable[MarkedLine]) -> Iterator[list[MarkedLine]]:
    """Neighbouring lines, cut at empty lines, before list items and headings, and around what is hidden."""
    paragraph: list[MarkedLine] = []
    for line in lines:
        is_empty = not line.text.strip() and not line.is_hidden
        if paragraph and (is_empty or _begins(line, paragraph[-1])):
            yield paragraph
            paragraph = []
        if not is_empty:
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _begins(line: MarkedLine, before: MarkedLine) -> bool:
    if line.is_hidden or before.is_hidden:
        return line.is_hidden != before.is_hidden
    return bool(STARTS_ITEM.match(line.text) or HEADING.match(line.text))


def _block(paragraph: Sequence[MarkedLine]) -> Block:
    first = paragraph[0]
    if first.is_hidden:
        return Block(first.number)
    return Block(
        first.number,
        [_run(list(group), first) for _, group in groupby(paragraph, key=lambda line: line.marks)],
        is_heading=bool(HEADING.match(first.text)),
        keeps_lines=max(len(line.text.strip()) for line in paragraph) < SHORT,
    )


def _run(lines: Sequence[MarkedLine], first: MarkedLine) -> MarkedText:
    marks, numbers = lines[0].marks, {line.number for line in lines}
    return MarkedText(
        gap="" if lines[0] is first else "\n",
        text="\n".join(HEADING.sub("", line.text, count=1).strip() for line in lines),
        is_marked=bool(marks),
        look=marks[-1].look if marks else "",
        starts=tuple(mark for mark in marks if mark.first in numbers),
        ends=tuple(mark for mark in marks if mark.last in numbers),
    )

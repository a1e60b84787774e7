"""A document's own text as the check page shows it: signing page hidden, each find marked where it stands."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from importer.finds import Doubt, Find, Finds
from importer.reader import mask, signing_page

# Lines of one document that a page shows; a report of a hundred pages has about half as many.
LONGEST = 8000
SHORT = 70
HEADING = re.compile(r"#{1,6}\s+")
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
class Block:
    """Lines that belong together: all hidden, all in the same marks, or in none."""

    line: int
    text: str
    is_hidden: bool = False
    is_heading: bool = False
    keeps_lines: bool = False
    look: str = ""
    is_marked: bool = False
    starts: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Page:
    """One document of the reading, ready to show."""

    number: int
    label: str
    name: str
    blocks: Sequence[Block]
    lines: int
    is_cut: bool


@dataclass(frozen=True)
class Line:
    number: int
    text: str
    is_hidden: bool
    marks: tuple[Mark, ...]


def anchor(key: str, index: int) -> str:
    """The id in the text of a find's place."""
    return f"i-{key}-{index}"


def page(number: int, label: str, name: str, text: str, finds: Finds) -> Page:
    """The document of that number (from 0) as blocks."""
    rows = mask(text).split("\n")
    lines = _lines(rows[:LONGEST], signing_page(text), _marks(finds, number))
    blocks = [block for run in _runs(lines) if (block := _block(run))]
    return Page(number + 1, label, name, blocks, len(rows), len(rows) > LONGEST)


def _marks(finds: Finds, document: int) -> list[Mark]:
    found: list[tuple[Find | Doubt, str, str]] = [
        (find, str(find.number), "" if find.is_doubtful else "done") for find in finds.all
    ]
    found += [(doubt, doubt.letter, "doubt") for doubt in finds.doubts]
    return [
        Mark(f"f-{thing.key}", anchor(thing.key, index), ref, look, place["first"], place["last"])
        for thing, ref, look in found
        for index, place in enumerate(thing.where)
        if place["document"] == document
    ]


def _lines(rows: Sequence[str], hidden: frozenset[int], marks: Sequence[Mark]) -> Iterator[Line]:
    covering: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.size):
        for number in range(mark.first, min(mark.last, len(rows)) + 1):
            covering.setdefault(number, []).append(mark)
    last_hidden = max(hidden, default=0)
    first_hidden = min(hidden, default=1)
    for number, text in enumerate(rows, start=1):
        is_hidden = number in hidden or (not text.strip() and first_hidden < number < last_hidden)
        yield Line(number, text, is_hidden, () if is_hidden else tuple(covering.get(number, ())))


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Neighbouring lines in the same marks, cut at empty lines and before list items and headings."""
    for _, group in groupby(lines, key=lambda line: (line.is_hidden, line.marks)):
        run: list[Line] = []
        for line in group:
            if run and not line.is_hidden and _begins(line, run[-1]):
                yield run
                run = []
            run.append(line)
        yield run


def _begins(line: Line, before: Line) -> bool:
    return (
        not line.text.strip()
        or not before.text.strip()
        or bool(STARTS_ITEM.match(line.text) or HEADING.match(line.text))
    )


def _block(run: Sequence[Line]) -> Block | None:
    written = [line for line in run if line.text.strip()]
    if not written:
        return None
    first, last = written[0], run[-1]
    if first.is_hidden:
        return Block(first.number, "", is_hidden=True)
    marks = first.marks
    heading = HEADING.match(first.text.lstrip())
    return Block(
        line=first.number,
        text="\n".join(line.text.strip() for line in written)[heading.end() if heading else 0 :],
        is_heading=bool(heading),
        keeps_lines=max(len(line.text.strip()) for line in written) < SHORT,
        look=marks[-1].look if marks else "",
        is_marked=bool(marks),
        starts=tuple(mark for mark in marks if run[0].number <= mark.first <= last.number),
        ends=tuple(mark for mark in marks if run[0].number <= mark.last <= last.number),
    )

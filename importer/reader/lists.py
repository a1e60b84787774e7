"""Lists in running text: bulleted or numbered, wrapped, broken by pages and footnotes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from importer.reader.lines import TextLine
from importer.reader.recognise import ends_list
from importer.reader.text import DocumentText, join
from importer.reader.words import SECTION

_LEAD_LINES = 8
_SLACK = 6
_NEXT_NUMBER = 16
_SECTION_NUMBER = re.compile(r"\d{1,2}\.\d")
# Text that is set narrower than this does not show which lines were wrapped.
_NARROWEST = 60
# No item ends in one of these words: the next line goes on, though it begins with a capital.
_HANGS = re.compile(
    r"\b(?:av|den|eller|enligt|för|från|genom|hos|i|inom|med|mellan|och|om|på|samt|som|till|under|vid)$"
)
# What leads to a list even when the list has a single number.
_LEADS = re.compile(r"(?:\brekommend\w+.*|\bbör|\batt)\s*:$|\brekommend\w+.*\batt$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its text without the mark, line breaks joined, and its first and last line.

    `parts` are the items of a list inside it.
    """

    text: str
    first: TextLine
    last: TextLine
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemList:
    """A list and what leads to it: `lead` the paragraph before, `above` the one before that."""

    lead: str
    above: str
    items: tuple[Item, ...]
    lead_start: int
    start: int
    stop: int


def lists_of(document: DocumentText) -> list[ItemList]:
    """Every list of the document. `start`, `stop` and `lead_start` index `document.lines`."""
    lists: list[ItemList] = []
    at = 0
    while at < len(document.lines):
        if not _opens(document.lines, at):
            at += 1
            continue
        stop = _end(document, at)
        low = lists[-1].stop if lists else 0
        lead_start = _lead_start(document.lines, at, low)
        above_start = (
            _lead_start(document.lines, lead_start, low) if lead_start > low else lead_start
        )
        lists.append(
            ItemList(
                _text(document.lines[lead_start:at]),
                _text(document.lines[above_start:lead_start]),
                tuple(_items(document, at, stop)),
                lead_start,
                at,
                stop,
            )
        )
        at = stop
    return lists


def _opens(lines: Sequence[TextLine], at: int) -> bool:
    line = lines[at]
    if line.marker in ("", "bullet"):
        return line.marker == "bullet"
    if line.heading or SECTION.fullmatch(line.text[:120]):
        return False
    if line.text.endswith("?") and line.marker == "number":
        return True
    follower = next(
        (later for later in lines[at + 1 : at + _NEXT_NUMBER] if later.marker == line.marker), None
    )
    if line.ordinal != 1:
        return False
    lead = lines[at - 1].text if at else ""
    return _LEADS.search(lead[-200:]) is not None or (
        follower is not None and follower.ordinal == 2
    )


def _text(lines: Sequence[TextLine]) -> str:
    return join([line.text for line in lines])


def _lead_start(lines: Sequence[TextLine], at: int, low: int) -> int:
    """Where the paragraph that ends before `at` begins, at most `_LEAD_LINES` up."""
    first = at
    while first > low and at - first < _LEAD_LINES:
        line, before = lines[first], lines[first - 1]
        if first < at and not _belongs(before, line):
            break
        first -= 1
    return first


def _belongs(before: TextLine, line: TextLine) -> bool:
    if before.is_heading or line.is_heading or line.marker:
        return False
    if line.gap == 0:
        return True
    return line.text[:1].islower() and not before.text.endswith((".", "?", "!", ":"))


def _end(document: DocumentText, start: int) -> int:
    """The index after the last line of the list that starts at `start`."""
    lines = document.lines
    kind, ordinal = lines[start].marker, lines[start].ordinal
    last = start
    at = start + 1
    while at < len(lines):
        line = lines[at]
        if (line.heading and line.marker != kind) or _breaks(lines, at):
            break
        if line.marker == kind:
            if kind != "bullet" and line.ordinal != (ordinal or 0) + 1:
                break
            if kind == "number" and lines[last].text.endswith("?") and not _asks(lines, at):
                break
            ordinal = line.ordinal
        elif not (_sub_item(kind, line, lines[last]) or _continues(document, start, at)):
            break
        last = at
        at += 1
    return at


def _breaks(lines: Sequence[TextLine], at: int) -> bool:
    """Whether the list ends before this line. What goes on with a broken sentence is no place and date."""
    hangs = not (lines[at].is_heading or lines[at].marker) and _HANGS.search(
        lines[at - 1].text[-20:]
    )
    return not hangs and ends_list(lines, at)


def _asks(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a numbered line is a question, though it may be wrapped."""
    below = lines[at + 1 : at + 6]
    followers = takewhile(
        lambda line: not (line.marker or line.is_heading or _SECTION_NUMBER.match(line.text)), below
    )
    return any("?" in line.text for line in (lines[at], *followers))


def _sub_item(kind: str, line: TextLine, before: TextLine) -> bool:
    if line.marker == "letter":
        return True
    if line.marker == "number":
        return kind == "bullet" and before.text.endswith(":")
    return line.marker == "bullet" and kind == "number"


def _continues(document: DocumentText, start: int, at: int) -> bool:
    """Whether a line without mark goes on with the item above it."""
    line, before = document.lines[at], document.lines[at - 1]
    if line.marker or before.text.endswith("?"):
        return False
    if line.gap > 3 and before.text.endswith((".", "!")):
        return False
    if not line.text[:1].isupper():
        return not _resumes_text(document, line, before)
    if _HANGS.search(before.text[-20:]):
        return line.gap <= 3
    if line.gap > _usual_gap(document.lines, start, at):
        return False
    return _was_wrapped(document, before, line)


def _resumes_text(document: DocumentText, line: TextLine, before: TextLine) -> bool:
    return (
        before.text.endswith((".", "!"))
        and line.gap > 0
        and line.text[:1].isdigit()
        and not document.width
    )


def _usual_gap(lines: Sequence[TextLine], start: int, at: int) -> int:
    gaps = [line.gap for line in lines[start + 1 : min(at, start + 40)] if not line.marker]
    if gaps:
        return max(set(gaps), key=gaps.count)
    return 1 if at == start + 1 and lines[at].gap == 1 and _double_spaced(lines, at) else 0


def _double_spaced(lines: Sequence[TextLine], at: int) -> bool:
    near = lines[at : at + 6]
    return len(near) > 2 and sum(line.gap == 1 for line in near) > len(near) // 2


def _was_wrapped(document: DocumentText, before: TextLine, line: TextLine) -> bool:
    """Whether the line break is there because the next word did not fit."""
    if document.width < _NARROWEST:
        return False
    word = line.text.split(maxsplit=1)[0]
    return len(before.text) + 1 + len(word) > document.width - _SLACK


def _items(document: DocumentText, start: int, stop: int) -> list[Item]:
    lines = document.lines
    kind = lines[start].marker
    items: list[list[TextLine]] = []
    for line in lines[start:stop]:
        if line.marker == kind or not items:
            items.append([])
        items[-1].append(line)
    return [
        Item(document.plain(_item_text(group)), group[0], group[-1], _parts(document, group))
        for group in items
    ]


def _parts(document: DocumentText, group: Sequence[TextLine]) -> tuple[str, ...]:
    """The items inside an item, each without its mark."""
    inner: list[list[str]] = []
    for line in group[1:]:
        if line.marker:
            inner.append([line.text])
        elif inner:
            inner[-1].append(line.text)
    return tuple(document.plain(join(part)) for part in inner)


def _item_text(group: Sequence[TextLine]) -> str:
    return join(
        [
            line.text if at == 0 or not line.marker else f"– {line.text}"
            for at, line in enumerate(group)
        ]
    )

"""What stands on the pages beside the text: running heads and feet, page numbers, footnotes."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, takewhile

from importer.reader.lines import RAISED, TextLine
from importer.reader.words import KNOWN_FIRM

_FOOTNOTE = re.compile(r"(?P<number>\d{1,2})\s+[A-ZÅÄÖ]")
_GLUED = re.compile(r"(?<=[^\W\d_]{2})\d{1,2}(?=[\s.,;:?!)]|$)")
_GLUED_AFTER_STOP = re.compile(r"(?<=[^\W\d_][.?!])\d{1,2}(?=\s|$)")
# A note's number glued to the word before it ("hemmet1"), or to its full stop.
GLUED = (_GLUED, _GLUED_AFTER_STOP)
_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DIGITS = re.compile(r"\d+")
_PAGE_OF = re.compile(
    r"(?<!\w)(?:\d{1,3} ?\(\d{1,3}\)|\d{1,3} av \d{1,3}|sida?\.? \d{1,3}(?: av \d{1,3})?)$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"innehåll(?:sförteckning)?", re.IGNORECASE)
_PAGED = re.compile(r"[^\W\d].*\s\d{1,3}$")
_EDGE = 3
_SHORTEST = 7


def without_running_heads(lines: list[TextLine]) -> list[TextLine]:
    """Drops what stands first on at least three pages, and firm names repeated in page footers."""
    first_on_page = Counter(line.letters for line in lines if line.new_page and not line.marker)
    firms = Counter(
        line.text for line in lines if len(line.text) < 60 and KNOWN_FIRM.fullmatch(line.text)
    )
    headers = {key for key, count in first_on_page.items() if key and count >= 3}
    furniture = _furniture(lines)
    repeated = {name for name, count in firms.items() if count >= 3}
    text_lines = []
    for line in lines:
        if line.number in furniture or (line.letters in headers and line.new_page):
            continue
        if line.text in repeated and firms[line.text] > 1:
            firms[line.text] -= 1
            continue
        text_lines.append(line)
    return text_lines


def _furniture(lines: list[TextLine]) -> frozenset[int]:
    """Numbers of the lines that stand first or last on several pages, alike but for their figures."""
    edges: dict[str, list[int]] = {}
    for page in _page_edges(lines):
        for words, number in page.items():
            edges.setdefault(words, []).append(number)
    counted = (numbers for numbers in _numbered_pages(lines).values() if len(numbers) >= 3)
    repeated = (numbers for numbers in edges.values() if len(numbers) >= 3)
    outer = (numbers for numbers in _outermost(lines).values() if len(numbers) >= 2)
    repeated_numbers = {number for numbers in (*counted, *repeated, *outer) for number in numbers}
    second_page = next((line.number for line in lines if line.page_break), 0)
    titles = {line.number for line in lines if line.number < second_page and line.letters}
    return frozenset(repeated_numbers - titles) | _contents(lines)


def _contents(lines: list[TextLine]) -> frozenset[int]:
    """Numbers of the lines of a table of contents: those that end in a page under its heading."""
    at = next((at for at, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)), None)
    if at is None:
        return frozenset()
    rows = takewhile(lambda line: _PAGED.search(line.text[-60:]), lines[at + 1 :])
    return frozenset(line.number for line in rows)


def _outermost(lines: list[TextLine]) -> dict[str, list[int]]:
    """First lines of the pages after the first, and last lines with a figure, by what they have in common."""
    by_print: dict[str, list[int]] = {}
    for before, line in pairwise(lines):
        if line.page_break and not line.text.endswith((":", "?")) and not line.marker:
            by_print.setdefault(_printed_alike(line), []).append(line.number)
        if line.page_break and _is_foot(before):
            by_print.setdefault(_printed_alike(before), []).append(before.number)
    return by_print


def _is_foot(line: TextLine) -> bool:
    """Words and a figure, as a page's foot has; not the last value of a table."""
    return line.text[-1:].isdigit() and not line.marker and len(line.letters) > _SHORTEST


def _printed_alike(line: TextLine) -> str:
    return _DIGITS.sub("#", f"{line.marker} {line.text}").casefold()


def _page_edges(lines: list[TextLine]) -> Iterator[dict[str, int]]:
    """The first and last lines of each page, by what they have in common; each once for a page."""
    pages: list[list[TextLine]] = [[]]
    for line in lines:
        if line.page_break and pages[-1]:
            pages.append([])
        pages[-1].append(line)
    for page in pages if len(pages) >= 3 else ():
        edge = page[:_EDGE] if len(page) <= _EDGE else [*page[:_EDGE], *page[-_EDGE:]]
        yield {_printed_alike(line): line.number for line in edge if len(line.text) < 120}


def _numbered_pages(lines: list[TextLine]) -> dict[str, list[int]]:
    """Short lines that hold a page number of several, by what else they hold."""
    by_print: dict[str, list[int]] = {}
    for line in lines:
        if len(line.text) < 120 and not line.marker and _PAGE_OF.search(line.text):
            by_print.setdefault(_printed_alike(line), []).append(line.number)
    return by_print


def without_footnotes(
    lines: list[TextLine], raised_numbers: set[int]
) -> tuple[list[TextLine], dict[int, str]]:
    """The lines of the text, and the notes taken from among them by number."""
    marks = (glued.findall(line.text) for line in lines for glued in GLUED)
    referred = raised_numbers | {int(mark) for glued_marks in marks for mark in glued_marks}
    text_lines: list[TextLine] = []
    notes: dict[int, str] = {}
    number = 0
    note: TextLine | None = None
    for line in lines:
        mark = _FOOTNOTE.match(line.text)
        if mark and not line.marker and int(mark["number"]) in referred:
            number = int(mark["number"])
            notes[number] = line.text[mark.end("number") :].strip()
            note = line
        elif note is not None and _goes_on(note, line):
            notes[number] += f" {line.text}"
            note = line
        else:
            note = None
            text_lines.append(line)
    return text_lines, notes


def _goes_on(note: TextLine, line: TextLine) -> bool:
    if line.new_page or line.marker or line.is_heading:
        return False
    return line.gap == 0 or (
        line.gap == 1 and line.text[:1].islower() and not note.text.endswith((".", ")"))
    )


def raised_numbers(text: str) -> set[int]:
    """Numbers of the notes that raised digits refer to."""
    return {int(mark.translate(_PLAIN_DIGITS)) for mark in RAISED.findall(text)}

"""Tables that a PDF page draws: where lines and shaded cells say that rows and columns are."""

import ctypes
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_NEAR = 3.0
_THIN = 3.0
_SHORTEST = 15.0
_GAP = 7.0
# How far above a table's first line the middle of its head may stand.
_HEAD = 20.0
# A line that is this much shorter than the widest underlines a word or parts the notes from the text.
_UNDERLINE = 0.4
# Drawings have thousands of paths, tables have hundreds.
MOST_PATHS = 4000
_MOST_SEGMENTS = 400
MOST_LEVELS = 300


class Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


class Across(NamedTuple):
    """A horizontal line."""

    y: float
    left: float
    right: float


class Down(NamedTuple):
    """A vertical line."""

    x: float
    bottom: float
    top: float


@dataclass(frozen=True)
class RuledTable:
    """Cells of each row, from the top."""

    top: float
    bottom: float
    cells: Sequence[Sequence[Box]]


@dataclass(frozen=True)
class _Band:
    """What lies between two horizontal lines, and where its columns part."""

    box: Box
    edges: tuple[float, ...]
    ruled: bool
    words: Sequence[Box]


def rulings(page: pdfium.PdfPage) -> tuple[list[Across], list[Down]]:
    """The horizontal and the vertical lines of the page's drawn paths."""
    across: list[Across] = []
    down: list[Down] = []
    count = pdfium_c.FPDFPage_CountObjects(page)
    paths = 0
    for number in range(count):
        drawn = pdfium_c.FPDFPage_GetObject(page, number)
        if pdfium_c.FPDFPageObj_GetType(drawn) != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        paths += 1
        if paths > MOST_PATHS:
            break
        for box in _boxes(drawn):
            _take(box, across, down)
    return across, down


def _boxes(drawn: object) -> Iterator[Box]:
    """The path itself, or each of its strokes where one path draws a whole grid."""
    bounds = [ctypes.c_float() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetBounds(drawn, *bounds)
    whole = Box(*(bound.value for bound in bounds))
    segments = pdfium_c.FPDFPath_CountSegments(drawn)
    if segments <= 5 or segments > _MOST_SEGMENTS:
        yield whole
        return
    points = [_point(drawn, number) for number in range(segments)]
    for (_, first), (moved, second) in pairwise(points):
        if not moved:
            yield Box(
                min(first[0], second[0]),
                min(first[1], second[1]),
                max(first[0], second[0]),
                max(first[1], second[1]),
            )


def _point(drawn: object, number: int) -> tuple[bool, tuple[float, float]]:
    segment = pdfium_c.FPDFPath_GetPathSegment(drawn, number)
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
    is_move = pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO
    return is_move, (x.value, y.value)


def _take(box: Box, across: list[Across], down: list[Down]) -> None:
    wide, high = box.right - box.left, box.top - box.bottom
    if high <= _THIN < _SHORTEST <= wide:
        across.append(Across((box.top + box.bottom) / 2, box.left, box.right))
    elif wide <= _THIN and high >= 5:
        down.append(Down((box.left + box.right) / 2, box.bottom, box.top))
    elif wide > _SHORTEST and 5 < high < 500:
        across += [Across(box.top, box.left, box.right), Across(box.bottom, box.left, box.right)]
        down += [Down(box.left, box.bottom, box.top), Down(box.right, box.bottom, box.top)]


def tables_of(
    across: Sequence[Across], down: Sequence[Down], words: Sequence[Box]
) -> list[RuledTable]:
    """The page's tables from the top: runs of bands that part their text in the same columns."""
    levels = _levels([*across, *_open_ends(across, down)])
    if len(levels) > MOST_LEVELS:
        return []
    bands = [_band(box, down, words) for box in _between(levels)]
    tables: list[RuledTable] = []
    run: list[_Band] = []
    for band in [*bands, None]:
        if band is not None and (not run or _goes_on(run, band)):
            run.append(band)
            continue
        tables += _as_table(_with_tail(_with_head(run, words), words))
        run = [band] if band is not None else []
    return tables


def _open_ends(across: Sequence[Across], down: Sequence[Down]) -> Iterator[Across]:
    """Where columns' lines end without a line across: a page has broken the row between them."""
    heights = sorted({line.y for line in across})
    for end, far_end in (("bottom", "top"), ("top", "bottom")):
        loose = [
            line
            for line in down[:_MOST_SEGMENTS]
            if not _near(getattr(line, end), heights) and _near(getattr(line, far_end), heights)
        ]
        for y in sorted({getattr(line, end) for line in loose}):
            sides = [line.x for line in loose if abs(getattr(line, end) - y) <= _NEAR]
            if len(sides) > 2 and max(sides) - min(sides) > 2 * _SHORTEST:
                yield Across(y, min(sides), max(sides))


def _near(y: float, heights: Sequence[float]) -> bool:
    at = bisect_left(heights, y - _NEAR)
    return at < len(heights) and heights[at] <= y + _NEAR


def _levels(across: Sequence[Across]) -> list[Across]:
    """One line per height, from the top."""
    levels: list[Across] = []
    for line in sorted(across, key=lambda line: -line.y):
        if levels and levels[-1].y - line.y <= _NEAR:
            last = levels[-1]
            levels[-1] = Across(last.y, min(last.left, line.left), max(last.right, line.right))
        else:
            levels.append(line)
    widest = max((line.right - line.left for line in levels), default=0.0)
    return [line for line in levels if line.right - line.left > widest * _UNDERLINE]


def _between(levels: Sequence[Across]) -> Iterator[Box]:
    for above, below in pairwise(levels):
        left, right = max(above.left, below.left), min(above.right, below.right)
        if right - left > 2 * _SHORTEST and above.y - below.y > 6:
            yield Box(min(above.left, below.left), below.y, max(above.right, below.right), above.y)
        else:
            yield Box(0, below.y, 0, above.y)


def _band(box: Box, down: Sequence[Down], words: Sequence[Box]) -> _Band:
    height = box.top - box.bottom
    crossing = sorted(
        line.x
        for line in down
        if min(line.top, box.top) - max(line.bottom, box.bottom) > height * 0.6
        and box.left - _NEAR <= line.x <= box.right + _NEAR
    )
    inner: list[float] = []
    for x in crossing:
        if box.left + _NEAR < x < box.right - _NEAR and (not inner or x - inner[-1] > _NEAR):
            inner.append(x)
    inside = _within(words, box)
    return _Band(box, tuple(inner or _gaps(inside)), bool(inner), inside)


def _within(words: Sequence[Box], box: Box) -> list[Box]:
    return [
        word
        for word in words
        if box.bottom < (word.bottom + word.top) / 2 < box.top
        and box.left - 2 <= word.left
        and word.right <= box.right + 2
    ]


def _all_words(run: Sequence[_Band]) -> list[Box]:
    return [word for band in run for word in band.words]


def _gaps(words: Sequence[Box]) -> Iterator[float]:
    """Where no word of any line stands."""
    ordered = sorted(words)
    end = ordered[0].right if ordered else 0.0
    for word in ordered[1:]:
        if word.left - end > _GAP:
            yield word.left - 2
        end = max(end, word.right)


def _goes_on(run: Sequence[_Band], band: _Band) -> bool:
    last = run[-1]
    touching = abs(last.box.bottom - band.box.top) <= _NEAR
    same_width = (
        abs(last.box.left - band.box.left) <= 5 and abs(last.box.right - band.box.right) <= 5
    )
    if not (touching and same_width and run[0].edges):
        return False
    if run[0].ruled:
        return _same_edges(run[0], band) if band.ruled else _fits(run[0].edges, band.words)
    shared = list(_gaps(_all_words([*run, band])))
    return not band.ruled and _keeps_to(shared, band.words)


def _same_edges(first: _Band, second: _Band) -> bool:
    fewer, more = sorted((first.edges, second.edges), key=len)
    return all(any(abs(edge - candidate) <= 2 * _NEAR for candidate in more) for edge in fewer)


def _keeps_to(edges: Sequence[float], words: Sequence[Box]) -> bool:
    """Whether words stand in two columns or more, and none across an edge."""
    crossed = any(word.left + 1 < edge < word.right - 1 for word in words for edge in edges)
    columns = {sum(word.left > edge - 2 for edge in edges) for word in words}
    return bool(edges) and not crossed and len(columns) > 1


def _fits(edges: Sequence[float], words: Sequence[Box]) -> bool:
    """As `_keeps_to`, and a row that says something beyond the first column only."""
    crossed = any(word.left + 1 < edge < word.right - 1 for word in words for edge in edges)
    return not crossed and any(word.left > edges[0] - 2 for word in words)


def _with_head(run: Sequence[_Band], words: Sequence[Box]) -> Sequence[_Band]:
    """The run and the line of text right above it, where that has the same columns and no line over it."""
    if not run or run[0].ruled or not run[0].edges:
        return run
    box = run[0].box
    near = Box(box.left, box.top, box.right, box.top + _HEAD)
    inside = _within(words, near)
    edges = list(_gaps([*_all_words(run), *inside]))
    if not _keeps_to(edges, inside):
        return run
    top = max(word.top for word in inside) + 1
    return [_Band(Box(box.left, box.top, box.right, top), tuple(edges), False, inside), *run]


def _with_tail(run: Sequence[_Band], words: Sequence[Box]) -> Sequence[_Band]:
    """The run and the lines right below it in the same columns, with no line under them: a page broke the row."""
    if len(run) < 2 or run[-1].ruled or not run[0].edges:
        return run
    box = run[-1].box
    below = _within(words, Box(box.left, -1000, box.right, box.bottom))
    tail: list[Box] = []
    low = box.bottom
    for word in sorted(below, key=lambda word: -word.top):
        if low - word.top > _HEAD:
            break
        tail.append(word)
        low = min(low, word.bottom)
    edges = run[0].edges if run[0].ruled else list(_gaps([*_all_words(run), *tail]))
    if not _keeps_to(edges, tail):
        return run
    bottom = min(word.bottom for word in tail) - 1
    return [*run, _Band(Box(box.left, bottom, box.right, box.bottom), tuple(edges), False, tail)]


def _as_table(run: Sequence[_Band]) -> Iterator[RuledTable]:
    """The run as a table, if it has rows and columns with text in them."""
    if len(run) < 2 or not run[0].edges:
        return
    edges = _edges(run)
    if edges and any(word.left > edges[0] - 2 for word in _all_words(run[:3])):
        rows = [list(_row(band.box, edges)) for band in run]
        yield RuledTable(run[0].box.top, run[-1].box.bottom, rows)


def _row(box: Box, edges: Sequence[float]) -> Iterator[Box]:
    for left, right in pairwise([box.left, *edges, box.right]):
        yield Box(left, box.bottom, right, box.top)


def _edges(run: Sequence[_Band]) -> list[float]:
    """Where the columns of a whole run part: the lines of its fullest row, or the gaps all rows share."""
    if run[0].ruled:
        return list(
            max((band for band in run if band.ruled), key=lambda band: len(band.edges)).edges
        )
    return list(_gaps(_all_words(run)))

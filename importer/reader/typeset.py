"""What the type of a PDF page tells: which lines are headings, and which stand in columns beside each other."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from importer.reader.model import HELD_BAR
from importer.reader.ruled import Box
from importer.reader.text import join

_LARGER = 1.12
_BOLD = 600
_LONGEST = 110
# Lines of a heading; more of them in the same type are text that is set larger.
_MOST_LINES = 3
_APART = 18.0
_RAISED = 0.87
# The part of a page's height that its upper, and its lower, margin takes.
_EDGE = 0.09
# What pdfium writes for a hyphen at a line's end, and for hyphens of other kinds.
_BROKEN = re.compile("[\ufffe\x02](?!\\s|$)")
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\u00ad": "-", "\u2010": "-"})
_FIGURES = re.compile(r"\d+")
_RAISED_FIGURES = tuple("⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A bold line that is a sentence, a list item or a table's row is no heading.
_NO_HEADING = re.compile(r"[.,;]$|^\s*(?:[►▶•▪■□●○➢–—-]|\./)")
# A page with more pieces of text than this is a drawing or a map.
MOST_PIECES = 1500
MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class Piece:
    """Text of one size and weight on one line."""

    box: Box
    size: float
    bold: bool


def pieces(text: pdfium.PdfTextPage) -> list[Piece]:
    """The page's pieces of text; none of a page that has too many to be text."""
    count = text.count_rects()
    if count > MOST_PIECES or text.count_chars() > MOST_CHARACTERS:
        return []
    return [_piece(text, Box(*text.get_rect(number))) for number in range(count)]


def _piece(text: pdfium.PdfTextPage, box: Box) -> Piece:
    middle = (box.bottom + box.top) / 2
    at = pdfium_c.FPDFText_GetCharIndexAtPos(text, box.left + 0.5, middle, 2.0, 4.0)
    if at < 0:
        return Piece(box, 0.0, False)
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(text, at, ctypes.byref(matrix))
    scale = (matrix.b**2 + matrix.d**2) ** 0.5 or 1.0
    size = pdfium_c.FPDFText_GetFontSize(text, at) * scale
    return Piece(box, round(size, 1), pdfium_c.FPDFText_GetFontWeight(text, at) >= _BOLD)


def lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces of one line from left to right, lines from the top."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -(piece.box.bottom + piece.box.top)):
        if row and not any(_beside(neighbour.box, piece.box) for neighbour in row[-3:]):
            yield sorted(row, key=lambda piece: piece.box.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.box.left)


def _beside(first: Box, second: Box) -> bool:
    shared = min(first.top, second.top) - max(first.bottom, second.bottom)
    return shared > 0.25 * min(first.top - first.bottom, second.top - second.bottom)


def body_type(pieces: Sequence[Piece]) -> tuple[float, bool]:
    """The size that most of the text has, and whether most of it is bold."""
    widths: Counter[float] = Counter()
    bold = 0.0
    for piece in pieces:
        width = piece.box.right - piece.box.left
        widths[piece.size] += round(width)
        bold += width if piece.bold else -width
    return (widths.most_common(1)[0][0] if widths else 0.0), bold > 0


def _is_heading(row: Sequence[Piece], body: float, bold: bool) -> bool:
    """Whether a whole line is larger than the text, or bold where the text is not."""
    larger = all(piece.size >= body * _LARGER for piece in row)
    return body > 0 and (
        larger or (not bold and all(piece.bold and piece.size >= body * 0.95 for piece in row))
    )


def _columns(row: Sequence[Piece]) -> list[Box]:
    """The parts of a line that stand well apart."""
    parts: list[Box] = []
    for box in (piece.box for piece in row):
        if parts and box.left - parts[-1].right < _APART:
            last = parts[-1]
            bottom, top = min(last.bottom, box.bottom), max(last.top, box.top)
            parts[-1] = Box(last.left, bottom, box.right, top)
        else:
            parts.append(box)
    return parts


def with_hyphens(text: str) -> str:
    """A word that pdfium has drawn together over a line's end gets its hyphen and its line break back."""
    return _BROKEN.sub("-\n", text).translate(_HYPHENS)


def _is_in(piece: Box, cell: Box) -> bool:
    """Whether the middle of a piece's first letters is in the cell: what is too long runs out of it."""
    x, y = min(piece.left + 3, (piece.left + piece.right) / 2), (piece.bottom + piece.top) / 2
    return cell.left <= x < cell.right and cell.bottom <= y < cell.top


def whole_cell(rows: Sequence[str]) -> str:
    """A cell's lines as one; a raised figure that begins a line belongs to the word before it."""
    joined: list[str] = []
    for row in rows:
        if joined and row[:1] in _RAISED_FIGURES:
            joined[-1] += row
        elif row:
            joined.append(row)
    return join(joined).replace("|", HELD_BAR)


def _raised(text: str, figures: frozenset[int]) -> str:
    """The text with the figures at these places, counted without spaces, raised."""
    at, marked = -1, []
    for character in text if figures else "":
        at += not character.isspace()
        marked.append(character.translate(_SUPERSCRIPT) if at in figures else character)
    return "".join(marked) or text


_MARK = re.compile(r"[•►▶▪■□◦●○➢➤✓–—*o\uf0a7\uf0b7-]|\d{1,2}[.)]|[a-z][.)]")


class Margin(NamedTuple):
    """A line in a page's margin: its text with # for figures, and its height on the page."""

    text: str
    at: int


class Typeset:
    """The lines of a page whose type says more than their text."""

    def __init__(
        self, text: pdfium.PdfTextPage, page_pieces: Sequence[Piece], body: tuple[float, bool]
    ) -> None:
        self.text, self.found = text, page_pieces
        self.body, self.bold = body
        self.better: dict[str, str] = {}
        self.raised: dict[str, frozenset[int]] = {}
        self.detached: set[str] = set()
        self.rows = list(lines(page_pieces))
        large = [_is_heading(row, *body) for row in self.rows]
        for is_large, group in groupby(zip(large, self.rows, strict=True), lambda pair: pair[0]):
            rows = [row for _, row in group]
            for row in rows:
                self._look_at(row, is_large and len(rows) <= _MOST_LINES)

    def line(self, text: str) -> str:
        """The line as it should be read: a heading marked, notes raised, columns apart."""
        words = key(text)
        if words in self.detached:
            return ""
        return self.better.get(words) or _raised(text, self.raised.get(words, frozenset()))

    def cell(self, box: Box) -> str:
        """The text of the pieces that stand in a table's cell, raised figures raised."""
        inside = [piece for piece in self.found if _is_in(piece.box, box)]
        return whole_cell([self._cell_line(row) for row in lines(inside)])

    def _cell_line(self, row: Sequence[Piece]) -> str:
        text, end = "", row[0].box.left
        for piece in row:
            text_of_piece = self._said(piece.box)
            if piece.size < self._largest(row) * _RAISED and text_of_piece.strip().isdigit():
                text = text.rstrip() + text_of_piece.strip().translate(_SUPERSCRIPT)
            else:
                text += " " * (piece.box.left - end > 1.5) + text_of_piece
            end = piece.box.right
        return " ".join(text.split())

    def _largest(self, row: Sequence[Piece]) -> float:
        """The size of the line's own text; of a line of raised figures alone, that of the document's."""
        return max(self.body * 0.85, *(piece.size for piece in row))

    def margins(self, height: float) -> list[tuple[str, Margin]]:
        """Lines in the page's upper and lower margin: their words, and the same without figures."""
        margins = []
        for row in self.rows:
            box = row[0].box
            if not height * _EDGE < (box.bottom + box.top) / 2 < height * (1 - _EDGE):
                text = "".join(key(self._said(piece.box)) for piece in row)
                margins.append((text, Margin(_FIGURES.sub("#", text), round(box.bottom / 4))))
        return margins

    def _attach(self, row: Sequence[Piece]) -> None:
        """A list's mark that the file keeps apart from its item is put before it."""
        mark = self._said(row[0].box).strip() if len(row) > 1 else ""
        if not _MARK.fullmatch(mark):
            return
        item_texts = [self._said(piece.box).strip() for piece in row[1:]]
        self.better[key("".join(item_texts))] = f"{mark} {' '.join(item_texts)}"
        self.detached.add(mark)

    def _look_at(self, row: Sequence[Piece], heading: bool) -> None:
        self._attach(row)
        parts = _columns(row)
        small_pieces = [piece for piece in row if 0 < piece.size < self.body * _RAISED]
        if not (heading or len(parts) > 1 or (small_pieces and len(small_pieces) < len(row))):
            return
        if small_pieces:
            self._raise(row)
            return
        part_texts = [self._said(box).strip() for box in parts]
        text = "   ".join(part for part in part_texts if part)
        if heading and len(text) < _LONGEST and not _NO_HEADING.search(text):
            text = f"# {text}"
        self.better[key("".join(part_texts))] = text

    def _raise(self, row: Sequence[Piece]) -> None:
        """Remembers which figures of a line are smaller than its text, if they are nothing but figures."""
        plain = ""
        small: list[range] = []
        for piece in row:
            letters = key(self._said(piece.box))
            if piece.size < self.body * _RAISED and letters.isdigit():
                small.append(range(len(plain), len(plain) + len(letters)))
            plain += letters
        if small:
            self.raised[plain] = frozenset(at for figures in small for at in figures)

    def _said(self, box: Box) -> str:
        raw_text = self.text.get_text_bounded(
            box.left + 0.3, box.bottom + 0.3, box.right - 0.3, box.top - 0.3
        )
        return with_hyphens(str(raw_text)).replace("\r\n", " ").replace("\n", " ")


def key(text: str) -> str:
    """Equal for two extractions of one line, however their spaces came out."""
    return "".join(text.split())

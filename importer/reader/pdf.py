"""The text layer of PDF files: running text page by page, and ruled tables as rows of cells."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium

from common.causes import JobCause
from importer.reader.model import Unreadable
from importer.reader.ruled import Box, RuledTable, rulings, tables_of
from importer.reader.typeset import (
    Margin,
    Piece,
    Typeset,
    body_type,
    key,
    pieces,
    with_hyphens,
)

MOST_PAGES = 600
FEWEST_LETTERS = 40
BROKEN = "skadad och kan inte läsas."
# Pages that tell the type of the whole.
_SAMPLE = 10
# More text than anybody has written on one page, or in one report.
MOST_PER_PAGE = 200_000
MOST_IN_ALL = 5_000_000
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")


@contextmanager
def opened(label: str, data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document. Raises Unreadable when it is no PDF, locked, too long, or turns out broken while it is read."""
    require_start(label, data)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        fault = "låst med lösenord. Spara den utan lösenord." if locked else BROKEN
        raise Unreadable(f"Filen {label} är {fault}", JobCause.BROKEN) from None
    try:
        require_pages(label, len(document))
        yield document
    except pdfium.PdfiumError:
        raise Unreadable(f"Filen {label} är {BROKEN}", JobCause.BROKEN) from None
    finally:
        document.close()


def require_start(label: str, data: bytes) -> None:
    """Raises Unreadable for what does not begin as a PDF."""
    if not data.startswith(b"%PDF-"):
        raise Unreadable(f"Filen {label} är inte en PDF-fil.", JobCause.BROKEN)


def require_pages(label: str, pages: int) -> None:
    """Raises Unreadable for more pages than a report has."""
    if pages > MOST_PAGES:
        raise Unreadable(f"Filen {label} har fler än {MOST_PAGES} sidor.", JobCause.TOO_LARGE)


def require_text(label: str, letters: int, pages: int) -> None:
    """Raises Unreadable for so few letters on so many pages that it must be pictures of text."""
    if letters < FEWEST_LETTERS * min(pages, 3) / 3:
        raise Unreadable(
            f"Filen {label} har ingen text att läsa. Den är troligen inskannad; "
            "ladda upp en version med text, eller skriv granskningen för hand.",
            JobCause.NO_TEXT,
        )


def pdf_text(label: str, data: bytes) -> str:
    """The text layer, each new page after a form feed.

    Raises Unreadable for a file without one, locked, broken or too long.
    """
    with opened(label, data) as document:
        pages = _pages(label, document)
    text = "\n\f".join(pages)
    require_text(label, sum(map(str.isalpha, text)), len(pages))
    return text


@dataclass
class _PdfPage:
    """The lines of a page, and which of them stand in its margins."""

    lines: list[str]
    margins: list[tuple[str, Margin]]

    def text(self, repeated: frozenset[Margin]) -> str:
        """Without the running heads and feet; a title that reads like one of them stays."""
        margin_lines = [words for words, margin in self.margins if margin in repeated]
        body_lines = []
        for line in self.lines:
            if (words := key(line)) in margin_lines:
                margin_lines.remove(words)
            else:
                body_lines.append(line)
        return "\n".join(body_lines)


def _pages(label: str, document: pdfium.PdfDocument) -> list[str]:
    body = _body_type(document)
    pages: list[_PdfPage] = []
    total = 0
    for number in range(len(document)):
        pages.append(_page(label, document[number], body))
        total += sum(map(len, pages[-1].lines))
        if total > MOST_IN_ALL:
            raise Unreadable(
                f"Filen {label} har mer text än vad som går att läsa in.", JobCause.TOO_LARGE
            )
    seen = Counter(margin for page in pages for margin in {margin for _, margin in page.margins})
    repeated = frozenset(margin for margin, count in seen.items() if count > 1)
    return [page.text(repeated) for page in pages]


def _body_type(document: pdfium.PdfDocument) -> tuple[float, bool]:
    """The type of the document's text, told by some of its pages."""
    step = max(1, len(document) // _SAMPLE)
    sampled: list[Piece] = []
    for number in range(0, len(document), step):
        page = document[number]
        text = page.get_textpage()
        sampled += pieces(text)
        text.close()
        page.close()
    return body_type(sampled)


def _page(label: str, page: pdfium.PdfPage, body: tuple[float, bool]) -> _PdfPage:
    text = page.get_textpage()
    if text.count_chars() > MOST_PER_PAGE:
        raise Unreadable(
            f"Filen {label} har mer text på en sida än vad som går att läsa in.",
            JobCause.TOO_LARGE,
        )
    page_pieces = pieces(text)
    typeset = Typeset(text, page_pieces, body)
    across, down = rulings(page)
    tables = (
        tables_of(across, down, [piece.box for piece in page_pieces]) if len(across) > 1 else []
    )
    rows = list(_rows(page, text, tables, typeset)) if tables else [text.get_text_bounded()]
    margins = typeset.margins(page.get_height())
    text.close()
    page.close()
    printed = "\n".join(_clean(row) for row in rows).split("\n")
    return _PdfPage([typeset.line(line) for line in printed], margins)


def _rows(
    page: pdfium.PdfPage, text: pdfium.PdfTextPage, tables: Sequence[RuledTable], typeset: Typeset
) -> Iterator[str]:
    """The page from its top: the text above, between and below the tables, and the rows of each."""
    top = page.get_height() + 1
    for table in tables:
        yield _inside(text, Box(-1000, table.top + 1, 10_000, top))
        yield ""
        for cells in table.cells:
            yield f"| {' | '.join(typeset.cell(cell) for cell in cells)} |"
        yield ""
        top = table.bottom - 1
    yield _inside(text, Box(-1000, -1000, 10_000, top))


def _inside(text: pdfium.PdfTextPage, box: Box) -> str:
    if box.top <= box.bottom:
        return ""
    return str(text.get_text_bounded(box.left, box.bottom, box.right, box.top))


def _clean(text: str) -> str:
    plain = with_hyphens(text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.strip() for line in _UNREADABLE.sub("", plain).split("\n"))

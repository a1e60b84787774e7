"""A paper is looked at before it is kept: nothing is lost of what it says."""

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2 as pdfium

from common import swedish
from common.rules import RuleBroken

# Points that a letter's box may stand outside of the page before ink does.
SLACK = 1.0


def require_whole(data: bytes) -> None:
    """Raises RuleBroken, with what is wrong in Swedish, when a letter has no glyph or stands outside of its page."""
    if has_empty_boxes(data):
        raise RuleBroken(
            "Texten innehåller tecken som inte går att skriva ut. Ta bort dem och gör om."
        )
    if outside := list(pages_with_text_outside(data)):
        pages = swedish.listing(str(number) for number in outside)
        raise RuleBroken(
            f"Text hamnar utanför papperet på sida {pages}. Korta raden eller tabellen."
        )


def has_empty_boxes(data: bytes) -> bool:
    """A font that lacks a glyph has an encoding of its own, which leaves the glyph out."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return any(
            isinstance(one.get("/Encoding"), pikepdf.Stream)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        )


def pages_with_text_outside(data: bytes) -> Iterator[int]:
    with pdfium.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf, start=1):
            text = page.get_textpage()
            boxes = (text.get_rect(index) for index in range(text.count_rects()))
            if any(_is_outside(box, page.get_size()) for box in boxes):
                yield number
            text.close()
            page.close()


def _is_outside(box: tuple[float, float, float, float], size: tuple[float, float]) -> bool:
    left, bottom, right, top = box
    width, height = size
    return left < -SLACK or bottom < -SLACK or right > width + SLACK or top > height + SLACK

"""A paper is looked at before it is kept: nothing is lost of what it says."""

import io
import logging
from collections.abc import Iterator

import pikepdf
import pypdfium2 as pdfium
from page import PageError, SafetyLimits, ValidationProfile, validate_pdf_bytes

from common import swedish
from common.causes import JobCause
from common.rules import RuleBroken

logger = logging.getLogger(__name__)
STANDARDS = {
    "arkivering (PDF/A-3a)": ValidationProfile.PDF_A_3A,
    "tillgänglighet (PDF/UA-1)": ValidationProfile.PDF_UA_1,
}
# Each bookmark hangs on the one before it.
LIMITS = SafetyLimits(max_reference_depth=10_000)
# Points that a letter's box may stand outside of the page before ink does.
SLACK = 1.0


def require_fit_to_keep(data: bytes) -> None:
    """Raises RuleBroken, with what is wrong in Swedish, when something is lost or a standard is not held."""
    require_whole(data)
    if broken := [name for name, profile in STANDARDS.items() if not _holds(data, profile)]:
        raise RuleBroken(
            f"Papperet följer inte reglerna för {swedish.listing(broken)} och har inte sparats. "
            "Kontakta administratören.",
            code=JobCause.STANDARD,
        )


def _holds(data: bytes, profile: ValidationProfile) -> bool:
    """The log says which rule. What is too large to be checked does not count as right."""
    try:
        failures = validate_pdf_bytes(data, profile=profile, limits=LIMITS).failures
    except PageError as error:
        logger.error("a paper could not be checked: %s", error)
        return False
    for rule, message in sorted({(failure.rule_id, failure.message) for failure in failures}):
        logger.error("a paper breaks %s: %s", rule, message)
    return not failures


def require_whole(data: bytes) -> None:
    """Raises RuleBroken, with what is wrong in Swedish, when a letter has no glyph or stands outside of its page."""
    if has_empty_boxes(data):
        raise RuleBroken(
            "Texten innehåller tecken som inte går att skriva ut. Ta bort dem och gör om.",
            code=JobCause.GLYPH,
        )
    if outside := list(pages_with_text_outside(data)):
        pages = swedish.listing(str(number) for number in outside)
        raise RuleBroken(
            f"Text hamnar utanför papperet på sida {pages}. Korta raden eller tabellen.",
            code=JobCause.OFF_PAGE,
        )


def has_empty_boxes(data: bytes) -> bool:
    """A font that lacks a glyph has an encoding of its own, which leaves the glyph out."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return any(
            isinstance(item.get("/Encoding"), pikepdf.Stream)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
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

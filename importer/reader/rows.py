"""A document's lines as they were printed, and what a bullet or a heading among them is."""

import re
from collections.abc import Sequence
from itertools import islice

from importer.reader.text import DocumentText

BULLET = re.compile(r"\s*(?:[►▶•▪■□◦‣●○➢➤\uf000-\uf8ff]|[-–—*]\s|\./)\s*")
MOST_HEADINGS = 20
ANNEX = re.compile(r"\s*(?:#+\s*)?bilaga\b", re.I)


def printed_rows(document: DocumentText) -> list[str]:
    """As printed, without running heads and feet."""
    beside_text = document.furniture | document.page_numbers
    return [
        "" if number in beside_text else row.rstrip("\r").replace("\f", " ")
        for number, row in enumerate(document.raw, 1)
    ]


def text_rows(document: DocumentText) -> list[str]:
    """As printed, without the lines that belong to the page rather than the text."""
    rows = printed_rows(document)
    return [row if at in document.numbers_of_text else "" for at, row in enumerate(rows, 1)]


def at_heading(rows: Sequence[str], heading: re.Pattern[str]) -> list[int]:
    """Where the heading stands: the first few times, for a document has it once or twice."""
    matching = (index for index, row in enumerate(rows) if heading.fullmatch(row))
    return list(islice(matching, MOST_HEADINGS))


def join_rows(rows: Sequence[str]) -> str:
    """Lines as one text; a hyphen at a line's end goes when it broke a word."""
    text = ""
    for row in (" ".join(row.split()) for row in rows):
        if not row:
            continue
        broken = text.endswith("-") and len(text) > 2 and text[-2].islower() and row[0].islower()
        text = text[:-1] + row if broken else f"{text} {row}".strip()
    return text

"""What the audit is called: its heading, the line under a letter's receivers, or the title on a cover."""

import re
from collections.abc import Sequence

from importer.reader.bodies import BODY, only_bodies
from importer.reader.letter import names_receivers
from importer.reader.lines import TextLine
from importer.reader.model import Place
from importer.reader.municipality import named_alone
from importer.reader.recognise import table_head
from importer.reader.text import DocumentText, join
from importer.reader.words import COMPANY, KNOWN_FIRM, SECTION, dates_in, is_name

_HEAD_LINES = 60
_COVER_LINES = 12
_TITLE = re.compile(
    r"(?:(?:revisionsrapport|granskningsrapport|rapport)\s*[:,–-]\s*)?"
    r"(?P<title>(?:(?:fördjupad|uppföljande|översiktlig|särskild|grundläggande)\s+)?"
    r"(?:granskning|förstudie|uppföljning)\s+(?:av|avseende|kring|gällande|rörande|om|beträffande)\b.{3,200})",
    re.IGNORECASE,
)
_REPORT = re.compile(r"(?:revisions|gransknings)rapport(?:\s+(?:nr\s+)?[\d/]+)?", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"\b(?:uppdrag|revisor\w*|revisionen|genomförd|datum|dnr|diarienummer|antal sidor"
    r"|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b\d{3} ?\d{2}\b|@|\b(?:box|tel|telefon|www)\b", re.IGNORECASE)
_SAYS = re.compile(r"^(?:vi|i|på|med|för|under|det|den)\b|\batt$|\?", re.IGNORECASE)


def read_title(document: DocumentText) -> tuple[str, Place] | None:
    """The title and where it stands; None where no line is one."""
    return _heading(document) or _below_receivers(document) or _on_cover(document)


def _heading(document: DocumentText) -> tuple[str, Place] | None:
    for at, line in enumerate(document.lines[:_HEAD_LINES]):
        match = _TITLE.fullmatch(line.text) if len(line.text) < 250 and not line.marker else None
        if match is None or line.text.endswith((":", ",")):
            continue
        parts, last = _rest(document.lines, at)
        title = join([match["title"], *parts])
        if not title.endswith((".", "?", ":")) and len(title) < 300:
            return title, document.place(line, last)
    return None


def _rest(lines: Sequence[TextLine], at: int) -> tuple[list[str], TextLine]:
    """The further lines of a heading: those right below that go on in lower case."""
    parts: list[str] = []
    last = lines[at]
    for line in lines[at + 1 : at + 6]:
        if line.gap > 1 or not line.text[:1].islower() or last.text.endswith((".", ":", ",")):
            break
        parts.append(line.text)
        last = line
    return parts, last


def _below_receivers(document: DocumentText) -> tuple[str, Place] | None:
    """A line of its own between a letter's receivers and its first sentence."""
    lines = document.lines[:_HEAD_LINES]
    last = max((at for at, line in enumerate(lines) if names_receivers(line)), default=None)
    if last is None:
        return None
    below = [at for at in range(last + 1, len(lines)) if not only_bodies(lines[at].text)]
    if len(below) < 2 or not _stands_alone(lines, below[0]):
        return None
    title = lines[below[0]]
    return title.text, document.place(title, title)


def _stands_alone(lines: Sequence[TextLine], at: int) -> bool:
    line, after = lines[at], lines[at + 1]
    text = line.text
    if line.marker or not text[:1].isupper() or len(text.split()) < 2 or _ADDRESS.search(text):
        return False
    if table_head(lines, at) or _SAYS.search(text):
        return False
    opens_text = after.text[:1].isupper() and len(after.text) > len(text) and not after.marker
    return can_be_title(text) and opens_text and not (BODY.match(text) or named_alone(text))


def _on_cover(document: DocumentText) -> tuple[str, Place] | None:
    """What stands between the word "Revisionsrapport" and the name of the municipality, on the first lines."""
    lines = document.lines[:_COVER_LINES]
    for at, line in enumerate(lines):
        if not _REPORT.fullmatch(line.text):
            continue
        below = [
            index
            for index in range(at + 2, min(at + 4, len(lines)))
            if named_alone(lines[index].text)
        ]
        if below and all(can_be_title(row.text) for row in lines[at + 1 : below[0]]):
            title = join([row.text for row in lines[at + 1 : below[0]]])
            return title, document.place(lines[at + 1], lines[below[0] - 1])
    return None


def can_be_title(text: str) -> bool:
    """Whether a short line is nothing else that stands on a first page."""
    if len(text) > 120 or text.endswith((".", ":", ",")) or dates_in(text) or is_name(text):
        return False
    return not (
        KNOWN_FIRM.fullmatch(text)
        or COMPANY.fullmatch(text)
        or SECTION.fullmatch(text)
        or _NO_TITLE.search(text)
    )

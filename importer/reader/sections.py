"""The parts beside questions and recommendations: criteria, minutes that were read, sources and the stickprov.

Each is taken only where the document gives it a heading of its own; what does not fit is left out with a doubt.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importer.reader.model import (
    Criterion,
    Doubt,
    Minutes,
    Reading,
    Sources,
)
from importer.reader.sampling import ANNEX, find_sample, join_rows
from importer.reader.text import Document

_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_BULLET = re.compile(r"\s*(?:[►▶•▪■□◦‣●○➢➤\uf000-\uf8ff]|[-–*]\s|\./)\s*")
_SOURCES = re.compile(
    r"\s*(?:#+\s*)?(?:bilaga \d+[.:–-]?\s*)?(?:käll(?:förteckning|or)|källmaterial)\s*:?\s*", re.I
)
_INTERVIEWS = re.compile(
    r"\s*(?:#+\s*)?(?:intervju(?:er|ade|personer|ade (?:funktioner|personer))?)\s*:?\s*", re.I
)
_DOCUMENTS = re.compile(
    r"\s*(?:#+\s*)?(?:dokument(?:ation|förteckning)?|granskade dokument|skriftliga källor|handlingar)\s*:?\s*",
    re.I,
)
_DATE = re.compile(rf"(?P<day>\d{{1,2}}) (?P<rest>(?:{_MONTHS}) (?:19|20)\d\d)")
_CRITERIA = re.compile(
    r"\s*(?:#+\s*)?(?:\d+(?:\.\d+)*\.?\s+)?(?:revisionskriterier|bedömningsgrunder)\s*", re.I
)
_CHAPTER = re.compile(r"\s*(?:#+\s+|\d+(?:\.\d+)*\.?\s+[A-ZÅÄÖ])")
_MINUTES = re.compile(
    r"\s*datum\s+(?:typ(?: av ärende)?|ärende)\s+(?:beskrivning|innehåll)\s*", re.I
)
_ISO = re.compile(r"\s*(?P<date>(?:19|20)\d\d-\d\d-\d\d)\s*(?P<rest>.*)")
_BODY = re.compile(
    r"protokollgranskning,?\s+(?P<body>[a-zåäö]*(?:nämnd(?:en)?|styrelse(?:n)?))\b", re.I
)


def add_sections(reading: Reading, documents: Sequence[Document]) -> None:
    """Puts what the documents hold of these parts into the reading. The first document that has a part gives it."""
    for document in documents:
        rows = [row.rstrip("\r").replace("\f", " ") for row in document.raw]
        if not reading.criteria:
            reading.criteria = list(_criteria(document, rows))
        if not reading.minutes_reviewed:
            reading.minutes_reviewed = list(_minutes(document, rows))
        if not reading.sources.interviews and not reading.sources.documents:
            reading.sources = _sources(document, rows)
        if not reading.sample.cases:
            reading.sample = find_sample(document, rows, reading.doubts)
    _note_other_dates(reading, documents)


def _at(rows: Sequence[str], heading: re.Pattern[str]) -> list[int]:
    return [index for index, row in enumerate(rows) if heading.fullmatch(row)]


# Sources


@dataclass
class _Item:
    rows: list[str]
    first: int
    last: int


def _items(rows: Sequence[str], start: int, end: int) -> list[_Item]:
    """Bulleted items between two lines, each with its continuation lines."""
    items: list[_Item] = []
    for index in range(start, end):
        row = rows[index]
        marker = _BULLET.match(row)
        if marker and row[marker.end() :].strip():
            items.append(_Item([row[marker.end() :]], index, index))
        elif items and row.strip():
            items[-1].rows.append(row)
            items[-1].last = index
    return items


def _sources(document: Document, rows: Sequence[str]) -> Sources:
    for start in reversed(_at(rows, _SOURCES)):
        end = next((i for i in range(start + 1, len(rows)) if ANNEX.match(rows[i])), len(rows))
        heads = [
            (index, kind)
            for index in range(start + 1, end)
            for kind, pattern in (("interviews", _INTERVIEWS), ("documents", _DOCUMENTS))
            if pattern.fullmatch(rows[index])
        ]
        if not heads:
            continue
        found: dict[str, list[str]] = {"interviews": [], "documents": []}
        ends = [index for index, _ in heads[1:]] + [end]
        for (index, kind), stop in zip(heads, ends, strict=True):
            found[kind] += [join_rows(item.rows) for item in _items(rows, index + 1, stop)]
        place = document.at(start + 1, end)
        return Sources(found["interviews"], found["documents"], (place,))
    return Sources()


def _note_other_dates(reading: Reading, documents: Sequence[Document]) -> None:
    """The same document with another day of the same month elsewhere: both are shown, neither is chosen."""
    text = " ".join(" ".join(document.raw) for document in documents)
    plain = " ".join(text.split())
    for source in reading.sources.documents:
        dated, name = _DATE.search(source), re.match(r"\w{8,}", source)
        if not dated or not name:
            continue
        near = re.compile(
            rf"{name[0]}.{{0,200}}?(?P<day>\d{{1,2}}) {dated['rest']}"
            rf"|(?P<before>\d{{1,2}}) {dated['rest']}.{{0,200}}?{name[0]}",
            re.IGNORECASE,
        )
        days = {found["day"] or found["before"] for found in near.finditer(plain)} - {dated["day"]}
        for day in sorted(days):
            message = f"”{source[:80]}” står även med datum {day} {dated['rest']}."
            reading.doubts.append(Doubt("sources", message, reading.sources.where))


# Criteria


def _criteria(document: Document, rows: Sequence[str]) -> Iterator[Criterion]:
    for start in _at(rows, _CRITERIA):
        end = next((i for i in range(start + 1, len(rows)) if _CHAPTER.match(rows[i])), len(rows))
        heads = _heads(rows, start + 1, end)
        if not heads:
            continue
        for index, stop in zip(heads, [*heads[1:], end], strict=True):
            citation, rest = _until_blank(rows, index, stop)
            place = document.at(index + 1, stop)
            yield Criterion(join_rows(citation).lstrip("►▶•▪■ "), join_rows(rest), (place,))
        return


def _heads(rows: Sequence[str], start: int, end: int) -> list[int]:
    """Where each criterion begins: at the outermost bullet, or where extraction lost the bullet and left its space."""
    lost = [
        index
        for index in range(start, end)
        if re.match(r" [A-ZÅÄÖ]", rows[index]) and _is_heading(rows, index, end)
    ]
    if lost:
        return lost
    first = next((i for i in range(start, end) if _marker(rows[i])), None)
    intro = [row for row in rows[start : first or start] if row.strip()]
    if first is None or (intro and not intro[-1].rstrip().endswith(":")):
        return []
    return [index for index in range(first, end) if _marker(rows[index]) == _marker(rows[first])]


def _is_heading(rows: Sequence[str], index: int, end: int) -> bool:
    """A short paragraph without a full stop, alone between blank lines."""
    head, _ = _until_blank(rows, index, end)
    alone = not rows[index - 1].strip()
    return alone and len(head) <= 3 and not join_rows(head).endswith(".")


def _marker(row: str) -> str:
    found = _BULLET.match(row)
    return found[0].strip() if found and row[found.end() :].strip() else ""


def _until_blank(rows: Sequence[str], start: int, end: int) -> tuple[list[str], list[str]]:
    marker = _BULLET.match(rows[start])
    head = [rows[start][marker.end() :] if marker else rows[start]]
    at = start + 1
    while at < end and rows[at].strip():
        head.append(rows[at])
        at += 1
    return head, [row for row in rows[at:end] if row.strip()]


# Minutes


def _minutes(document: Document, rows: Sequence[str]) -> Iterator[Minutes]:
    for head in _at(rows, _MINUTES):
        above = " ".join(rows[max(0, head - 4) : head])
        named = _BODY.search(above)
        body = named["body"].capitalize() if named else None
        starts = []
        for index in range(head + 1, len(rows)):
            if _ISO.match(rows[index]):
                starts.append(index)
            elif starts and _ends_table(rows, starts[-1], index):
                break
        for index, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
            kind, description, last = _minutes_row(rows, index, stop)
            date = _ISO.match(rows[index])
            place = document.at(index + 1, last + 1)
            yield Minutes(date["date"] if date else "", body, kind, description, (place,))
        return


def _ends_table(rows: Sequence[str], start: int, index: int) -> bool:
    """Running text after a finished row: a blank line before it, and a full stop before that."""
    before = [row for row in rows[start:index] if row.strip()]
    said = bool(before) and before[-1].rstrip().endswith(".")
    return bool(rows[index].strip()) and not rows[index - 1].strip() and said


def _minutes_row(rows: Sequence[str], start: int, end: int) -> tuple[str, str, int]:
    """Kind, description and last line. Kind and description share a line, or stand in paragraphs of their own."""
    date = _ISO.match(rows[start])
    paragraphs: list[list[str]] = [[date["rest"] if date else ""]]
    last = start
    for index in range(start + 1, end):
        if not rows[index].strip():
            if paragraphs[-1]:
                paragraphs.append([])
            if paragraphs[0] and join_rows(paragraphs[-2] if len(paragraphs) > 1 else []).endswith(
                "."
            ):
                break
            continue
        paragraphs[-1].append(rows[index])
        last = index
    said = [join_rows(paragraph) for paragraph in paragraphs if join_rows(paragraph)]
    if len(said) > 1:
        return said[0], " ".join(said[1:]), last
    text = said[0] if said else ""
    second = re.search(r"(?<=[a-zåäö]) (?=[A-ZÅÄÖ])", text)
    return (text[: second.start()], text[second.end() :], last) if second else (text, "", last)

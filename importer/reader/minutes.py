"""The review of minutes: a table with a date in its first column."""

import re
from collections.abc import Iterator, Sequence

from importer.reader.model import Doubt, DoubtCode, Minutes
from importer.reader.rows import at_heading, join_rows
from importer.reader.tables import TextTable
from importer.reader.text import DocumentText
from importer.reader.wholes import whole, words_outside
from importer.reader.words import dates_in

_MINUTES = re.compile(
    r"\s*datum\s+(?:typ(?: av ärende)?|ärende)\s+(?:beskrivning|innehåll)\s*", re.I
)
_ISO = re.compile(r"\s*(?P<date>(?:19|20)\d\d-\d\d-\d\d)\s*(?P<rest>.*)")
_BODY = re.compile(
    r"protokollgranskning,?\s+(?P<body>[a-zåäö]*(?:nämnd(?:en)?|styrelse(?:n)?))\b"
    r"|\bprotokoll (?:från|i|för) (?P<of>[a-zåäö]+(?:nämnden|styrelsen))\b",
    re.I,
)
_DATED = ("datum", "sammanträde", "mötesdatum", "protokoll")
_KIND = ("typ", "§", "paragraf", "ärendetyp", "beslut/information")
_SAID = ("beskrivning", "innehåll", "ärende", "beslut", "rubrik", "behandling", "kommentar")
_SPEAKS_OF_MINUTES = re.compile(r"protokoll|sammanträd|nämndmöte", re.I)
_ABOVE = 8
_LONGEST_ROW = 20


def find_minutes(
    document: DocumentText, rows: Sequence[str], tables: Sequence[TextTable], doubts: list[Doubt]
) -> list[Minutes]:
    """From the first table of minutes, else from rows that begin with a date."""
    words = words_outside(document, tables)
    for table in tables:
        if minutes := list(_of_table(table, rows, words)):
            return minutes
    heads = at_heading(rows, _MINUTES)
    if heads and _is_double_spaced(document):
        message = "Protokollgranskningens rader går inte att skilja åt och har inte lästs in."
        doubts.append(
            Doubt(
                DoubtCode.UNREAD_ROW,
                "minutes_reviewed",
                message,
                (document.at(heads[0] + 1, heads[0] + 1),),
            )
        )
        return []
    return list(_by_layout(document, rows))


def _is_double_spaced(document: DocumentText) -> bool:
    """Whether nearly every line stands alone: then an empty line tells nothing of rows and paragraphs."""
    return sum(line.gap > 0 for line in document.lines) > len(document.lines) * 0.9


def _of_table(table: TextTable, rows: Sequence[str], words: frozenset[str]) -> Iterator[Minutes]:
    dated = 0 if table.head[0].replace(" ", "").startswith(_DATED) else None
    above = " ".join(rows[max(0, table.first - 1 - _ABOVE) : table.first - 1])
    speaks = _SPEAKS_OF_MINUTES.search(f"{above} {' '.join(table.head)}") or "§" in table.head
    if dated != 0 or not speaks or not (_columns(table, _KIND) or _columns(table, _SAID)):
        return
    body = _body(above)
    kinds, columns = _columns(table, _KIND)[:1], _columns(table, _SAID)
    columns = [at for at in columns if at not in kinds]
    for row in table.body:
        cells = [whole(cell, words) for cell in row.plain()]
        days = dates_in(cells[dated]) or dates_in("".join(cells[dated].split()))
        if len(days) == 1:
            kind = " ".join(cells[at] for at in kinds)
            text = " ".join(cells[at] for at in columns if cells[at])
            yield Minutes(days[0].isoformat(), body, kind, text, table.where(row))


def _columns(table: TextTable, starts: tuple[str, ...]) -> list[int]:
    return [at for at, head in enumerate(table.head) if head.startswith(starts)]


def _body(above: str) -> str | None:
    named = list(_BODY.finditer(above))
    return (named[-1]["body"] or named[-1]["of"]).capitalize() if named else None


def _by_layout(document: DocumentText, rows: Sequence[str]) -> Iterator[Minutes]:
    for head in at_heading(rows, _MINUTES):
        above = " ".join(rows[max(0, head - 4) : head])
        body = _body(above)
        starts = []
        for index in range(head + 1, len(rows)):
            if _ISO.match(rows[index]):
                starts.append(index)
            elif starts and _ends_table(rows, starts[-1], index):
                break
        end = _sentence_end(rows, starts[-1]) if starts else 0
        for index, stop in zip(starts, [*starts[1:], end], strict=False):
            kind, description, last = _minutes_row(rows, index, stop)
            date = _ISO.match(rows[index])
            place = document.at(index + 1, last + 1)
            yield Minutes(date["date"] if date else "", body, kind, description, (place,))
        return


def _ends_table(rows: Sequence[str], start: int, index: int) -> bool:
    """Running text after a finished row: a blank line before it, and a full stop before that."""
    before = [row for row in rows[start:index] if row.strip()]
    is_finished = bool(before) and before[-1].rstrip().endswith(".")
    return bool(rows[index].strip()) and not rows[index - 1].strip() and is_finished


def _sentence_end(rows: Sequence[str], start: int) -> int:
    """The row after the one that ends the last row's text: nothing below tells where the table ends."""
    near = range(start, min(start + _LONGEST_ROW, len(rows)))
    return next((index + 1 for index in near if rows[index].rstrip().endswith(".")), start + 1)


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
    texts = [join_rows(paragraph) for paragraph in paragraphs if join_rows(paragraph)]
    if len(texts) > 1:
        return texts[0], " ".join(texts[1:]), last
    text = texts[0] if texts else ""
    second = re.search(r"(?<=[a-zåäö]) (?=[A-ZÅÄÖ])", text)
    return (text[: second.start()], text[second.end() :], last) if second else (text, "", last)

"""How far earlier recommendations have come, as the table of a follow-up report says it, row by row.

What a word of it means for the register is proposed only where it is one of the words that such tables have.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from importer.reader.bodies import only_bodies
from importer.reader.model import Doubt, DoubtCode, Place, PrintedAudit, PrintedStatus, StatusValue
from importer.reader.rows import join_rows
from importer.reader.tables import TextTable
from importer.reader.text import DocumentText
from importer.reader.wholes import whole, words_outside

MOST_ROWS: Final = 200
_TEXT: Final = (
    *("tidigare rekommendation", "rekommendation", "lämnad rekommendation"),
    *("tidigare lämnad", "revisionens rekommendation", "revisorernas rekommendation"),
    *("granskningens rekommendation", "tidigare iakttagelse"),
)
_STATUS: Final = (
    *("status", "läge", "uppföljning", "åtgärdad", "åtgärdat", "genomförd", "genomfört"),
    *("har åtgärdats", "har genomförts", "är åtgärdad", "är rekommendationen", "grad av"),
    *("har rekommendationen", "vår bedömning", "bedömning", "bedömd status", "följts", "resultat"),
)
_NOTE: Final = (
    *("kommentar", "iakttagelse", "motivering", "notering", "skäl", "underlag", "beskrivning"),
    *("vad som", "vidtagna åtgärder", "granskningens iakttagelse", "vår kommentar"),
)
_BODY: Final = (
    *("nämnd", "ansvarig", "organ", "styrelse", "adressat", "ställd till", "riktad till"),
    *("mottagare", "bolag"),
)
_FOLLOWS_UP: Final = re.compile(r"uppfölj|följts? upp|tidigare|föregående", re.IGNORECASE)
_ABOVE: Final = 8
_TICKS: Final = frozenset("x✓✔☒☑√•●■")

# The first that fits: what is not relevant or partly done is told before what is done or not.
_MEANT: Final[tuple[tuple[StatusValue | None, str], ...]] = (
    (
        None,
        r"(?:ej|inte|kan (?:ej|inte))\s+(?:bedöm\w*|granska\w*|följts? upp|kontrollera\w*)",
    ),
    (
        "not_relevant",
        r"(?:ej|inte)\s+(?:längre\s+)?(?:aktuell\w*|relevant\w*|tillämplig\w*)|inaktuell\w*|utgår|utgått",
    ),
    ("on_schedule", r"inom tidplan\w*|enligt (?:tid)?plan\w*"),
    (
        "partly",
        r"(?:ej|inte)\s+(?:helt|fullt ut|fullständigt)(?:\s+(?:åtgärda\w*|genomför\w*))?"
        r"|delvis(?:\s+(?:åtgärda\w*|genomför\w*|uppfyll\w*|hantera\w*|klar\w*))?"
        r"|till (?:viss|stor) del(?:\s+(?:åtgärda\w*|genomför\w*|uppfyll\w*))?"
        r"|pågår|pågående|påbörja(?:d|t|de|ts)|under (?:arbete|genomförande)",
    ),
    (
        "not_done",
        r"(?:ej|inte)\s+(?:åtgärda\w*|genomför\w*|uppfyll\w*|påbörja\w*|hantera\w*|klar\w*|följts)"
        r"|nej|kvarstår|ogenomförd\w*",
    ),
    (
        "done",
        r"(?:helt\s+)?(?:åtgärda(?:d|t|de|ts)|genomför(?:d|t|da|ts)|uppfyll(?:d|t|da)|hantera(?:d|t|de))"
        r"|ja|klart?|slutför(?:d|t)|tillgodose(?:dd|tt)|avslutad",
    ),
)
_WORDS: Final = tuple(
    (value, re.compile(rf"(?:{words})(?!\w)", re.IGNORECASE)) for value, words in _MEANT
)
# What takes back a word that stands before it.
_TAKEN_BACK: Final = re.compile(r"\s*[,;–-]?\s*(?:men|dock|utom|förutom)\b", re.IGNORECASE)
# Two words at once, or a range of them.
_ANOTHER: Final = re.compile(r"\s*(?:/|–|\beller\b)\s*\w", re.IGNORECASE)


@dataclass(frozen=True)
class _Columns:
    """Where the table has what. `marked`: columns headed by a word each, one of which is ticked."""

    text: int
    status: int | None
    marked: dict[int, str]
    notes: list[int]
    body: int | None


def add_statuses(
    reading: PrintedAudit, document: DocumentText, rows: Sequence[str], tables: Sequence[TextTable]
) -> None:
    """Every such table of the document; what its rows recommend is not recommended here."""
    words = words_outside(document, tables)
    speaks = any(
        len(line.text) < 160 and _FOLLOWS_UP.search(line.text) for line in document.lines[:40]
    )
    for table in tables:
        columns = _columns(table)
        if columns is None or not (speaks or _is_about_earlier(table, rows)):
            continue
        statuses = list(_read(table, columns, words, body=_heading_above(document, table)))
        if not any(status.value for status in statuses):
            continue
        _take(reading, table, statuses)


def _take(reading: PrintedAudit, table: TextTable, statuses: Sequence[PrintedStatus]) -> None:
    room = MOST_ROWS - len(reading.statuses)
    for status in statuses[:room]:
        reading.statuses.append(_numbered(status, len(reading.statuses) + 1))
        if not status.value:
            reading.doubts.append(_unknown(reading.statuses[-1]))
    if len(statuses) > room:
        message = (
            f"Tabellen med tidigare rekommendationer har fler än {MOST_ROWS} rader; resten "
            "har inte lästs in."
        )
        reading.doubts.append(Doubt(DoubtCode.UNREAD_ROW, "statuses", message, table.where()))
    where = table.where()[0]
    reading.doubts = [doubt for doubt in reading.doubts if not _is_within(doubt, where)]


def _numbered(status: PrintedStatus, number: int) -> PrintedStatus:
    return PrintedStatus(
        number, status.text, status.body, status.status, status.value, status.note, status.where
    )


def _unknown(status: PrintedStatus) -> Doubt:
    state = f"”{status.status}” är inget läge som känns igen" if status.status else "läge saknas"
    message = f"Tidigare rekommendation {status.number}: {state}, så ingen bedömning föreslås."
    return Doubt(DoubtCode.STATUS_UNKNOWN, f"statuses.{status.number}", message, status.where)


def _is_within(doubt: Doubt, table: Place) -> bool:
    """Whether what seemed to be recommended, or to be left out, stands in the table: it was recommended earlier."""
    return doubt.code in (DoubtCode.IN_PROSE, DoubtCode.EARLIER_RECOMMENDATIONS) and any(
        place.document == table.document and table.first <= place.first <= table.last
        for place in doubt.where
    )


def _is_about_earlier(table: TextTable, rows: Sequence[str]) -> bool:
    above = rows[max(0, table.first - 1 - _ABOVE) : table.first - 1]
    return bool(_FOLLOWS_UP.search(" ".join([*above, *table.head])))


def _heading_above(document: DocumentText, table: TextTable) -> str | None:
    """The body that a line of its own right above the table names."""
    above = [line for line in document.lines if line.number < table.first][-2:]
    named = [name for line in above for name in only_bodies(line.text)]
    return named[-1] if named else None


def _columns(table: TextTable) -> _Columns | None:
    text = table.column(*_TEXT)
    if text is None:
        return None
    others = [at for at in range(len(table.head)) if at != text]
    marked = {at: table.rows[0].plain()[at] for at in others if status_of(table.head[at])[0]}
    if len(marked) < 2:
        marked = {}
    status = next((at for at in others if not marked and table.head[at].startswith(_STATUS)), None)
    if status is None and not marked:
        return None
    body = next((at for at in others if table.head[at].startswith(_BODY)), None)
    notes = [
        at
        for at in others
        if at not in (status, body, *marked) and table.head[at].startswith((*_NOTE, "bedömning"))
    ]
    return _Columns(text, status, marked, notes, body)


def _read(
    table: TextTable, columns: _Columns, words: frozenset[str], *, body: str | None
) -> Iterator[PrintedStatus]:
    for row in table.body:
        cells = [whole(cell, words) for cell in row.plain()]
        if name := _names_body(cells):
            body = name
            continue
        if not cells[columns.text]:
            continue
        printed, value, beside = _said(cells, columns)
        notes = [beside, *(cells[at] for at in columns.notes)]
        yield PrintedStatus(
            0,
            cells[columns.text],
            _body_of(cells, columns) or body,
            printed,
            value,
            join_rows([_sentence(note) for note in notes if note]),
            table.where(row),
        )


def _names_body(cells: Sequence[str]) -> str | None:
    """Of a row that is a heading within the table: one body, and nothing more."""
    different = {cell for cell in cells if cell}
    if len(different) != 1:
        return None
    named = only_bodies(different.pop())
    return named[0] if len(named) == 1 else None


def _body_of(cells: Sequence[str], columns: _Columns) -> str | None:
    named = only_bodies(cells[columns.body]) if columns.body is not None else []
    return named[0] if len(named) == 1 else None


def _said(cells: Sequence[str], columns: _Columns) -> tuple[str, StatusValue | None, str]:
    """The word as printed, what it means, and what the same cell says beside it."""
    if columns.status is not None:
        cell = cells[columns.status]
        value, end = status_of(cell)
        return (cell[:end], value, cell[end:].strip(" .:;,–-")) if end else (cell, None, "")
    ticked = [at for at in columns.marked if _is_tick(cells[at])]
    if len(ticked) != 1:
        return ", ".join(columns.marked[at] for at in ticked), None, ""
    word = columns.marked[ticked[0]]
    return word, status_of(word)[0], ""


def _is_tick(cell: str) -> bool:
    return cell.casefold() in _TICKS or cell.casefold() == "ja"


def status_of(cell: str) -> tuple[StatusValue | None, int]:
    """What a cell begins by saying, and where that ends; 0 where it says nothing of the kind, or two things."""
    text = cell.lstrip()
    for value, words in _WORDS:
        match = words.match(text)
        if match is None:
            continue
        remainder = text[match.end() :]
        if value is None or _TAKEN_BACK.match(remainder) or _ANOTHER.match(remainder):
            return None, 0
        return value, len(cell) - len(remainder)
    return None, 0


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."

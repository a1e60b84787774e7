"""Whom the auditors spoke with and what they read: lists, tables and running lists of sources."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importer.reader.lists import ItemList
from importer.reader.model import Doubt, DoubtCode, Place, PrintedAudit, Sources
from importer.reader.rows import ANNEX, at_heading
from importer.reader.tables import TextTable
from importer.reader.text import DocumentText, last_sentence

_SOURCES = re.compile(
    r"\s*(?:#+\s*)?(?:\d+(?:\.\d+)*\.?\s+)?(?:bilaga \d+[.:–-]?\s*)?(?:käll(?:förteckning|or)|källmaterial)\s*:?\s*",
    re.I,
)
_INTERVIEWED = r"intervju(?:er|ade|personer|ade (?:funktioner|personer|tjänstepersoner))?"
_READ = r"dokument(?:ation|förteckning)?|granskade dokument|skriftliga källor|handlingar|(?:skriftligt )?underlag"
_NUMBER = r"\s*(?:#+\s*)?(?:\d+(?:\.\d+)*\.?\s+)?(?:bilaga \d*[.:–-]?\s*)?"
_INTERVIEWS = re.compile(rf"{_NUMBER}(?:{_INTERVIEWED})\s*:?\s*", re.I)
_DOCUMENTS = re.compile(rf"{_NUMBER}(?:{_READ})\s*:?\s*", re.I)
_RUNNING = re.compile(
    rf"(?:(?P<interviews>{_INTERVIEWED})|(?P<documents>{_READ})):\s+(?P<said>.{{3,1500}})", re.I
)
_LEADS_TO_INTERVIEWED = re.compile(r"\b(?:intervju(?:er|ats|ade)?)\b[^.:]{0,80}:?\s*$", re.I)
_NO_INTERVIEWS = re.compile(r"\b(?:fråg|framkom|framgå|uppge|visa|bekräfta|beskriv|anges)", re.I)
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_DATE = re.compile(rf"(?P<day>\d{{1,2}}) (?P<rest>(?:{_MONTHS}) (?:19|20)\d\d)")
_ROLE_HEAD = ("funktion", "befattning", "roll", "titel")
_PLACE_HEAD = ("förvaltning", "verksamhet", "enhet", "organisation", "nämnd", "avdelning")
_SEPARATOR = re.compile(r",\s+(?:samt\s+|och\s+)?|\s+(?:och|samt)\s+(?=[^,]*$)")


@dataclass
class _Found:
    interviews: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def add(self, kind: str, texts: Sequence[str], place: Place) -> None:
        known: list[str] = getattr(self, kind)
        known += [text for text in texts if text and text not in known]
        if texts:
            self.places.append(place)


def find_sources(
    document: DocumentText,
    rows: Sequence[str],
    tables: Sequence[TextTable],
    lists: Sequence[ItemList],
    doubts: list[Doubt],
) -> Sources:
    """The list of sources; without one, what headings, tables and leads say was read and asked."""
    if (listed := _in_list_of_sources(document, rows, lists)).where:
        return listed
    collected = _Found()
    _in_tables(document, rows, tables, collected)
    _in_lists(document, lists, collected)
    _in_running_text(document, collected, doubts)
    return Sources(collected.interviews, collected.documents, tuple(collected.places))


def _in_tables(
    document: DocumentText, rows: Sequence[str], tables: Sequence[TextTable], collected: _Found
) -> None:
    for table in tables:
        place = table.where()[0]
        interview_column, read = (
            table.column("intervju"),
            table.column("dokument", "handling", "underlag"),
        )
        roles = table.column(*_ROLE_HEAD)
        if interview_column is not None:
            collected.add(
                "interviews", [row.plain()[interview_column] for row in table.body], place
            )
            if read is not None:
                collected.add("documents", [row.plain()[read] for row in table.body], place)
        elif roles is not None and _heading_above(rows, table.first).lower().find("intervju") >= 0:
            collected.add("interviews", list(_roles(table, roles)), place)


def _heading_above(rows: Sequence[str], first: int) -> str:
    return next((row for row in reversed(rows[max(0, first - 5) : first - 1]) if row.strip()), "")


def _roles(table: TextTable, roles: int) -> Iterator[str]:
    """The role and where it is; a column of names is left out."""
    where = table.column(*_PLACE_HEAD)
    for row in table.body:
        cells = row.plain()
        wanted = [cells[roles]]
        if where is not None and where != roles:
            wanted.append(cells[where])
        yield ", ".join(cell for cell in wanted if cell)


def _in_lists(document: DocumentText, lists: Sequence[ItemList], collected: _Found) -> None:
    for entry in lists:
        lead = last_sentence(entry.lead)[1] if entry.lead else ""
        place = document.place(entry.items[0].first, entry.items[-1].last)
        heading = _heading_before(document, entry)
        texts = [item.text for item in entry.items]
        asks = _LEADS_TO_INTERVIEWED.search(lead) and not _NO_INTERVIEWS.search(lead)
        if any(text.endswith("?") for text in texts):
            continue
        if asks or _INTERVIEWS.fullmatch(lead) or (_INTERVIEWS.fullmatch(heading) and not lead):
            collected.add("interviews", texts, place)
        elif _DOCUMENTS.fullmatch(lead) or (_DOCUMENTS.fullmatch(heading) and not lead):
            collected.add("documents", texts, place)


def _heading_before(document: DocumentText, entry: ItemList) -> str:
    return document.lines[entry.start - 1].text if entry.start else ""


def _in_running_text(document: DocumentText, collected: _Found, doubts: list[Doubt]) -> None:
    for sentence in document.sentences:
        match = _RUNNING.fullmatch(sentence.text) if len(sentence.text) < 1600 else None
        if match is None:
            continue
        kind = "interviews" if match["interviews"] else "documents"
        enumeration = match["said"].rstrip(" .")
        parts = enumeration.split(";") if ";" in enumeration else _SEPARATOR.split(enumeration)
        place = document.place(sentence.first, sentence.last)
        collected.add(kind, [part.strip() for part in parts], place)
        message = (
            f"Källorna står i löpande text och kan ha delats på fel ställe: ”{enumeration[:200]}”"
        )
        doubts.append(Doubt(DoubtCode.RUNNING_TEXT, "sources", message, (place,)))


def _in_list_of_sources(
    document: DocumentText, rows: Sequence[str], lists: Sequence[ItemList]
) -> Sources:
    """The lists under the headings of a chapter such as "Källförteckning"."""
    for start in reversed(at_heading(rows, _SOURCES)):
        end = _end_of_chapter(document, rows, start)
        heads = [
            (index, kind)
            for index in range(start + 1, end)
            for kind, pattern in (("interviews", _INTERVIEWS), ("documents", _DOCUMENTS))
            if pattern.fullmatch(rows[index])
        ]
        by_kind: dict[str, list[str]] = {"interviews": [], "documents": []}
        ends = [index for index, _ in heads[1:]] + [end]
        for (index, kind), stop in zip(heads, ends, strict=False):
            by_kind[kind] += [
                item.text
                for item_list in lists
                for item in item_list.items
                if index + 1 < item.first.number <= stop
            ]
        if by_kind["interviews"] or by_kind["documents"]:
            place = document.at(start + 1, end)
            return Sources(by_kind["interviews"], by_kind["documents"], (place,))
    return Sources()


def _end_of_chapter(document: DocumentText, rows: Sequence[str], start: int) -> int:
    """The index of the next annex or heading that is not one of the list's own."""
    for line in document.lines:
        if line.number <= start + 1 or not (line.is_heading or ANNEX.match(line.text)):
            continue
        row = rows[line.number - 1]
        is_own_heading = _INTERVIEWS.fullmatch(row) or _DOCUMENTS.fullmatch(row)
        if not is_own_heading and line.marker != "bullet":
            return line.number - 1
    return len(rows)


def note_other_dates(reading: PrintedAudit, documents: Sequence[DocumentText]) -> None:
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
        days = {match["day"] or match["before"] for match in near.finditer(plain)} - {dated["day"]}
        for day in sorted(days):
            message = f"”{source[:80]}” står även med datum {day} {dated['rest']}."
            reading.doubts.append(
                Doubt(DoubtCode.ANOTHER_DATE, "sources", message, reading.sources.where)
            )

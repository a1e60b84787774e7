"""Where a document comes from: its title, date, municipality, revisionsår, firm and authors."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from importer.reader.lines import TextLine
from importer.reader.model import Doubt, DoubtCode, Place
from importer.reader.municipality import MUNICIPALITY, REGION, named_municipality
from importer.reader.recognise import place_and_date
from importer.reader.text import DocumentText
from importer.reader.titles import read_title
from importer.reader.words import (
    COMPANY,
    DATE,
    KNOWN_FIRM,
    SECTION,
    WORK_TITLE,
    dates_in,
    is_name,
    is_role,
)

_HEAD_LINES = 60
_STATEMENT = re.compile(r"revisionsberättelse\b", re.IGNORECASE)
_DATE_CELL = re.compile(r"\|\s*(?:datum|daterad|missiv)\b", re.IGNORECASE)
_DATE_LABEL = re.compile(
    r"(?:(?:datum|missiv|daterad|revisionsrapport|rapport)\s*[:,]?\s*)?(?:den\s+)?", re.IGNORECASE
)

_YEAR = re.compile(
    r"\b(?:riskanalys(?:en)?|revisionsplan(?:en)?|granskningsplan(?:en)?|revisionsår(?:et)?|revisionsprogram(?:met)?)"
    r"(?:\s+för)?(?:\s+(?:år|revisionsåret))?\s*:?\s+(?P<year>20\d\d)(?!\d|\s*[-–—/]\s*\d|\s+(?:och|till)\s+20\d\d)"
    r"|\b(?P<of>20\d\d) års (?:revisionsplan|riskanalys|granskningsplan|revision)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:tidigare|föregående|uppföljning av|följer upp|genomfördes|förra)\b", re.IGNORECASE
)

_COMMISSIONED = re.compile(
    rf"(?<!\w)(?P<firm>{KNOWN_FIRM.pattern})\s+har\s+(?:av|på uppdrag|fått|genomfört|granskat)"
)
_BY = re.compile(
    r"(?:författare|rapportförfattare|projektledare|uppdragsledare|sakkunniga?)\s*:\s*(?P<names>.+)",
    re.I,
)
_COLUMNS = re.compile(r"\s{2,}")
_NAMES_SPLIT = re.compile(r"\s*(?:,|;|\boch\b|\bsamt\b)\s+")
_SIGN_OFF_LINES = 9
_MOST_SIGN_OFFS = 50
# A line above that is this long was wrapped: the paragraph goes on.
_WRAPPED = 60


@dataclass
class Origin:
    """The finds of one document about itself."""

    title: str | None = None
    dated: date | None = None
    municipality: str | None = None
    audit_year: int | None = None
    firm: str | None = None
    authors: list[str] = field(default_factory=list)
    where: dict[str, Place] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


def read_origin(document: DocumentText) -> Origin:
    """Everything the document says about its origin; what it does not say stays empty."""
    origin = Origin()
    if (title := read_title(document)) is not None:
        origin.title, origin.where["title"] = title
    _sign_off(document, origin)
    _dated(document, origin)
    _municipality(document, origin)
    _audit_year(document, origin)
    _firm(document, origin)
    return origin


def _dated(document: DocumentText, origin: Origin) -> None:
    if origin.dated:
        return
    before: TextLine | None = None
    for line in document.lines[:_HEAD_LINES]:
        if line.is_chapter or SECTION.fullmatch(line.text[:100]):
            return
        days = dates_in(line.text) if len(line.text) < 80 and not line.marker else []
        ends_paragraph = before is not None and line.gap == 0 and len(before.text) > _WRAPPED
        before = line
        if _in_table(document, line) or ends_paragraph:
            continue
        if len(days) == 1 and _is_date_line(line):
            origin.dated = days[0]
            origin.where["document_date"] = document.place(line, line)
            return


def _in_table(document: DocumentText, line: TextLine) -> bool:
    """Whether the line is a table's cell; a cover's "Datum" with the date beside it is none."""
    row = document.raw[line.number - 1].strip()
    return row.startswith("|") and not _DATE_CELL.match(row)


def _is_date_line(line: TextLine) -> bool:
    match = DATE.search(line.text)
    if match is None or line.text[match.end() :].strip(" .").lower().partition(" ")[0] not in (
        "",
        "dnr",
        "dnr:",
    ):
        return False
    return (
        bool(_DATE_LABEL.fullmatch(line.text[: match.start()])) or place_and_date(line) is not None
    )


def _sign_off(document: DocumentText, origin: Origin) -> None:
    """A line "X kommun 2022-11-17" with the authors and their firm below it."""
    tried = 0
    for at in range(len(document.lines) - 1, -1, -1):
        place = _signed_place(document.lines[at]) if tried < _MOST_SIGN_OFFS else None
        if place is None or _in_table(document, document.lines[at]):
            continue
        tried += 1
        named = _authors_below(document, origin, at)
        if named or MUNICIPALITY.fullmatch(place):
            line = document.lines[at]
            origin.dated = dates_in(line.text)[0] if dates_in(line.text) else None
            origin.where["document_date"] = document.place(line, line)
            _set_municipality(document, origin, place, line)
            return


def _signed_place(line: TextLine) -> str | None:
    """The place of a line that ends a report; empty for a date alone, None for every other line."""
    return "" if DATE.fullmatch(line.text) else place_and_date(line)


def _authors_below(document: DocumentText, origin: Origin, at: int) -> bool:
    rows: list[TextLine] = []
    for line in document.lines[at + 1 : at + 1 + _SIGN_OFF_LINES]:
        if line.marker or line.is_heading or len(line.text) > 160 or (line.new_page and rows):
            break
        rows.append(line)
    firm_at, firm, count = _firm_row(rows)
    names = rows[:firm_at] or rows[1:]
    authors = [] if _is_statement(document) else _names(names, count, document, origin)
    if firm:
        origin.firm = firm
        origin.where["firm"] = document.place(rows[firm_at or 0], rows[firm_at or 0])
    if authors:
        origin.authors = authors
        origin.where["authors"] = document.place(names[0], names[-1])
    return bool(authors or firm)


def _is_statement(document: DocumentText) -> bool:
    """Whether it is a revisionsberättelse: the auditors sign it themselves."""
    return any(_STATEMENT.match(line.text) for line in document.lines[:_HEAD_LINES])


def _firm_row(rows: Sequence[TextLine]) -> tuple[int | None, str | None, int]:
    for at, line in enumerate(rows):
        unit, count = repeated(line.text)
        is_firm = bool(KNOWN_FIRM.fullmatch(unit) or COMPANY.fullmatch(unit))
        if is_firm or (count > 1 and at > 0 and not WORK_TITLE.search(unit) and not is_name(unit)):
            return at, unit, count
    return None, None, 0


def repeated(text: str) -> tuple[str, int]:
    """What a line repeats and how often: "EY   EY  EY" -> ("EY", 3)."""
    words = text[:300].split()
    for size in range(1, len(words) // 2 + 1):
        if len(words) % size == 0 and words == words[:size] * (len(words) // size):
            return " ".join(words[:size]), len(words) // size
    return " ".join(words), 1


def _names(
    rows: Sequence[TextLine], count: int, document: DocumentText, origin: Origin
) -> list[str]:
    names: list[str] = []
    for line in rows:
        cells = [cell for cell in _COLUMNS.split(line.text) if cell]
        if count > 1 and len(cells) == 1:
            cells = _in_equal_parts(line.text.split(), count)
        titled = [_name_with_title(cell) for cell in cells]
        if cells and all(_is_author(cell) for cell in cells):
            names += cells
        elif cells and all(titled):
            names += [name for name in titled if name]
        elif count > 1 and not WORK_TITLE.search(line.text):
            message = f"Namnen i ”{line.text}” går inte säkert att skilja åt."
            origin.doubts.append(
                Doubt(DoubtCode.UNCLEAR_NAMES, "authors", message, (document.place(line, line),))
            )
    return names


def _in_equal_parts(words: Sequence[str], count: int) -> list[str]:
    size, surplus = divmod(len(words), count)
    if surplus or size < 2:
        return []
    return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]


def _set_municipality(document: DocumentText, origin: Origin, name: str, line: TextLine) -> None:
    if origin.municipality is None and (MUNICIPALITY.fullmatch(name) or REGION.fullmatch(name)):
        origin.municipality = name
        origin.where["municipality"] = document.place(line, line)


def _municipality(document: DocumentText, origin: Origin) -> None:
    for line in document.lines:
        name = named_municipality(line.text) if len(line.text) <= 400 else None
        if name:
            _set_municipality(document, origin, name, line)
            return


def _audit_year(document: DocumentText, origin: Origin) -> None:
    years_named: dict[int, Place] = {}
    for sentence in document.sentences:
        for year in _years(sentence.text):
            years_named.setdefault(year, document.place(sentence.first, sentence.last))
    if len(years_named) == 1:
        origin.audit_year, origin.where["audit_year"] = next(iter(years_named.items()))
    elif years_named:
        years = " och ".join(str(year) for year in sorted(years_named))
        message = f"Flera revisionsår nämns ({years}); inget har valts."
        origin.doubts.append(
            Doubt(DoubtCode.SEVERAL_YEARS, "audit_year", message, tuple(years_named.values()))
        )


def _years(text: str) -> Iterator[int]:
    if len(text) > 2000 or _PAST.search(text):
        return
    for match in _YEAR.finditer(text):
        yield int(match["year"] or match["of"])


def _firm(document: DocumentText, origin: Origin) -> None:
    if origin.firm:
        return
    firms: Counter[str] = Counter()
    places: dict[str, Place] = {}
    for line in document.lines:
        for firm in _firms_on(line):
            firms[firm] += 1
            places.setdefault(firm, document.place(line, line))
    if len(firms) == 1:
        origin.firm = next(iter(firms))
        origin.where["firm"] = places[origin.firm]
        _authors_above(document, origin)
    elif firms:
        names = ", ".join(sorted(firms))
        origin.doubts.append(
            Doubt(
                DoubtCode.SEVERAL_FIRMS,
                "firm",
                f"Flera firmor nämns: {names}. Ingen har valts.",
                tuple(places.values()),
            )
        )


def _firms_on(line: TextLine) -> Iterator[str]:
    unit = repeated(line.text)[0] if len(line.text) < 120 else ""
    if KNOWN_FIRM.fullmatch(unit) and not line.marker:
        yield unit
    elif match := _COMMISSIONED.search(line.text[:600]):
        yield match["firm"]


def _authors_above(document: DocumentText, origin: Origin) -> None:
    """Names right above or below a line that holds the firm alone, and lines such as "Projektledare: …"."""
    if origin.authors:
        return
    names: list[str] = []
    for at, line in enumerate(document.lines):
        if match := _BY.fullmatch(line.text) if len(line.text) < 200 else None:
            names += [
                name for name in _NAMES_SPLIT.split(match["names"].strip(" .")) if is_name(name)
            ]
        elif name := _name_with_title(line.text):
            names.append(name)
        elif line.text == origin.firm and at > len(document.lines) // 3:
            near = document.lines[max(0, at - 4) : at] + document.lines[at + 1 : at + 5]
            names += [cell for near_line in near for cell in _name_cells(near_line)]
    origin.authors = list(dict.fromkeys(names))


def _name_with_title(text: str) -> str | None:
    """The name of a line such as "Anna Ek, certifierad kommunal revisor"."""
    name, comma, title = text[:120].partition(", ")
    return (
        name
        if comma and is_name(name) and WORK_TITLE.search(title) and not is_role(title)
        else None
    )


def _name_cells(line: TextLine) -> list[str]:
    if line.marker or SECTION.fullmatch(line.text[:100]):
        return []
    cells = _COLUMNS.split(line.text[:160])
    return cells if all(_is_author(cell) for cell in cells) else []


def _is_author(text: str) -> bool:
    return is_name(text) and not WORK_TITLE.search(text.rsplit(maxsplit=1)[-1])

"""The text of PDF and Word files: what a person reads in them, line by line, and nothing that is fetched or run."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers import expat

import pypdfium2 as pdfium

from importer.reader.model import Unreadable

MOST_PAGES = 600
MOST_ENTRIES = 5000
MOST_UNPACKED = 150 * 1024 * 1024
LARGEST_PART = 60 * 1024 * 1024
# What pdfium writes for a hyphen that the layout put at the end of a line.
_SOFT_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\u00ad": "-"})
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|rubrik)\s*[1-6]", re.IGNORECASE)


def pdf_text(label: str, data: bytes) -> str:
    """The text layer, pages apart by form feeds.

    Raises Unreadable for a file without one, locked, broken or too long.
    """
    if not data.startswith(b"%PDF-"):
        raise Unreadable(f"Filen {label} är inte en PDF-fil.")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(
                f"Filen {label} är låst med lösenord. Spara den utan lösenord."
            ) from None
        raise Unreadable(f"Filen {label} är skadad och kan inte läsas.") from None
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(f"Filen {label} har fler än {MOST_PAGES} sidor.")
        pages = [_page_text(document, number) for number in range(len(document))]
    except pdfium.PdfiumError:
        raise Unreadable(f"Filen {label} är skadad och kan inte läsas.") from None
    finally:
        document.close()
    text = "\f".join(pages)
    if sum(character.isalpha() for character in text) < 40 * min(len(pages), 3) / 3:
        raise Unreadable(
            f"Filen {label} har ingen text att läsa. Den är troligen inskannad; "
            "ladda upp en version med text, eller skriv granskningen för hand."
        )
    return text


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    text = page.get_textpage().get_text_bounded()
    page.close()
    clean = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SOFT_HYPHENS)
    return "\n".join(line.strip() for line in _UNREADABLE.sub("", clean).split("\n"))


def docx_text(label: str, data: bytes) -> str:
    """Paragraphs, lists and table rows in order, footnotes last.

    Raises Unreadable for another kind of file, for macros, and for what unpacks to more than anybody writes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_harmless(label, archive)
            body = _xml(label, archive.read("word/document.xml"))
            numbering = _numbering(label, archive)
            notes = _footnotes(label, archive)
    except (zipfile.BadZipFile, KeyError, ParseError, expat.ExpatError, NotImplementedError):
        raise Unreadable(f"Filen {label} är skadad eller inte en Word-fil.") from None
    except (OSError, RuntimeError, ValueError, EOFError):
        raise Unreadable(f"Filen {label} är skadad eller låst med lösenord.") from None
    found = body.find(f"{_W}body")
    lines = list(_Lines(numbering).of(found)) if found is not None else []
    return "\n".join([*lines, *notes])


def _require_harmless(label: str, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(f"Filen {label} innehåller makron. Spara den som vanlig .docx.")
    too_large = sum(entry.file_size for entry in entries) > MOST_UNPACKED
    if too_large or len(entries) > MOST_ENTRIES:
        raise Unreadable(f"Filen {label} är för stor när den packas upp.")
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise Unreadable(f"Filen {label} är skadad eller inte en Word-fil.")


def _xml(label: str, data: bytes) -> Element:
    """Parsed only when it declares no document type: then there are no entities to expand or to fetch."""
    if len(data) > LARGEST_PART:
        raise Unreadable(f"Filen {label} är för stor när den packas upp.")

    def refuse(*_: object) -> None:
        raise Unreadable(f"Filen {label} är skadad eller inte en Word-fil.")

    checker = expat.ParserCreate()
    checker.StartDoctypeDeclHandler = refuse
    checker.Parse(data, True)
    return fromstring(data)  # noqa: S314  no document type, see above


def _numbering(label: str, archive: zipfile.ZipFile) -> dict[tuple[str, str], str]:
    """The format of each (list, level): decimal, bullet …"""
    if "word/numbering.xml" not in archive.namelist():
        return {}
    root = _xml(label, archive.read("word/numbering.xml"))
    formats: dict[tuple[str, str], str] = {}
    for abstract in root.iter(f"{_W}abstractNum"):
        for level in abstract.iter(f"{_W}lvl"):
            kind = level.find(f"{_W}numFmt")
            key = abstract.get(f"{_W}abstractNumId", ""), level.get(f"{_W}ilvl", "")
            formats[key] = kind.get(f"{_W}val", "") if kind is not None else ""
    found: dict[tuple[str, str], str] = {}
    for number in root.iter(f"{_W}num"):
        abstract_id = number.find(f"{_W}abstractNumId")
        if abstract_id is not None:
            wanted = abstract_id.get(f"{_W}val", "")
            number_id = number.get(f"{_W}numId", "")
            found |= {(number_id, level): f for (one, level), f in formats.items() if one == wanted}
    return found


def _footnotes(label: str, archive: zipfile.ZipFile) -> list[str]:
    if "word/footnotes.xml" not in archive.namelist():
        return []
    root = _xml(label, archive.read("word/footnotes.xml"))
    notes = []
    for note in root.iter(f"{_W}footnote"):
        number = note.get(f"{_W}id", "")
        text = " ".join(_text(paragraph) for paragraph in note.iter(f"{_W}p")).strip()
        if text and number.isdigit() and int(number) > 0:
            notes.append(f"{number} {text}")
    return ["", *notes] if notes else []


class _Lines:
    """Lines of a Word body; counts its numbered lists as it goes."""

    def __init__(self, formats: dict[tuple[str, str], str]) -> None:
        self.formats = formats
        self.counts: dict[tuple[str, str], int] = {}

    def of(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag == f"{_W}sdt":
                content = child.find(f"{_W}sdtContent")
                if content is not None:
                    yield from self.of(content)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        text = _text(paragraph)
        if not text.strip():
            yield ""
            return
        marker = self._marker(paragraph)
        if marker:
            yield f"{marker} {text.strip()}"
        else:
            yield text
            yield ""

    def _marker(self, paragraph: Element) -> str:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and _HEADING.fullmatch(style.get(f"{_W}val", "")):
            return "#"
        listed = paragraph.find(f"{_W}pPr/{_W}numPr")
        if listed is None:
            return ""
        number, level = listed.find(f"{_W}numId"), listed.find(f"{_W}ilvl")
        key = (
            number.get(f"{_W}val", "") if number is not None else "",
            level.get(f"{_W}val", "0") if level is not None else "0",
        )
        if self.formats.get(key, "bullet") == "bullet":
            return "•"
        self.counts[key] = self.counts.get(key, 0) + 1
        return f"{self.counts[key]}."

    def _table(self, table: Element) -> Iterator[str]:
        """A row per line, cells between bars."""
        yield ""
        for row in table.findall(f"{_W}tr"):
            cells = [
                " ".join(" ".join(_text(p).split()) for p in cell.iter(f"{_W}p")).strip()
                for cell in row.findall(f"{_W}tc")
            ]
            yield f"| {' | '.join(cells)} |"
        yield ""


def _text(paragraph: Element) -> str:
    parts = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}tab":
            parts.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
    return _UNREADABLE.sub("", "".join(parts))

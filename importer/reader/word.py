"""The text of Word files: what a person reads in them, line by line, and nothing that is fetched or run."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from common.causes import JobCause
from importer.reader.model import HELD_BAR, Unreadable
from importer.reader.word_parts import (
    MOST_ENTRIES,
    Styles,
    W,
    own_number,
    parsed,
    require_harmless,
    text_of,
)

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
# What begins each entry of an archive's index; counted before the index is read.
_ENTRY = b"PK\x01\x02"
_DEEPEST = 12


def docx_text(label: str, data: bytes) -> str:
    """Paragraphs, lists and table rows in order, footnotes last.

    Raises Unreadable for another kind of file, for macros, and for what unpacks to more than anybody writes.
    """
    if data.startswith(_OLD_WORD):
        raise Unreadable(
            f"Filen {label} är låst med lösenord eller i Words gamla format. "
            "Spara den som vanlig .docx utan lösenord.",
            JobCause.BROKEN,
        )
    if not data.startswith(_ZIP):
        raise Unreadable(f"Filen {label} är skadad eller inte en Word-fil.", JobCause.BROKEN)
    if data.count(_ENTRY) > MOST_ENTRIES:
        raise Unreadable(f"Filen {label} är för stor när den packas upp.", JobCause.TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            require_harmless(label, archive)
            body = parsed(label, archive, "word/document.xml")
            styles = Styles(label, archive)
            notes = list(_notes(label, archive))
            body_element = body.find(f"{W}body")
            lines = list(_Lines(styles).of(body_element)) if body_element is not None else []
    except (zipfile.BadZipFile, KeyError, ParseError, expat.ExpatError, NotImplementedError):
        raise Unreadable(
            f"Filen {label} är skadad eller inte en Word-fil.", JobCause.BROKEN
        ) from None
    except (OSError, RuntimeError, ValueError, EOFError):
        raise Unreadable(
            f"Filen {label} är skadad eller låst med lösenord.", JobCause.BROKEN
        ) from None
    return "\n".join([*lines, *(["", *notes] if notes else [])])


def _notes(label: str, archive: zipfile.ZipFile) -> Iterator[str]:
    """Footnotes in the order of their numbers; the two that only draw a line have none."""
    if "word/footnotes.xml" not in archive.namelist():
        return
    root = parsed(label, archive, "word/footnotes.xml")
    for note in root.iter(f"{W}footnote"):
        number = note.get(f"{W}id", "")
        text = " ".join(text_of(paragraph) for paragraph in note.iter(f"{W}p")).strip()
        if text and number.isdigit() and int(number) > 0:
            yield f"{number} {text}"


class _Lines:
    """Lines of a Word body; counts its numbered lists as it goes."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.counts: dict[tuple[str, str], int] = {}

    def of(self, parent: Element, depth: int = 0) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins") and depth < _DEEPEST:
                yield from self.of(child, depth + 1)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        text = text_of(paragraph)
        if not text.strip():
            yield ""
            return
        marker = self._marker(paragraph)
        if marker == "#":
            yield ""
        if marker:
            yield f"{marker} {' '.join(text.split())}"
        else:
            yield text
            yield ""

    def _marker(self, paragraph: Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        if self.styles.is_heading(name):
            return "#"
        list_id, level = own_number(paragraph.find(f"{W}pPr/{W}numPr")) or self.styles.list_of(name)
        if not list_id or list_id == "0":
            return ""
        kind = self.styles.formats.get((list_id, level), "bullet")
        if kind in ("bullet", "none"):
            return "•"
        return self._counted(kind, (list_id, level))

    def _counted(self, kind: str, key: tuple[str, str]) -> str:
        """The next number or letter of a list; a list inside it begins anew."""
        self.counts[key] = self.counts.get(key, 0) + 1
        for inner in [
            counter for counter in self.counts if counter[0] == key[0] and counter[1] > key[1]
        ]:
            del self.counts[inner]
        count = self.counts[key]
        if kind == "lowerLetter" and count <= 26:
            return f"{chr(ord('a') + count - 1)})"
        return f"{count}."

    def _table(self, table: Element, depth: int) -> Iterator[str]:
        """A row per line, cells between bars; a frame of a single cell is running text."""
        rows = [row.findall(f"{W}tc") for row in table.findall(f"{W}tr")]
        yield ""
        if all(len(row) < 2 for row in rows):
            for row in rows if depth < _DEEPEST else ():
                for cell in row:
                    yield from self.of(cell, depth + 1)
        else:
            yield from _bar_rows(rows)
        yield ""


def _bar_rows(rows: list[list[Element]]) -> Iterator[str]:
    above: list[str] = []
    for row in rows:
        cells: list[str] = []
        for at, cell in enumerate(row):
            cell_text = _cell(cell)
            if not cell_text and _is_merged(cell) and at < len(above):
                cell_text = above[at]
            cells.append(cell_text)
        yield f"| {' | '.join(cells)} |"
        above = cells


def _cell(cell: Element) -> str:
    cell_text = " ".join(" ".join(text_of(p).split()) for p in cell.iter(f"{W}p"))
    return " ".join(cell_text.replace("|", HELD_BAR).split())


def _is_merged(cell: Element) -> bool:
    """Whether the cell goes on from the one above it."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"

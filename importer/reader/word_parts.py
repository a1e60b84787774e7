"""The parts of a Word file: checked before they are read, and what its styles and lists mean."""

import re
import zipfile
from xml.etree.ElementTree import Element, fromstring
from xml.parsers import expat

from common.causes import JobCause
from importer.reader.model import Unreadable

MOST_ENTRIES = 5000
MOST_UNPACKED = 150 * 1024 * 1024
LARGEST_PART = 30 * 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_HEADING = re.compile(r"(?:heading|rubrik)\s*[1-6]", re.IGNORECASE)
_MACRO_TYPE = b"macroEnabled"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HIDDEN = (f"{W}pPr", f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", _FALLBACK)


def require_harmless(label: str, archive: zipfile.ZipFile) -> None:
    """Raises Unreadable for macros, for what unpacks too large, and for names that leave the archive."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(f"Filen {label} är för stor när den packas upp.", JobCause.TOO_LARGE)
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names) or (
        _MACRO_TYPE in _content_types(label, archive)
    ):
        raise Unreadable(
            f"Filen {label} innehåller makron. Spara den som vanlig .docx.", JobCause.ACTIVE
        )
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise Unreadable(f"Filen {label} är skadad eller inte en Word-fil.", JobCause.BROKEN)


def _content_types(label: str, archive: zipfile.ZipFile) -> bytes:
    if "[Content_Types].xml" not in archive.namelist():
        return b""
    return _content(label, archive, "[Content_Types].xml")


def _content(label: str, archive: zipfile.ZipFile, name: str) -> bytes:
    """A part as bytes, never more than `LARGEST_PART`, whatever the archive says of its size."""
    with archive.open(name) as part:
        data = part.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise Unreadable(f"Filen {label} är för stor när den packas upp.", JobCause.TOO_LARGE)
    return data


def parsed(label: str, archive: zipfile.ZipFile, name: str) -> Element:
    """Parsed only when it declares no document type: then there are no entities to expand or to fetch."""
    data = _content(label, archive, name)

    def refuse(*_: object) -> None:
        raise Unreadable(f"Filen {label} är skadad eller inte en Word-fil.", JobCause.BROKEN)

    checker = expat.ParserCreate()
    checker.StartDoctypeDeclHandler = refuse
    checker.Parse(data, True)
    return fromstring(data)  # noqa: S314  no document type, see above


def own_number(listed: Element | None) -> tuple[str, str] | None:
    """The (list, level) that a paragraph or a style says it belongs to."""
    if listed is None:
        return None
    number, level = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
    return (
        number.get(f"{W}val", "") if number is not None else "",
        level.get(f"{W}val", "0") if level is not None else "0",
    )


class Styles:
    """Which styles are headings or lists, and the format of each (list, level): decimal, bullet …"""

    def __init__(self, label: str, archive: zipfile.ZipFile) -> None:
        names = archive.namelist()
        self.formats: dict[tuple[str, str], str] = {}
        self.styles: dict[str, Element] = {}
        if "word/numbering.xml" in names:
            self.formats = _formats(parsed(label, archive, "word/numbering.xml"))
        if "word/styles.xml" in names:
            root = parsed(label, archive, "word/styles.xml")
            self.styles = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}

    def is_heading(self, style: str) -> bool:
        return any(
            _HEADING.fullmatch(name) or (parent is not None and _heading_name(parent))
            for name, parent in self._with_parents(style)
        )

    def list_of(self, style: str) -> tuple[str, str]:
        """The list of a style such as "Punktlista"; two empty strings for the others."""
        for _, parent in self._with_parents(style):
            number = own_number(parent.find(f"{W}pPr/{W}numPr")) if parent is not None else None
            if number:
                return number
        return "", ""

    def _with_parents(self, style: str) -> list[tuple[str, Element | None]]:
        chain: list[tuple[str, Element | None]] = []
        while style and len(chain) < 8:
            definition = self.styles.get(style)
            chain.append((style, definition))
            parent = definition.find(f"{W}basedOn") if definition is not None else None
            style = parent.get(f"{W}val", "") if parent is not None else ""
        return chain


def _heading_name(style: Element) -> bool:
    name = style.find(f"{W}name")
    return name is not None and bool(_HEADING.fullmatch(name.get(f"{W}val", "")))


def _formats(root: Element) -> dict[tuple[str, str], str]:
    abstract: dict[str, dict[str, str]] = {}
    for abstract_list in root.iter(f"{W}abstractNum"):
        levels = abstract.setdefault(abstract_list.get(f"{W}abstractNumId", ""), {})
        for level in abstract_list.iter(f"{W}lvl"):
            kind = level.find(f"{W}numFmt")
            levels[level.get(f"{W}ilvl", "")] = kind.get(f"{W}val", "") if kind is not None else ""
    formats: dict[tuple[str, str], str] = {}
    for number in root.iter(f"{W}num"):
        wanted = number.find(f"{W}abstractNumId")
        levels = abstract.get(wanted.get(f"{W}val", ""), {}) if wanted is not None else {}
        formats |= {(number.get(f"{W}numId", ""), level): kind for level, kind in levels.items()}
    return formats


def text_of(paragraph: Element) -> str:
    """What is printed of a paragraph; raised digits and note marks stay raised, deleted text is left out."""
    parts: list[str] = []
    _collect(paragraph, parts, False)
    return _UNREADABLE.sub("", "".join(parts))


def _collect(node: Element, parts: list[str], is_raised: bool) -> None:
    if node.tag in _HIDDEN:
        return
    if node.tag == f"{W}r":
        align = node.find(f"{W}rPr/{W}vertAlign")
        is_raised = align is not None and align.get(f"{W}val") == "superscript"
    if node.tag == f"{W}t":
        text = node.text or ""
        parts.append(text.translate(_SUPERSCRIPT) if is_raised and text.strip().isdigit() else text)
    elif node.tag == f"{W}footnoteReference":
        parts.append(node.get(f"{W}id", "").translate(_SUPERSCRIPT))
    else:
        parts.append(_MARKS.get(node.tag, ""))
    for child in node:
        _collect(child, parts, is_raised)


_MARKS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}

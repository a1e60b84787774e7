"""What stands in a Word file: its text, and the cells of its tables with the names of what is in them.

`read_word` is the one call. The file is opened by a process of its own, which is this module run with `-c`.
"""

import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from documents.inspecting import BROKEN, MB, TOO_HEAVY, confine, confined, look

MEMORY, WORK = 768 * MB, 5
# Of all parts together, as text: a yttrande of a hundred pages is a tenth of it.
MOST_UNPACKED, MOST_ELEMENTS = 60 * MB, 1_000_000
MOST_LETTERS = 1_000_000
_START = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parent.parent)!r});"
    "from documents import word; word.main(*sys.argv[1:])"
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What Word keeps of text that is not there any more, and what it says of a paragraph.
_HIDDEN = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")}
_HIDDEN.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_CONTROL, _PROPERTIES = f"{W}sdt", f"{W}sdtPr"


@dataclass(frozen=True)
class WordCell:
    """One cell of a table. `tags` name the content controls and bookmarks in it: LibreOffice keeps the latter alone.

    What a control invites to write is no text.
    """

    tags: list[str]
    text: str


@dataclass(frozen=True)
class WordFile:
    """A fault is the end of a Swedish sentence that begins with the file's name; then there is nothing else."""

    fault: str = ""
    text: str = ""
    tables: tuple[list[list[WordCell]], ...] = ()


def read_word(data: bytes) -> WordFile:
    output = confined(["-c", _START], data, memory=MEMORY, work=WORK)
    if not output:
        return WordFile(TOO_HEAVY)
    read: dict[str, Any] = json.loads(output)
    tables = tuple(
        [[WordCell(**cell) for cell in row] for row in table] for table in read["tables"]
    )
    return WordFile(read["fault"], read["text"], tables)


def main(memory: str, work: str) -> None:
    confine(memory, work)
    sys.stdout.write(json.dumps(asdict(opened(sys.stdin.buffer.read()))))


def opened(data: bytes) -> WordFile:
    """As `read_word`, in the process that asks: only for one that has confined itself."""
    if fault := look("docx", False, MOST_UNPACKED, MOST_ELEMENTS, data=data).fault:
        return WordFile(fault)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = fromstring(archive.read("word/document.xml"))  # noqa: S314  # no document type: looked at above
    body = root.find(f"{W}body")
    if body is None:
        return WordFile(BROKEN)
    text = "\n".join(_paragraphs(body))[:MOST_LETTERS]
    return WordFile(text=text, tables=tuple(_rows(table) for table in body.iter(_TABLE)))


def _rows(table: Element) -> list[list[WordCell]]:
    return [
        [WordCell(list(_tags(cell)), _text(cell)) for cell in _inside(row, _CELL)]
        for row in _inside(table, _ROW)
    ]


def _inside(node: Element, tag: str) -> Iterator[Element]:
    """Those of a kind, through whatever is wrapped around them, but not those of a table inside."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag != _TABLE:
            yield from _inside(child, tag)


def _tags(cell: Element) -> Iterator[str]:
    for tag in cell.iterfind(f".//{_PROPERTIES}/{W}tag"):
        yield tag.get(f"{W}val", "")
    for bookmark in cell.iter(f"{W}bookmarkStart"):
        yield bookmark.get(f"{W}name", "")


def _text(node: Element) -> str:
    return "\n".join(_paragraphs(node))


def _paragraphs(node: Element) -> Iterator[str]:
    if node.tag == _PARAGRAPH:
        parts: list[str] = []
        _collect(node, parts.append)
        yield f"{_bullet(node)}{''.join(parts)}"
        return
    if node.tag in _HIDDEN or _invites(node):
        return
    for child in node:
        yield from _paragraphs(child)


def _collect(node: Element, add: Callable[[str], object]) -> None:
    if node.tag in _HIDDEN or _invites(node):
        return
    add(node.text or "" if node.tag == f"{W}t" else _MARKS.get(node.tag, ""))
    for child in node:
        _collect(child, add)


def _bullet(paragraph: Element) -> str:
    """An item of a list stays one when it is plain text."""
    return "• " if paragraph.find(f"{W}pPr/{W}numPr") is not None else ""


def _invites(node: Element) -> bool:
    """A control that nobody has written in: what it shows is a placeholder."""
    if node.tag != _CONTROL:
        return False
    shown = node.find(f"{_PROPERTIES}/{W}showingPlcHdr")
    return shown is not None and shown.get(f"{W}val", "true") not in ("0", "false", "off")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The sources of the corpus: one file per audit, in a small markup of our own.

=== report header="…" footer="…" columns=2 bullet=► marks=outside      a document and how it looks
# ## ###      headings          - item   1. item   a) item      lists
> kept line                     | cell | cell |                 tables, the first row is the head
word[^1]  [^1]: text            footnotes                        ^1^ raised figure      --- new page
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

AUDITS = Path(__file__).parent / "audits"
_ITEM = re.compile(r"(?P<mark>-|\d+\.|[a-z]\))\s+(?P<text>.*)")


@dataclass
class Block:
    """A paragraph, heading, item, table or page break."""

    kind: str
    text: str = ""
    mark: str = ""
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Source:
    """One document of an audit before it is rendered."""

    name: str
    look: dict[str, str]
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass
class Audit:
    """The documents of one audit and what a reader should find in them."""

    name: str
    sources: list[Source]
    expected: dict[str, Any]


def audits() -> list[Audit]:
    return [_audit(path) for path in sorted(AUDITS.glob("*.txt"))]


def _audit(path: Path) -> Audit:
    written = path.with_suffix(".yaml").read_text(encoding="utf-8")
    expected = yaml.load(written, yaml.BaseLoader)
    return Audit(path.stem, list(_sources(path.read_text(encoding="utf-8"))), expected)


def _sources(text: str) -> Iterator[Source]:
    for part in f"\n{text}".split("\n=== ")[1:]:
        head, _, body = part.partition("\n")
        name, *options = shlex.split(head)
        source = Source(name, dict(option.split("=", 1) for option in options))
        for line in body.split("\n"):
            _take(source, line.rstrip())
        yield source


def _take(source: Source, line: str) -> None:
    blocks = source.blocks
    if not line:
        blocks.append(Block("gap"))
    elif note := re.fullmatch(r"\[\^(\d+)\]: (.*)", line):
        source.notes[note[1]] = note[2]
    elif line == "---":
        blocks.append(Block("page"))
    elif heading := re.fullmatch(r"(#{1,3}) (.*)", line):
        blocks.append(Block("heading", heading[2], heading[1]))
    elif line.startswith("|"):
        _take_row(blocks, [cell.strip() for cell in line.strip("|").split("|")])
    elif line.startswith("> "):
        blocks.append(Block("kept", line[2:]))
    elif item := _ITEM.fullmatch(line):
        blocks.append(Block("item", item["text"], item["mark"]))
    else:
        blocks.append(Block("text", line))


def _take_row(blocks: list[Block], cells: list[str]) -> None:
    if not blocks or blocks[-1].kind != "table":
        blocks.append(Block("table"))
    blocks[-1].rows.append(cells)

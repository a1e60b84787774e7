"""A source as a text file: wrapped lines, columns side by side, pages after form feeds."""

import re
import textwrap
from collections.abc import Iterator

from tests.importer.corpus.source import Block, Source

WIDTH = 92
_PAGE = 46


def as_text(source: Source) -> str:
    lines = [line for block in source.blocks for line in _block(block, source)]
    used = [f"{number} {text}" for number, text in source.notes.items()]
    lines += ["", *used] if used else []
    return "\n".join(_paged(lines, source.look))


def _block(block: Block, source: Source) -> Iterator[str]:
    text = _plain(block.text)
    if block.kind == "gap":
        yield ""
    elif block.kind == "page":
        yield "\f"
    elif block.kind in ("heading", "kept"):
        yield text
    elif block.kind == "table":
        yield from _table(block.rows)
    elif block.kind == "item":
        mark = source.look.get("bullet", "•") if block.mark == "-" else block.mark
        yield from textwrap.wrap(f"{mark} {text}", WIDTH, break_on_hyphens=False)
    else:
        yield from textwrap.wrap(text, WIDTH, break_on_hyphens=False)


def _plain(text: str) -> str:
    return re.sub(r"\[\^(\d+)\]|\^(\d+)\^", lambda mark: mark[1] or mark[2], text)


def _table(rows: list[list[str]]) -> Iterator[str]:
    widths = _widths(rows)
    for row in rows:
        cells = [
            textwrap.wrap(_plain(cell), width, break_on_hyphens=False) or [""]
            for cell, width in zip(row, widths, strict=True)
        ]
        for at in range(max(map(len, cells))):
            parts = [cell[at] if at < len(cell) else "" for cell in cells]
            yield "   ".join(
                part.ljust(width) for part, width in zip(parts, widths, strict=True)
            ).rstrip()
        yield ""


def _widths(rows: list[list[str]]) -> list[int]:
    longest = [max(len(_plain(row[at])) for row in rows) for at in range(len(rows[0]))]
    room = WIDTH - 3 * len(longest)
    words = [
        max(len(word) for row in rows for word in [*_plain(row[at]).split(), ""])
        for at in range(len(longest))
    ]
    return [
        max(word, 1, min(long, int(room * long / max(sum(longest), 1)) + 1))
        for long, word in zip(longest, words, strict=True)
    ]


def _paged(lines: list[str], look: dict[str, str]) -> Iterator[str]:
    page, count = 1, 0
    for line in lines:
        if line == "\f" or count >= _PAGE:
            yield from ("", look.get("footer", "{page}").replace("{page}", str(page)))
            page, count = page + 1, 0
            header = look.get("header", "").replace("{page}", str(page))
            yield f"\f{header}"
            yield ""
        if line != "\f":
            yield line
            count += 1

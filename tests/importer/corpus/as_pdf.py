"""A source as a PDF: real tables, running heads and feet, columns and footnotes."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from weasyprint import HTML

from tests.importer.corpus.source import Block, Source

STYLE = """
@page {{ size: A4; margin: 2.2cm 2cm;
  @top-left {{ content: {header}; font-size: 8pt }} @bottom-right {{ content: {footer}; font-size: 8pt }} }}
body {{ font: 10.5pt sans-serif; columns: {columns}; column-gap: 1cm; hyphens: auto; text-align: left }}
table {{ border-collapse: collapse; width: 100%; margin: 8pt 0; font-size: 9pt; hyphens: manual }}
td, th {{ {border}; padding: 3pt; vertical-align: top; text-align: left;
  overflow-wrap: {wrap} }}
th {{ background: {shade} }} li {{ list-style: none; margin: 4pt 0 }} ul {{ padding-left: 14pt }}
.fn {{ float: footnote; font-size: 8pt }}
::footnote-marker {{ content: counter(footnote) " " }}
.page {{ break-before: page }} .kept {{ margin: 0; white-space: pre-wrap }}
"""
BORDERS = {
    "grid": "border: 0.5pt solid #888",
    "lines": "border-top: 0.5pt solid #888; border-bottom: 0.5pt solid #888",
}


def as_pdf(source: Source) -> bytes:
    look = source.look
    style = STYLE.format(
        header=_running(look.get("header", "")),
        footer=_running(look.get("footer", "{page}")),
        columns=look.get("columns", "1"),
        border=BORDERS[look.get("border", "grid")],
        shade=look.get("shade", "#eee"),
        wrap="anywhere" if "narrow" in look else "normal",
    )
    body = "".join(_body(source))
    page = f"<html lang=sv><head><style>{style}</style></head><body>{body}</body></html>"
    return bytes(HTML(string=page).write_pdf() or b"")


def _running(text: str) -> str:
    before, mark, after = text.partition("{page}")
    return f'"{before}" counter(page) "{after}"' if mark else f'"{text}"'


def _body(source: Source) -> Iterator[str]:
    for is_item, blocks in groupby(source.blocks, key=lambda block: block.kind == "item"):
        rendered = "".join(_block(block, source) for block in blocks)
        yield f"<ul>{rendered}</ul>" if is_item else rendered


def _block(block: Block, source: Source) -> str:
    text = _inline(block.text, source)
    if block.kind == "heading":
        level = len(block.mark)
        return f"<h{level}>{text}</h{level}>"
    if block.kind == "item":
        mark = source.look.get("bullet", "•") if block.mark == "-" else block.mark
        if source.look.get("marks") == "outside":
            return f"<li style='list-style: outside \"{mark} \"'>{text}</li>"
        return f"<li>{mark} {text}</li>"
    if block.kind == "table":
        return _table(block.rows, source)
    tags = {"page": "<div class=page></div>", "gap": "", "kept": f"<p class=kept>{text}</p>"}
    return tags.get(block.kind, f"<p>{text}</p>")


def _table(rows: list[list[str]], source: Source) -> str:
    head, *body = [[_inline(cell, source) for cell in row] for row in rows]
    heads = "".join(f"<th>{cell}</th>" for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in body)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def _inline(text: str, source: Source) -> str:
    text = re.sub(r"\^(\d+)\^", r"<sup>\1</sup>", escape(text))
    return re.sub(
        r"\[\^(\d+)\]",
        lambda mark: f"<span class=fn>{escape(source.notes[mark[1]])}</span>",
        text,
    )

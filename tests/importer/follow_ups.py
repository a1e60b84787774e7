"""Follow-up reports of our own, as Word and as PDF."""

from collections.abc import Sequence
from html import escape

from weasyprint import HTML

from tests.importer.test_reader_formats import W, packed

Rows = Sequence[Sequence[str]]
Part = str | Rows
STYLE = (
    "<style>body{font:10pt sans-serif}table{border-collapse:collapse;width:100%}"
    "td{border:1px solid #000;padding:4pt;vertical-align:top}</style>"
)


def as_word(parts: Sequence[Part]) -> bytes:
    """Paragraphs and tables, in order."""
    body = "".join(_paragraph(part) if isinstance(part, str) else _table(part) for part in parts)
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": b"<x/>", "word/document.xml": document.encode()})


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(rows: Rows) -> str:
    cells = ("".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def as_print(parts: Sequence[Part]) -> bytes:
    body = "".join(
        f"<p>{escape(part)}</p>" if isinstance(part, str) else _ruled(part) for part in parts
    )
    return bytes(HTML(string=f"<html lang=sv>{STYLE}<body>{body}</body></html>").write_pdf() or b"")


def _ruled(rows: Rows) -> str:
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"

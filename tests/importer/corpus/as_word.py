"""A source as a Word file with its own structure: heading styles, numbered lists, tables, footnotes."""

import io
import re
import zipfile
from collections.abc import Iterator
from html import escape

from tests.importer.corpus.source import Block, Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:styleId="Rubrik1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="HusetsRubrik"><w:name w:val="Husets rubrik"/><w:basedOn w:val="Rubrik2"/></w:style>
<w:style w:styleId="Rubrik2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Rubrik3"><w:name w:val="heading 3"/></w:style>
<w:style w:styleId="Punktlista"><w:name w:val="List Bullet"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"""
HEADINGS = {"#": "Rubrik1", "##": "HusetsRubrik", "###": "Rubrik3"}


def as_word(source: Source) -> bytes:
    body, lists = _Body(source), []
    rendered = "".join(body.render())
    lists = "".join(body.lists)
    parts = {
        "[Content_Types].xml": TYPES.decode(),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{rendered}</w:body></w:document>',
        "word/styles.xml": STYLES,
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{ABSTRACT}{lists}</w:numbering>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{"".join(_notes(source))}</w:footnotes>',
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def _abstract(number: int, first: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:numFmt w:val="{first}"/>'
        '</w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>'
    )


ABSTRACT = _abstract(0, "bullet") + _abstract(1, "decimal") + _abstract(2, "lowerLetter")


def _notes(source: Source) -> Iterator[str]:
    yield '<w:footnote w:id="0"><w:p/></w:footnote>'
    for number, text in source.notes.items():
        yield f'<w:footnote w:id="{number}">{_paragraph(_run(text))}</w:footnote>'


def _paragraph(runs: str, props: str = "") -> str:
    return f"<w:p><w:pPr>{props}</w:pPr>{runs}</w:p>"


def _run(text: str) -> str:
    parts = re.split(r"(\[\^\d+\]|\^\d+\^)", text)
    return "".join(_piece(part) for part in parts if part)


def _piece(part: str) -> str:
    if note := re.fullmatch(r"\[\^(\d+)\]", part):
        return f'<w:r><w:footnoteReference w:id="{note[1]}"/></w:r>'
    if raised := re.fullmatch(r"\^(\d+)\^", part):
        props = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        return f"<w:r>{props}<w:t>{raised[1]}</w:t></w:r>"
    return f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'


class _Body:
    """Paragraphs and tables; every list of its own begins a new numbering."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lists = [_num(1, 0)]

    def render(self) -> Iterator[str]:
        for block in self.source.blocks:
            yield self._block(block)

    def _block(self, block: Block) -> str:
        if block.kind == "heading":
            return _paragraph(_run(block.text), f'<w:pStyle w:val="{HEADINGS[block.mark]}"/>')
        if block.kind == "item":
            return _paragraph(_run(block.text), self._mark(block.mark))
        if block.kind == "table":
            return _table(block.rows)
        return _paragraph(_run(block.text)) if block.kind in ("text", "kept") else ""

    def _mark(self, mark: str) -> str:
        if mark == "-":
            return '<w:pStyle w:val="Punktlista"/>'
        if mark == "1.":
            self.lists.append(_num(len(self.lists) + 1, 1))
        inner = mark.endswith(")")
        if mark == "a)" and not self._in_numbers():
            self.lists.append(_num(len(self.lists) + 1, 2))
        level = 1 if inner and self._in_numbers() else 0
        number = f'<w:ilvl w:val="{level}"/><w:numId w:val="{len(self.lists)}"/>'
        return f"<w:numPr>{number}</w:numPr>"

    def _in_numbers(self) -> bool:
        return 'abstractNumId w:val="1"' in self.lists[-1]


def _num(number: int, abstract: int) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'


def _table(rows: list[list[str]]) -> str:
    lines = "".join(
        f"<w:tr>{''.join(f'<w:tc>{_paragraph(_run(cell))}</w:tc>' for cell in row)}</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{lines}</w:tbl>"

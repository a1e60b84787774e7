"""The answer form as a Word file: what is asked, and a field for everything that the draft on the web has."""

import io
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from accounts.models import Body, BodyKind, Installation
from common import dates
from common.text import cleaned
from responses.forms import measures
from responses.forms.answering import DraftForm, ItemForm
from responses.models import AnswerRequest
from responses.standing import RequestStanding
from responses.word.fields import YES, FieldTag, FormPart, parts_of

SANS, SERIF = "Calibri", "Cambria"
INK, SOFT, LINE, FILL = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x5A, 0x64, 0x70), "B9C0C8", "F3F5F7"
SPARE_ROWS = 3
WIDTHS = {2: (4.2, 11.8), 3: (8.4, 4.4, 3.2), 4: (7.0, 4.0, 2.8, 2.2)}
COLUMNS = (
    ("what", "Vad"),
    ("responsible", "Ansvarig funktion"),
    ("due_on", "Klart senast"),
    ("lapses", "Utgår"),
)
INVITES = {
    "stance": "Välj",
    "may_be_secret": "Välj",
    "decision_kind": "Välj",
    "lapses": "Välj",
    "text": "Skriv svaret här",
    "what": "Vad ska göras?",
    "due_on": "ÅÅÅÅ-MM-DD",
    "decided_on": "ÅÅÅÅ-MM-DD",
    "confirmed_on": "ÅÅÅÅ-MM-DD",
}


def invitation(name: str) -> str:
    """What an empty field shows; it is no text, whatever a program makes of it."""
    return INVITES.get(name, "Skriv här")


def file_name(request: AnswerRequest) -> str:
    return f"Svar från {request.body.in_text} – {request.audit.title}"[:100] + ".docx"


def written(request: AnswerRequest, draft: DraftForm, standing: RequestStanding) -> bytes:
    """The form in the body's name, filled with its draft."""
    paper = _Paper(request)
    paper.head(standing)
    paper.proposal()
    for part in parts_of(request, draft):
        paper.part(part)
    return paper.saved()


def deciding(body: Body) -> str:
    """Who decides, as the minutes say it: Socialnämnden, Styrelsen för Lindvika Bostäder AB."""
    return f"Styrelsen för {body.name}" if body.kind == BodyKind.COMPANY else body.name


class _Paper:
    """One form on its way to become a file."""

    def __init__(self, request: AnswerRequest) -> None:
        self.request = request
        self.paper = Document()
        self.ids = count(request.pk * 10_000 % 1_000_000_000 + 1)
        self._set_up()

    def _set_up(self) -> None:
        section = self.paper.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
        for name, size, before, after in (
            ("Normal", 11, 0, 6),
            ("Title", 22, 0, 4),
            ("Heading 1", 14, 20, 6),
            ("Heading 2", 11, 14, 4),
            ("Footer", 8.5, 0, 0),
        ):
            _styled(self.paper.styles[name], size, before, after)
        properties = self.paper.core_properties
        properties.title = f"Svar från {self.request.body.in_text}"
        properties.subject, properties.author = self.request.audit.title, self.request.body.name
        properties.language, properties.comments = "sv-SE", ""
        self._foot(section.footer.paragraphs[0])

    def _foot(self, line: Any) -> None:
        fetched_on = dates.written(dates.today())
        line.add_run(f"Svarsformulär för begäran {self.request.pk}, hämtat {fetched_on}. Sida ")
        for code in ("PAGE", " av ", "NUMPAGES"):
            if code.isupper():
                page = _element("w:fldSimple", instr=code)
                page.append(_run("1"))
                line._p.append(page)
            else:
                line.add_run(code)

    def head(self, standing: RequestStanding) -> None:
        request = self.request
        self._line(request.body.name, soft=True, after=0)
        self.paper.add_paragraph(f"{standing.what} till revisorerna", style="Title")
        rows = [
            ("Till", Installation.now().auditors),
            ("Granskning", request.audit.title),
            ("Revisorernas dnr", request.audit.reference),
            ("Datum", standing.due_sentence),
            ("Sammanträde", standing.calendar_sentence),
        ]
        self._facts((label, text) for label, text in rows if text)
        self._line(
            "Skriv i de ljusa fälten. Läs sedan in filen på begärans sida i Revisionsspår: där visas vad "
            "som skiljer från utkastet innan något ersätts. Rekommendationernas text ändras inte här.",
            soft=True,
            before=8,
        )
        if request.wish:
            self.paper.add_heading("Revisorerna önskar att svaret omfattar", 1)
            self._verbatim(request.wish)

    def proposal(self) -> None:
        request = self.request
        self.paper.add_heading("Förslag till beslut", 1)
        self._line(
            f"{deciding(request.body)} beslutar att lämna svaret nedan till revisorerna som sitt "
            f"yttrande över granskningen ”{request.audit.title}”."
        )

    def part(self, part: FormPart) -> None:
        self.paper.add_heading(part.heading, 1)
        if isinstance(part.form, ItemForm):
            self._verbatim(part.form.saved_item.asked.addressee.recommendation.text)
            self._fields(part)
            self._measures(part, part.form)
        else:
            self._line("Fylls i när beslutet är fattat och protokollet justerat.", soft=True)
            self._fields(part)

    def _fields(self, part: FormPart) -> None:
        table = self._table(2)
        values = part.values()
        for name in part.names:
            cells = table.add_row().cells
            tag = part.tag(self.request, name)
            self._cell_text(cells[0], part.label(name), tag)
            choices = part.choices(name)
            text = choices.get(values[name], values[name])
            self._field(cells[1], tag, name, f"{part.label(name)}, {part.heading.lower()}", text)
            if choices:
                _offer(cells[1], choices.values())
            if name == "text":
                table.rows[-1].height = Cm(4)
        _finish(table, labelled=True)

    def _measures(self, part: FormPart, form: ItemForm) -> None:
        self.paper.add_heading(measures.LABEL, 2)
        rows = form.saved_rows
        columns = COLUMNS if any(row[measures.KEY] for row in rows) else COLUMNS[:-1]
        table = self._table(len(columns))
        for number, (cell, (_, word)) in enumerate(
            zip(table.add_row().cells, columns, strict=True)
        ):
            tag = None if number else part.tag(self.request, measures.NAME)
            self._cell_text(cell, word, tag)
        spare = min(SPARE_ROWS, max(measures.MOST_MEASURES - len(rows), 0))
        for row in [*rows, *[[""] * (len(measures.TYPED) + 2)] * spare]:
            about = int(row[measures.KEY] or 0)
            tag = part.tag(self.request, measures.NAME, about=about)
            shown = [*row[: len(measures.TYPED)], YES if row[-1] else ""]
            cells = table.add_row().cells
            for cell, (name, word), text in zip(cells, columns, shown, strict=False):
                if name != "lapses":
                    self._field(cell, tag, name, f"{word}, {part.heading.lower()}", text)
                elif about:
                    self._field(cell, tag, name, f"{word}, {part.heading.lower()}", text)
                    _offer(cell, [YES])
            if about:
                _mark(cells[0].paragraphs[0], tag, next(self.ids))
        _finish(table, labelled=False)

    def _field(self, cell: Any, tag: FieldTag, name: str, label: str, text: str) -> None:
        """A content control that can be written in and not removed."""
        properties = _element("w:sdtPr")
        properties.append(_element("w:alias", val=label[:64]))
        properties.append(_element("w:tag", val=str(tag)))
        properties.append(_element("w:id", val=str(next(self.ids))))
        properties.append(_element("w:lock", val="sdtLocked"))
        if not text:
            properties.append(_element("w:showingPlcHdr"))
        if name == "text":
            _write_paragraphs(cell, properties, text)
        else:
            properties.append(_element("w:text"))
            run = _run(text) if text else _run(invitation(name), soft=True)
            cell.paragraphs[0]._p.append(_control(properties, [run]))
        cell.paragraphs[-1].paragraph_format.space_after = Pt(2)
        _shade(cell)

    def _table(self, columns: int) -> Any:
        table = self.paper.add_table(rows=0, cols=columns)
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        for column, width in zip(table.columns, WIDTHS[columns], strict=True):
            column.width = Cm(width)
        return table

    def _facts(self, rows: Iterable[tuple[str, str]]) -> None:
        table = self._table(2)
        for label, text in rows:
            cells = table.add_row().cells
            self._cell_text(cells[0], label)
            cells[1].paragraphs[0].add_run(cleaned(text))
            cells[1].paragraphs[0].paragraph_format.space_after = Pt(2)
        _finish(table, labelled=True)

    def _cell_text(self, cell: Any, words: str, tag: FieldTag | None = None) -> None:
        line = cell.paragraphs[0]
        if tag:
            _mark(line, tag, next(self.ids))
        run = line.add_run(words)
        run.font.size, run.font.color.rgb = Pt(9.5), SOFT
        line.paragraph_format.space_after = Pt(2)

    def _line(self, words: str, *, soft: bool = False, before: int = 0, after: int = 6) -> None:
        line = self.paper.add_paragraph()
        run = line.add_run(words)
        if soft:
            run.font.size, run.font.color.rgb = Pt(10), SOFT
        line.paragraph_format.space_before, line.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )

    def _verbatim(self, text: str) -> None:
        """What somebody has decided, with an edge of its own."""
        line = self.paper.add_paragraph()
        line._p.append(_run(text))
        for run in line.runs:
            run.font.name, run.font.size = SERIF, Pt(11.5)
        line.paragraph_format.left_indent = Cm(0.5)
        line.paragraph_format.space_after = Pt(8)
        # The fields of its answer stand below it.
        line.paragraph_format.keep_with_next = True
        edge = _element("w:left", val="single", sz="12", space="8", color=LINE)
        borders = _element("w:pBdr")
        borders.append(edge)
        line._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind")

    def saved(self) -> bytes:
        packed = io.BytesIO()
        self.paper.save(packed)
        return packed.getvalue()


def _styled(style: Any, size: float, before: int, after: int) -> None:
    style.font.name, style.font.size, style.font.color.rgb = SANS, Pt(size), INK
    style.font.bold = style.name.startswith("Heading")
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), SANS)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.element.get_or_add_rPr().append(_element("w:lang", val="sv-SE"))
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def _finish(table: Any, *, labelled: bool) -> None:
    """Widths of each cell, thin lines, and a first row that is said again on the next page."""
    widths = WIDTHS[len(table.columns)]
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    table._tbl.tblPr.append(_element("w:tblInd", w="113", type="dxa"))
    table._tbl.tblPr.append(borders)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for cell in table.rows[0].cells:
        for line in cell.paragraphs:
            line.paragraph_format.keep_with_next = True
    if not labelled:
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def _control(properties: Any, written_in: Iterable[Any]) -> Any:
    content = _element("w:sdtContent")
    content.extend(written_in)
    control = _element("w:sdt")
    control.extend([properties, content])
    return control


def _write_paragraphs(cell: Any, properties: Any, text: str) -> None:
    """A control of whole paragraphs, with a last one after it, without which Word takes no cell."""
    paragraphs = []
    for line in cleaned(text or invitation("text")).split("\n"):
        paragraph = _element("w:p")
        spacing = _element("w:pPr")
        spacing.append(_element("w:spacing", after="60"))
        paragraph.extend([spacing, _run(line, soft=not text)])
        paragraphs.append(paragraph)
    cell._tc.insert(list(cell._tc).index(cell.paragraphs[0]._p), _control(properties, paragraphs))


def _shade(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=FILL))


def _offer(cell: Any, words: Iterable[str]) -> None:
    """Make the control of a cell a list to choose from."""
    listed = _element("w:dropDownList")
    for word in words:
        listed.append(_element("w:listItem", displayText=word, value=word))
    text_kind = next(cell._tc.iter(qn("w:sdtPr"))).find(qn("w:text"))
    text_kind.getparent().replace(text_kind, listed)


def _mark(line: Any, tag: FieldTag, number: int) -> None:
    line._p.append(_element("w:bookmarkStart", id=str(number), name=str(tag)))
    line._p.append(_element("w:bookmarkEnd", id=str(number)))


def _run(text: str, *, soft: bool = False) -> Any:
    run = _element("w:r")
    if soft:
        properties = _element("w:rPr")
        properties.append(_element("w:color", val=str(SOFT)))
        run.append(properties)
    for mark in _marks(text):
        run.append(mark)
    return run


def _marks(text: str) -> Iterator[Any]:
    """Words, tabs and line breaks."""
    for number, line in enumerate(cleaned(text).split("\n")):
        if number:
            yield _element("w:br")
        for place, words in enumerate(line.split("\t")):
            if place:
                yield _element("w:tab")
            if words:
                piece = _element("w:t")
                piece.text = words
                piece.set(qn("xml:space"), "preserve")
                yield piece


def _element(kind: str, **attributes: str) -> Any:
    element = OxmlElement(kind)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element

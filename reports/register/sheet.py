"""The register as a table to take along: exactly what is shown, a row for each recommendation × body, dates as dates.

A spreadsheet must run nothing of what somebody has written. In Excel a text is a text by its type; in CSV one that a
spreadsheet would take for a formula has an apostrophe before it.
"""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import IO, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from accounts.models import User
from audit.permissions import is_on_audit_side
from common.many import in_chunks
from reports.audit.facts import Reader
from reports.register.rows import UnitRow, rows_of
from responses.models import AnswerItem, UnitState
from responses.models.states import UnitStateQuerySet
from responses.secrecy import Secrecy

AT_A_TIME = 500
# Excel is put together before it is sent; more rows are written by the worker. CSV is sent as it is read.
MOST_IN_EXCEL = 5000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CellValue = str | int | date | None


class Written:
    """A row with the words of its answer, as the person may read them."""

    def __init__(self, row: UnitRow, answer_text: str) -> None:
        self.row, self.answer_text = row, answer_text


COLUMNS: dict[str, Callable[[Written], CellValue]] = {
    "Rekommendation": lambda written: written.row.addressee.recommendation.text,
    "Nämnd eller bolag": lambda written: written.row.holder.name,
    "Ställd till": lambda written: written.row.body.name,
    "Nummer": lambda written: written.row.addressee.number,
    "Granskning": lambda written: written.row.audit.title,
    "Diarienummer": lambda written: written.row.audit.reference,
    "Revisionsår": lambda written: written.row.audit.audit_year,
    "Överlämnad": lambda written: written.row.put_on,
    "Svar": lambda written: written.row.answered.word,
    "Svarade": lambda written: written.row.state.arrived_on,
    "Svar väntas": lambda written: written.row.state.due_on,
    "Svarets text": lambda written: written.answer_text,
    "Nämnden uppger": lambda written: written.row.stated.word,
    "Planerat till": lambda written: written.row.state.planned_on,
    "Revisorernas bedömning": lambda written: written.row.judged.word,
    "Bedömd": lambda written: written.row.state.judged_on,
    "Upprepar en tidigare": lambda written: "Ja" if written.row.repeats else "",
    "Nästa steg": lambda written: written.row.next_step,
    "Läge per": lambda written: written.row.on,
}


def rows(
    states: UnitStateQuerySet, *, user: User, on: date, as_known: bool
) -> Iterator[list[CellValue]]:
    """Read some hundred at a time, in the order that is shown."""
    keys = states.values_list("pk", flat=True).iterator(chunk_size=AT_A_TIME)
    for batch in in_chunks(keys, AT_A_TIME):
        by_key = UnitState.objects.with_holder(on=on).in_bulk(batch)
        shown = rows_of((by_key[key] for key in batch), user=user, on=on, as_known=as_known)
        texts = _texts(shown, user=user, on=on, as_known=as_known)
        for row in shown:
            written = Written(row, texts.get(row.addressee.pk, ""))
            yield [value(written) for value in COLUMNS.values()]


def _texts(shown: list[UnitRow], *, user: User, on: date, as_known: bool) -> dict[int, str]:
    """By addressee, the words of the answer in force, or what stands for those that are withheld."""
    items = list(
        AnswerItem.objects.in_force(on=on, as_known=as_known)
        .with_earlier()
        .filter(asked__addressee__in=[row.addressee.pk for row in shown])
        .select_related("asked")
        .order_by("answer__submitted_at", "pk")
    )
    secrecy = Secrecy(on=on, items=items)
    readers = {
        row.addressee.pk: Reader(user, is_on_audit_side(user, row.audit)).may_read_secret(
            row.state.body_id
        )
        for row in shown
    }
    texts = {}
    for item in items:
        mask = secrecy.of_item(item)
        key = item.asked.addressee_id
        if mask is None or mask.is_open or readers[key]:
            texts[key] = item.text_in_force
        else:
            texts[key] = mask.text or mask.words
    return texts


class Echo:
    """A file that gives back what is written."""

    def write(self, text: str) -> str:
        return text


def as_csv(lines: Iterable[list[CellValue]]) -> Iterator[str]:
    """With the mark that makes Excel read it as UTF-8, and the semicolon that a Swedish one expects."""
    writer = csv.writer(cast("IO[str]", Echo()), delimiter=";")
    yield "\ufeff" + cast("str", writer.writerow(COLUMNS))
    for line in lines:
        yield cast("str", writer.writerow(_harmless(value) for value in line))


def _harmless(value: CellValue) -> CellValue:
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_excel(lines: Iterable[list[CellValue]], headings: Iterable[str] = COLUMNS) -> IO[bytes]:
    """In a file of its own, a row at a time."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rekommendationer")
    sheet.freeze_panes = "A2"
    sheet.append(list(headings))
    try:
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line])
    except BaseException:
        # Else what was written of it lies among the temporary files for as long as the worker lives.
        sheet.close()
        sheet._writer.cleanup()
        raise
    file = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115  # closed with the answer that sends it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: object, value: CellValue) -> object:
    """As it is, but for a text that Excel would take for a formula or an error."""
    if not isinstance(value, str) or not value.startswith(("=", "#")):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell

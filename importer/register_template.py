"""The Excel file to fill in for a register of earlier years: headings, lists to choose from, and how to do it."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from importer.register import SHEET
from importer.register_cells import BY_KEY, COLUMNS, Column
from importer.workbook import MOST_ROWS
from recommendations.values import UNJUDGED, VerdictValue

NAME = "register-mall.xlsx"
LISTS = "Listor"
WIDTHS = {"title": 40, "body": 26, "text": 60, "source": 40, "status": 20, "remark": 40}
INSTRUCTIONS = (
    "En rad för varje rekommendation och organ. Gäller samma rekommendation flera organ blir det en rad för varje.",
    "Fyll i bladet Rekommendationer. Kolumner med * måste fyllas i.",
    "Ovanför rubrikerna får det stå en titel eller ett datum; det läses inte.",
    "Skriv dagar som dagar i Excel eller som 2019-10-03.",
    "Skriv granskningens titel och revisionsår lika på alla dess rader. Av dem blir det en granskning.",
    "Skriv rekommendationen ordagrant. Källan säger var den står.",
    f"Högst {MOST_ROWS} rader, inga sammanslagna celler och inga dolda rader.",
    "Ladda upp under Läs in rapport, Register från tidigare år. Är en cell fel läses inget in, och varje fel visas.",
)


def template(bodies: Iterable[str]) -> bytes:
    """The file. The names are offered as a list in the column for bodies."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _headings(sheet)
    statuses = [*(str(value.label) for value in VerdictValue), UNJUDGED.word]
    _instructions(book.create_sheet("Så gör du"))
    choices = book.create_sheet(LISTS)
    _offer(sheet, choices, BY_KEY["body"], list(bodies), place=1)
    _offer(sheet, choices, BY_KEY["status"], statuses, place=2)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _headings(sheet: Any) -> None:
    for place, column in enumerate(COLUMNS, start=1):
        sheet.cell(1, place, column.heading).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(column.key, 16)
    sheet.freeze_panes = "A2"


def _instructions(sheet: Any) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 90
    rows = [(line, "") for line in INSTRUCTIONS] + [("", ""), ("Kolumn", "Vad som står där")]
    rows += [(column.heading, column.hint) for column in COLUMNS]
    for number, (first, second) in enumerate(rows, start=1):
        sheet.cell(number, 1, first)
        sheet.cell(number, 2, second).alignment = Alignment(wrap_text=True)
    sheet.cell(len(INSTRUCTIONS) + 2, 1).font = Font(bold=True)
    sheet.cell(len(INSTRUCTIONS) + 2, 2).font = Font(bold=True)


def _offer(sheet: Any, choices: Any, column: Column, words: list[str], *, place: int) -> None:
    """The words as a list to choose from, in each row that is read."""
    letter = get_column_letter(place)
    choices.cell(1, place, column.name).font = Font(bold=True)
    choices.column_dimensions[letter].width = 30
    for number, word in enumerate(words, start=2):
        cell = choices.cell(number, place, word)
        cell.data_type = "s"  # never a formula, whatever it begins with
    if words:
        offered = DataValidation(
            "list", formula1=f"={LISTS}!${letter}$2:${letter}${len(words) + 1}", allow_blank=True
        )
        sheet.add_data_validation(offered)
        column_letter = get_column_letter(COLUMNS.index(column) + 1)
        offered.add(f"{column_letter}2:{column_letter}{MOST_ROWS + 1}")

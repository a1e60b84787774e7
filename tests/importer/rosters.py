"""Files of people, bodies and meetings."""

import io
from typing import Any

import openpyxl

from importer.roster import COLUMNS


def roster_file(**sheets: list[list[Any]]) -> bytes:
    """`organ`, `uppdrag`, `sammantraden`: rows in the order of the columns."""
    names = {"organ": "Organ", "uppdrag": "Uppdrag", "sammantraden": "Sammanträden"}
    book = openpyxl.Workbook()
    book.remove(book.active)
    for key, rows in sheets.items():
        sheet = book.create_sheet(names[key])
        sheet.append([column.heading for column in COLUMNS[names[key]]])
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()

"""The whole register as an Excel file, beside a writer of the same cells that reads nothing and knows nothing."""

import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.http import QueryDict
from openpyxl import Workbook

from accounts.models import User
from demo import scale
from reports.register.query import register_query
from reports.register.sheet import COLUMNS, CellValue, as_excel, rows
from tests.bench.figures import Figures, timed

RECOMMENDATIONS = 4000


def bench(figures: Figures) -> None:
    reader = scale.make(RECOMMENDATIONS)["auditor"]
    cells = list(_lines(reader))
    figures.tell("rows", len(cells))
    _, raw, _ = timed(lambda: _raw(cells))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, worked, _ = timed(lambda: as_excel(_lines(reader)).close())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    figures.tell("raw writer: seconds of work", round(raw, 2))
    figures.tell("product: seconds of work", round(worked, 2))
    figures.tell("product: memory beside the rows, kB", grown)
    figures.compare("table", round(worked / raw, 2))


def _lines(reader: User) -> Iterator[list[CellValue]]:
    listing = register_query(QueryDict(), user=reader)
    return rows(listing.states, user=reader, on=listing.form.day, as_known=False)


def _raw(cells: list[list[CellValue]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(COLUMNS))
    for line in cells:
        sheet.append(line)
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "raw.xlsx")

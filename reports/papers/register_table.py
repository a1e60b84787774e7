"""The register as a table of more rows than a page can send: written by the worker, some hundred rows at a time."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from documents.files import KINDS
from reports.making import PaperMade
from reports.models import Compilation, CompilationKind
from reports.papers.compiled import file_name, register_of
from reports.register.office import HEADINGS, office_rows
from reports.register.sheet import AT_A_TIME, COLUMNS, CellValue, as_excel, rows

# As many as a sheet holds, under its headings.
MOST_ROWS = 2**20 - 1
FORMS = {
    CompilationKind.TABLE: (COLUMNS, rows),
    CompilationKind.OFFICE: (HEADINGS, office_rows),
}


def table(
    job: Compilation, *, made_at: datetime, progress: Callable[[int], None] | None = None
) -> PaperMade:
    """Raises RuleBroken when the choice can't be read, or has nothing. `progress` is told of rows."""
    headings, lines_of = FORMS[CompilationKind(job.kind)]
    states = register_of(job, most=MOST_ROWS).states
    lines = lines_of(states, user=job.requested_by, on=job.per, as_known=job.as_known)
    with as_excel(_noted(lines, progress), headings) as file:
        return PaperMade(file.read(), file_name(job, "xlsx"), media_type=KINDS["xlsx"])


def _noted(
    lines: Iterable[list[CellValue]], progress: Callable[[int], None] | None
) -> Iterator[list[CellValue]]:
    for count, line in enumerate(lines, start=1):
        yield line
        if progress and count % AT_A_TIME == 0:
            progress(count)

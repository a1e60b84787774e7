"""The register as a list on paper: exactly the rows that are shown, for whoever asked for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from reports.making import PaperMade
from reports.models import Compilation
from reports.papers.compiled import file_name, register_of
from reports.papers.rendering import rendered
from reports.register.rows import UnitRow, rows_of

PAPER = "reports/pdf/register_list.html"
MOST_ROWS = 2000


@dataclass(frozen=True)
class RegisterList:
    """All that the paper says."""

    title: str
    on: date
    as_known: bool
    choice: str
    order: str
    rows: list[UnitRow]


def build(job: Compilation) -> RegisterList:
    """Raises RuleBroken when the choice can't be read, or is too large."""
    listing = register_of(job, most=MOST_ROWS)
    rows = rows_of(listing.states, user=job.requested_by, on=job.per, as_known=job.as_known)
    return RegisterList(job.title, job.per, job.as_known, listing.words, listing.order_words, rows)


def paper(
    job: Compilation, *, made_at: datetime, progress: Callable[[int], None] | None = None
) -> PaperMade:
    """Raises RuleBroken as `build` does."""
    built = build(job)
    return PaperMade(
        rendered(PAPER, {"paper": built, "made_at": made_at}, laid_out=progress), file_name(job)
    )

"""The parts beside questions and recommendations: criteria, minutes that were read, sources, stickprov, statuses.

Each is taken only where the document gives it a heading of its own; what does not fit is left out with a doubt.
"""

from collections.abc import Sequence

from importer.reader.criteria import find_criteria
from importer.reader.lists import lists_of
from importer.reader.minutes import find_minutes
from importer.reader.model import PrintedAudit
from importer.reader.rows import printed_rows, text_rows
from importer.reader.sample_tables import find_sample_table
from importer.reader.sampling import find_sample
from importer.reader.sources import find_sources, note_other_dates
from importer.reader.statuses import add_statuses
from importer.reader.tables import tables_in
from importer.reader.text import DocumentText


def add_sections(reading: PrintedAudit, documents: Sequence[DocumentText]) -> None:
    """Puts what the documents hold of these parts into the reading. The first document that has a part gives it."""
    for document in documents:
        _add(reading, document)
    note_other_dates(reading, documents)


def _add(reading: PrintedAudit, document: DocumentText) -> None:
    rows, tables, lists = text_rows(document), tables_in(document), lists_of(document)
    if not reading.criteria:
        reading.criteria = find_criteria(document, rows, lists, reading.doubts)
    if not reading.minutes_reviewed:
        reading.minutes_reviewed = find_minutes(document, rows, tables, reading.doubts)
    if not reading.sources.interviews and not reading.sources.documents:
        reading.sources = find_sources(document, rows, tables, lists, reading.doubts)
    if not reading.sample.cases:
        reading.sample = find_sample_table(document, tables, reading.doubts)
    if not reading.sample.cases:
        reading.sample = find_sample(document, printed_rows(document), reading.doubts)
    if not reading.statuses:
        add_statuses(reading, document, rows, tables)

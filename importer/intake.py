"""What an upload shows at once, before the worker reads it: refusals that nobody should wait for."""

from common.causes import JobCause
from documents.inspecting import PAGES_LOOKED_AT, inspect
from importer.reader import MAX_BYTES, Unreadable, decode, printable
from importer.reader.pdf import require_pages, require_start, require_text

ENDINGS = ("txt", "pdf", "docx")
# A Word file of more parts than this (paragraphs, runs, marks) is no report, and takes the reader's time.
MOST_ELEMENTS = 1_000_000
MOST_UNPACKED = 150 * 1024 * 1024


def look_at(name: str, data: bytes) -> None:
    """Checks of one file. Raises Unreadable, with a Swedish sentence that names the file."""
    label, ending = printable(name), name.lower().rpartition(".")[2]
    if ending == "txt" or ending not in ENDINGS or not data or len(data) > MAX_BYTES:
        decode(name, data)  # plain text is cheap, and the rest is refused by its name or its size
        return
    if ending == "pdf":
        require_start(label, data)
    seen = inspect(
        ending, data, text=True, most_unpacked=MOST_UNPACKED, most_elements=MOST_ELEMENTS
    )
    if seen.fault:
        raise Unreadable(f"Filen {label} {seen.fault}", JobCause.BROKEN)
    require_pages(label, seen.pages)
    if ending == "pdf" and seen.pages <= PAGES_LOOKED_AT:
        require_text(label, seen.letters, seen.pages)

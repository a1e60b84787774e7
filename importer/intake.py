"""What an upload shows at once, before the worker reads it: refusals that nobody should wait for."""

from importer.packed import fault
from importer.reader import MAX_BYTES, Unreadable, decode, printable
from importer.reader.pdf import FEWEST_LETTERS, opened, require_text

ENDINGS = ("txt", "pdf", "docx")
# A report of pictures alone shows it within these; a longer one is left for the worker to judge.
PAGES_LOOKED_AT = 30
# What Office makes of a file with a password: a container of another kind.
LOCKED = b"\xd0\xcf\x11\xe0"


def look_at(name: str, data: bytes) -> None:
    """Cheap checks of one file. Raises Unreadable, with a Swedish sentence that names the file."""
    label, ending = printable(name), name.lower().rpartition(".")[2]
    if ending == "txt" or ending not in ENDINGS or not data or len(data) > MAX_BYTES:
        decode(name, data)  # plain text is cheap, and the rest is refused by its name or its size
    elif ending == "pdf":
        _look_at_pdf(label, data)
    elif data.startswith(LOCKED):
        raise Unreadable(f"Filen {label} är låst med lösenord. Spara den utan lösenord.")
    elif said := fault(data, "word/document.xml"):
        raise Unreadable(f"Filen {label} {said}")


def _look_at_pdf(label: str, data: bytes) -> None:
    """Its first pages hold some text; the looking ends where enough has been seen."""
    letters = 0
    with opened(label, data) as document:
        pages = len(document)
        for number in range(min(pages, PAGES_LOOKED_AT)):
            page = document[number]
            letters += sum(map(str.isalpha, page.get_textpage().get_text_bounded()))
            page.close()
            if letters >= FEWEST_LETTERS:
                return
    if pages <= PAGES_LOOKED_AT:
        require_text(label, letters, pages)

"""What an upload shows at once, before the worker reads it: refusals that nobody should wait for."""

import pypdfium2 as pdfium

from importer.packed import fault
from importer.reader import MAX_BYTES, Unreadable, decode, printable
from importer.reader.formats import MOST_PAGES

ENDINGS = ("txt", "pdf", "docx")
# A report of pictures alone shows it within these; a longer one is left for the worker to judge.
PAGES_LOOKED_AT = 30
FEWEST_LETTERS = 40
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
    if not data.startswith(b"%PDF-"):
        raise Unreadable(f"Filen {label} är inte en PDF-fil.")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        said = "är låst med lösenord. Spara den utan lösenord." if locked else "är skadad."
        raise Unreadable(f"Filen {label} {said}") from None
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(f"Filen {label} har fler än {MOST_PAGES} sidor.")
        if not _has_text(document):
            raise Unreadable(
                f"Filen {label} har ingen text att läsa. Den är troligen inskannad; "
                "ladda upp en version med text, eller skriv granskningen för hand."
            )
    except pdfium.PdfiumError:
        raise Unreadable(f"Filen {label} är skadad.") from None
    finally:
        document.close()


def _has_text(document: pdfium.PdfDocument) -> bool:
    """Whether the first pages hold some; the looking ends where enough has been seen."""
    letters = 0
    enough = FEWEST_LETTERS * min(len(document), 3) / 3
    for number in range(min(len(document), PAGES_LOOKED_AT)):
        page = document[number]
        letters += sum(map(str.isalpha, page.get_textpage().get_text_bounded()))
        page.close()
        if letters >= enough:
            return True
    return len(document) > PAGES_LOOKED_AT

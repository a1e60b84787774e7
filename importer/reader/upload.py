"""The text of one uploaded file."""

import codecs

from common.causes import JobCause
from importer.reader.model import Unreadable
from importer.reader.pdf import pdf_text
from importer.reader.word import docx_text

# Plain text of five megabytes is a thousand pages; PDF and Word carry pictures.
MAX_BYTES = 20 * 1024 * 1024
MAX_TEXT = 5 * 1024 * 1024

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x1a")


def decode(name: str, data: bytes) -> str:
    """The text of a .pdf with a text layer, a .docx, or a .txt in UTF-8, UTF-16 with BOM or Windows-1252.

    Raises Unreadable, with a Swedish sentence that names the file, for everything else.
    """
    label, ending = printable(name), name.lower().rpartition(".")[2]
    if ending not in ("txt", "pdf", "docx") or "." not in name:
        raise Unreadable(
            f"Filen {label} kan inte läsas in: bara PDF, Word (.docx) och textfiler (.txt) tas emot.",
            JobCause.KIND,
        )
    most = MAX_TEXT if ending == "txt" else MAX_BYTES
    if len(data) > most:
        raise Unreadable(
            f"Filen {label} är för stor: högst {most // (1024 * 1024)} MB tas emot.",
            JobCause.TOO_LARGE,
        )
    if not data:
        raise Unreadable(f"Filen {label} är tom.", JobCause.NO_TEXT)
    if ending == "txt":
        return _plain(label, data)
    text = pdf_text(label, data) if ending == "pdf" else docx_text(label, data)
    if not text.strip():
        raise Unreadable(f"Filen {label} är tom.", JobCause.NO_TEXT)
    return text


def _plain(label: str, data: bytes) -> str:
    text = _text(data)
    if text is None:
        raise Unreadable(f"Filen {label} är inte en textfil.", JobCause.BROKEN)
    if not text.strip():
        raise Unreadable(f"Filen {label} är tom.", JobCause.NO_TEXT)
    return text


def printable(name: str) -> str:
    """A file name that fits in one line of a message."""
    clean = "".join(character if character.isprintable() else "?" for character in name)
    return clean if len(clean) <= 120 else clean[:117] + "…"


def _text(data: bytes) -> str | None:
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _is_binary(text) else text
    return None


def _is_binary(text: str) -> bool:
    return any(character < " " and character not in _ALLOWED_CONTROLS for character in set(text))

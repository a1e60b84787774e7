"""The text of one uploaded file."""

import codecs

from importer.reader.model import Unreadable

MAX_BYTES = 5 * 1024 * 1024

_SUFFIXES = (".txt",)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x1a")


def decode(name: str, data: bytes) -> str:
    """The text of a .txt file in UTF-8, UTF-16 with BOM or Windows-1252, at most `MAX_BYTES` bytes.

    Raises Unreadable, with a Swedish sentence that names the file, for everything else.
    """
    label = printable(name)
    if not name.lower().endswith(_SUFFIXES):
        raise Unreadable(f"Filen {label} kan inte läsas in: bara textfiler (.txt) tas emot.")
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"Filen {label} är för stor: högst {MAX_BYTES // (1024 * 1024)} MB tas emot."
        )
    text = _text(data)
    if text is None:
        raise Unreadable(f"Filen {label} är inte en textfil.")
    if not text.strip():
        raise Unreadable(f"Filen {label} är tom.")
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

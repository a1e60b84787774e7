"""Files that come in: encodings, wrong kinds, wrong sizes."""

import codecs

import pytest

from importer.reader import Unreadable, decode
from importer.reader.upload import MAX_TEXT

TEXT = "Granskning av räddningstjänst – år 2024"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("cp1252"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "windows", "utf-16 le", "utf-16 be"],
)
def test_encodings(data: bytes) -> None:
    assert decode("rapport.txt", data) == TEXT


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("rapport.pdf", b"%PDF-1.7", "är skadad"),
        ("rapport", b"text", "bara PDF, Word"),
        ("tom.txt", b"", "är tom"),
        ("blank.txt", b" \n\t\n", "är tom"),
        ("bild.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "inte en textfil"),
        ("udda.txt", codecs.BOM_UTF16_LE + b"a", "inte en textfil"),
        ("styr.txt", b"text\x01\x02", "inte en textfil"),
        ("stor.txt", b"a" * (MAX_TEXT + 1), "för stor"),
    ],
)
def test_refused_with_a_sentence_that_names_the_file(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as refusal:
        decode(name, data)

    assert name in str(refusal.value)


def test_the_sentence_is_one_line_whatever_the_name() -> None:
    with pytest.raises(Unreadable) as refusal:
        decode("rad\nbrytning\x1b[31m.pdf", b"x")

    assert str(refusal.value).isprintable()

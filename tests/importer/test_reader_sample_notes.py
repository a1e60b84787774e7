"""The notes under a stickprov are its own, whatever footnotes the report's text has."""

from collections.abc import Callable

import pytest

from importer.reader import Reading, decode, read
from tests.importer.corpus.as_pdf import as_pdf
from tests.importer.corpus.as_text import as_text
from tests.importer.corpus.as_word import as_word
from tests.importer.corpus.source import Source, _sources

REPORT = """
=== rapport
# Granskning av färjor

Granby kommun

Nämnden följer färjelagen[^1] och sin egen ordning[^2]. Revisorerna har granskat detta.

[^1]: Färjelagen (1999:1).
[^2]: Färjeordning 2020.

## Stickprov

| Kontrollfråga | Ärende 1 | Ärende 2 | Ärende 3 |
| Finns beslut? | Ja^1^ | Nej^2^ | Ja |
| Finns plan? | Ja | Nej^2^ | Ja^3^ |

{notes}

## Bedömning

Vår bedömning är att arbetet i huvudsak fungerar.
"""
SHAPES = {
    "plain": "1 Beslutet kom sent.\n\n2 Ärendet lades ned.\n\n3 Planen är gammal.",
    "raised": "^1^ Beslutet kom sent.\n\n^2^ Ärendet lades ned.\n\n^3^ Planen är gammal.",
    "brackets": "1) Beslutet kom sent.\n\n2) Ärendet lades ned.\n\n3) Planen är gammal.",
    "numbered": "> 1. Beslutet kom sent.\n> 2. Ärendet lades ned.\n> 3. Planen är gammal.",
    "a heading": "Noter\n\n1 Beslutet kom sent.\n\n2 Ärendet lades ned.\n\n3 Planen är gammal.",
    "words": "Not 1: Beslutet kom sent.\n\nNot 2: Ärendet lades ned.\n\nNot 3: Planen är gammal.",
}


def reading_of(notes: str, kind: str) -> Reading:
    render: dict[str, Callable[[Source], bytes]] = {
        "txt": lambda source: as_text(source).encode(),
        "docx": as_word,
        "pdf": as_pdf,
    }
    source = next(_sources(REPORT.replace("{notes}", notes)))
    name = f"rapport.{kind}"
    return read([(name, decode(name, render[kind](source)))])


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf"])
@pytest.mark.parametrize("notes", SHAPES.values(), ids=SHAPES)
def test_the_notes_under_the_table_are_the_stickprovs(notes: str, kind: str) -> None:
    assert reading_of(notes, kind).sample.notes == {
        "1": "Beslutet kom sent.",
        "2": "Ärendet lades ned.",
        "3": "Planen är gammal.",
    }


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_without_notes_of_its_own_it_takes_none_of_the_texts(kind: str) -> None:
    reading = reading_of("", kind)

    assert reading.sample.notes == {}
    assert [doubt.message for doubt in reading.doubts if doubt.about == "sample"] == [
        "Stickprovets not 1, 2, 3 har ingen text i dokumenten."
    ]

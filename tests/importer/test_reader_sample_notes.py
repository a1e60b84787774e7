"""The notes under a stickprov are its own, whatever footnotes the report's text has."""

from collections.abc import Callable

import pytest

from importer.reader import PrintedAudit, decode, read
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


def reading_of(notes: str, kind: str) -> PrintedAudit:
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


GRID = """Granskning av färjor

Granby kommun

Nämnden följer färjelagen1 och sin egen ordning2. Revisorerna har granskat detta.
{before}
Stickprov

Kontrollfråga
Ärende 1
Ärende 2
Ärende 3
Finns beslut?
Ja1 Nej2 Ja
Finns plan?
Ja Nej2 Ja3
{below}

Bedömning

Vår bedömning är att arbetet i huvudsak fungerar.
"""
FOOTNOTES = "\n1 Färjelagen (1999:1).\n2 Färjeordning 2020.\n"
OWN = "1 Beslutet kom sent.\n\n2 Ärendet lades ned.\n\n3 Planen är gammal.\n"
HEAD = "Sida 7 av 9\n\n\fGranby kommun, revisionen\n\n"
ACROSS_PAGES = {
    "on the next page": f"\n\f{OWN}",
    "under the next page's head": f"\n7 (12)\n\fGranskning av färjor\n\n{OWN}",
    "on two pages": "\n" + OWN.replace("\n2", f"\n{HEAD}2"),
    "a note on two pages": "\n" + OWN.replace("lades ned", f"\n{HEAD}lades ned"),
    "the last on the next page": "\n" + OWN.replace("\n3", f"\n{HEAD}3"),
    "below the page's own footnotes": f"{FOOTNOTES}\n{HEAD}{OWN}",
}


@pytest.mark.parametrize("below", ACROSS_PAGES.values(), ids=ACROSS_PAGES)
def test_notes_across_pages_of_a_text_file_are_whole_and_its_own(below: str) -> None:
    before = "" if FOOTNOTES in below else FOOTNOTES
    text = GRID.replace("{before}", before).replace("{below}", below)

    reading = read([("rapport.txt", decode("rapport.txt", text.encode()))])

    assert reading.sample.notes == {
        "1": "Beslutet kom sent.",
        "2": "Ärendet lades ned.",
        "3": "Planen är gammal.",
    }


def test_footnotes_of_a_page_do_not_take_the_place_of_as_many_notes() -> None:
    own = OWN[: OWN.index("\n\n3")]
    grid = GRID.replace("Ja3", "Ja").replace("{before}", "")
    text = grid.replace("{below}", f"{FOOTNOTES}\n\f{own}\n")

    reading = read([("rapport.txt", decode("rapport.txt", text.encode()))])

    assert reading.sample.notes == {"1": "Beslutet kom sent.", "2": "Ärendet lades ned."}

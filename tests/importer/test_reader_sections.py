"""Criteria, minutes, sources and the stickprov."""

import csv

import pytest

from importer.reader import PrintedAudit, decode, read
from tests.importer.test_reader_seeds import SEEDS, SHARED

HEAD = """Granskning av tillsynen
Revisionsrapport

Syfte och revisionsfrågor
Följande revisionsfrågor besvaras:
► Finns det en plan för tillsynen?

Vi rekommenderar miljönämnden att:
► Upprätta en plan för tillsynen

"""
SOURCES = """Källförteckning

Intervjuer:
► Miljöchef
► Inspektörer vid livsmedels-
kontrollen

Dokument:
► Tillsynsplan för livsmedel, 3 mars 2021
► Delegationsordning
"""
MINUTES = """Protokollgranskning miljönämnden 2021

Datum Typ av ärende Beskrivning

2021-02-03 Information Redovisning av årets kontroller.
2021-05-19 Beslut om
plan

Nämnden antar planen för tillsynen.

Vi ser att nämnden har fått information.
"""
SAMPLE = """Bilaga 2 – Stickprov

Kontrollfråga Ärend
e 1 - kiosk

Ärend
e 2 - skola

Finns ett beslut?

Ja1 Nej

Följs beslutet upp?

Pågåe
nde

Delvis2

1 Beslutet saknar datum.
2 Uppföljning pågår
sedan våren.
"""


def found(text: str) -> PrintedAudit:
    return read([("rapport.txt", HEAD + text)])


def test_sources_are_roles_and_documents() -> None:
    sources = found(SOURCES).sources

    assert sources.interviews == ["Miljöchef", "Inspektörer vid livsmedelskontrollen"]
    assert sources.documents == ["Tillsynsplan för livsmedel, 3 mars 2021", "Delegationsordning"]
    assert sources.where


def test_a_source_goes_on_after_a_line_that_ends_nothing() -> None:
    listed = "► Rutin för tillsyn. Fastställd av\n\nMiljönämnden, den 3 mars 2021.\n\n► Budget\n"
    text = f"Källförteckning\n\nDokument:\n\n{listed}"

    assert found(text).sources.documents == [
        "Rutin för tillsyn. Fastställd av Miljönämnden, den 3 mars 2021.",
        "Budget",
    ]


def test_another_date_of_a_document_is_a_doubt() -> None:
    reading = found("Tillsynsplan beslutades den 13 mars 2021.\n\n" + SOURCES)

    assert any("13 mars 2021" in doubt.message for doubt in reading.doubts)


def test_minutes_end_where_running_text_begins() -> None:
    rows = [
        (row.date, row.body, row.kind, row.description) for row in found(MINUTES).minutes_reviewed
    ]

    assert rows == [
        ("2021-02-03", "Miljönämnden", "Information", "Redovisning av årets kontroller."),
        ("2021-05-19", "Miljönämnden", "Beslut om plan", "Nämnden antar planen för tillsynen."),
    ]


def test_split_words_and_notes_of_the_grid_are_whole_again() -> None:
    sample = found(SAMPLE).sample

    assert [case.label for case in sample.cases] == ["Ärende 1 – kiosk", "Ärende 2 – skola"]
    assert [[(c.value, c.note) for c in q.cells] for q in sample.questions] == [
        [("Ja", 1), ("Nej", None)],
        [("Pågående", None), ("Delvis", 2)],
    ]
    assert sample.notes == {"1": "Beslutet saknar datum.", "2": "Uppföljning pågår sedan våren."}


def test_nothing_is_made_up_without_the_headings() -> None:
    reading = found("Vi har intervjuat chefer och läst planer från 2021-02-03.\n")

    assert not (reading.criteria or reading.minutes_reviewed or reading.sources.interviews)
    assert not reading.sample.cases and reading.kind is None and reading.scale is None


def test_the_kind_is_what_the_document_calls_itself() -> None:
    assert found("Detta är en fördjupad granskning.\n").kind == "fordjupad"
    assert found("Detta är en fördjupad granskning efter en förstudie.\n").kind == "fordjupad"


@pytest.mark.parametrize(
    "sentence",
    [
        "Arbetet gjordes utan förstudie.",
        "Lekmannarevisorerna i bolaget har inte medverkat.",
        "Nämnden bör dokumentera vägvalen i sina förstudier bättre.",
        "Revisorerna har tidigare genomfört en förstudie.",
        "En fördjupad granskning kan bli aktuell senare.",
        "Revisorerna har inte gjort en uppföljande granskning.",
    ],
)
def test_a_side_remark_tells_no_kind(sentence: str) -> None:
    assert found(f"{sentence}\n").kind is None


def test_a_heading_tells_the_kind() -> None:
    text = "Förstudie\nLindvika kommun\n\nRevisorerna har granskat avtal. En fördjupad granskning kan följa.\n"

    assert (
        read([("rapport.txt", text + "Vi rekommenderar nämnden att:\n• följa upp\n")]).kind
        == "forstudie"
    )


@pytest.mark.skipif(len(SEEDS) != 2, reason="the real audit is not beside this checkout")
def test_the_real_audit_to_the_letter() -> None:
    reading = read([(path.name, decode(path.name, path.read_bytes())) for path in SEEDS])
    with (SHARED / "design" / "seed-stickprov.csv").open(encoding="utf-8") as file:
        table = list(csv.reader(file, delimiter=";"))[1:]

    shown = [
        [
            str(question.number),
            question.text,
            *(f"{c.value}|{c.note}" if c.note else c.value for c in question.cells),
        ]
        for question in reading.sample.questions
    ]

    assert shown == table
    assert sorted(map(int, reading.sample.notes)) == list(range(1, 17))
    counts = len(reading.sources.interviews), len(reading.sources.documents)
    assert (counts, len(reading.minutes_reviewed), len(reading.criteria)) == ((15, 25), 6, 3)
    assert (reading.kind, reading.scale) == ("fordjupad", "ja_delvis_nej")

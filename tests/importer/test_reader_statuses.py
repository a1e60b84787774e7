"""The table of a follow-up report that says how far earlier recommendations have come."""

from collections.abc import Callable, Sequence

import pytest

from importer.reader import DoubtCode, PrintedAudit, decode, read
from importer.reader.statuses import MOST_ROWS, status_of
from tests.importer.follow_ups import Part, as_print, as_word

HEAD = "Revisionsrapport: Uppföljande granskning av livsmedelskontrollen"
ROWS = [
    ("Nr", "Tidigare rekommendation", "Status", "Kommentar"),
    (
        "1",
        "Kommunstyrelsen bör upprätta en skriftlig rutin för rotation av inspektörer",
        "Åtgärdad",
        "Rutinen antogs i mars",
    ),
    ("2", "Förtydliga vem som beslutar om avgifter", "Delvis åtgärdad", "Förslag finns."),
    ("3", "Följ upp hur klagomål besvaras", "Ej åtgärdad", ""),
    ("4", "Se över taxan", "Se bilaga", "Taxan togs inte upp."),
]
FORMS: list[Callable[[Sequence[Part]], bytes]] = [as_word, as_print]


def read_one(
    parts: Sequence[Part], make: Callable[[Sequence[Part]], bytes] = as_word
) -> PrintedAudit:
    name = "a.docx" if make is as_word else "a.pdf"
    return read([(name, decode(name, make(parts)))])


def codes(reading: PrintedAudit, about: str = "") -> list[str]:
    return [doubt.code for doubt in reading.doubts if not about or doubt.about == about]


@pytest.mark.parametrize("make", FORMS)
def test_each_row_gives_text_word_value_and_note(make: Callable[[Sequence[Part]], bytes]) -> None:
    reading = read_one([HEAD, "Kommunstyrelsen", ROWS], make)

    assert [(row.number, row.status, row.value, row.note) for row in reading.statuses] == [
        (1, "Åtgärdad", "done", "Rutinen antogs i mars."),
        (2, "Delvis åtgärdad", "partly", "Förslag finns."),
        (3, "Ej åtgärdad", "not_done", ""),
        (4, "Se bilaga", None, "Taxan togs inte upp."),
    ]
    assert [row.text for row in reading.statuses] == [row[1] for row in ROWS[1:]]
    assert {row.body for row in reading.statuses} == {"Kommunstyrelsen"}
    assert codes(reading, "statuses.4") == [DoubtCode.STATUS_UNKNOWN]


def test_what_was_recommended_earlier_is_not_recommended_now() -> None:
    reading = read_one([HEAD, ROWS])

    assert reading.recommendations == []
    assert DoubtCode.IN_PROSE not in codes(reading)
    assert DoubtCode.EARLIER_RECOMMENDATIONS not in codes(reading)
    assert DoubtCode.LITTLE_RECOGNISED not in codes(reading)


def test_rows_within_the_table_name_the_body() -> None:
    table = [
        ("Rekommendation", "Genomförd?"),
        ("Kommunstyrelsen", ""),
        ("Upprätta en rutin", "Ja"),
        ("Socialnämnden", "Socialnämnden"),
        ("Utbilda nya handläggare", "Nej. Utbildningen ställdes in"),
    ]

    reading = read_one([HEAD, "Så har tidigare rekommendationer följts.", table])

    assert [(row.body, row.value, row.note) for row in reading.statuses] == [
        ("Kommunstyrelsen", "done", ""),
        ("Socialnämnden", "not_done", "Utbildningen ställdes in."),
    ]


def test_a_column_names_the_body_and_columns_are_ticked() -> None:
    table = [
        ("Nämnd", "Rekommendation", "Genomförd", "Pågår", "Ej genomförd", "Iakttagelser"),
        ("Kommunstyrelsen", "Upprätta en rutin", "X", "", "", ""),
        ("Socialnämnden", "Utbilda handläggare", "", "x", "", "Två av fyra har gått kursen"),
        ("Socialnämnden", "Inför egenkontroll", "", "x", "x", ""),
    ]

    reading = read_one([HEAD, table])

    assert [(row.body, row.status, row.value) for row in reading.statuses] == [
        ("Kommunstyrelsen", "Genomförd", "done"),
        ("Socialnämnden", "Pågår", "partly"),
        ("Socialnämnden", "Pågår, Ej genomförd", None),
    ]


@pytest.mark.parametrize(
    "table",
    [
        # What is recommended now, and who answers for it.
        [("Rekommendation", "Ansvarig"), ("Upprätta en rutin", "Kommunstyrelsen")],
        # Questions and their answers.
        [("Revisionsfråga", "Bedömning"), ("Finns det en rutin?", "Ja"), ("Följs den?", "Delvis")],
        # A plan of the body.
        [("Åtgärd", "Status"), ("Ny rutin", "Pågår")],
        # Grades of how urgent it is: no word of such a table.
        [("Rekommendation", "Bedömning"), ("Upprätta en rutin", "Hög"), ("Se över taxan", "Låg")],
    ],
)
def test_a_table_of_something_else_is_not_taken(table: Part) -> None:
    assert read_one([HEAD, "Vi rekommenderar kommunstyrelsen att:", table]).statuses == []


def test_an_audit_that_follows_nothing_up_has_no_such_table() -> None:
    table = [("Rekommendation", "Status"), ("Upprätta en rutin", "Pågår")]

    assert read_one(["Revisionsrapport: Granskning av taxor", table]).statuses == []
    assert len(read_one(["Revisionsrapport", "Tidigare granskning", table]).statuses) == 1


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Åtgärdad", "done"),
        ("Genomfört.", "done"),
        ("Ja", "done"),
        ("Helt åtgärdad", "done"),
        ("Delvis", "partly"),
        ("Pågår", "partly"),
        ("Påbörjad", "partly"),
        ("Inte helt åtgärdad", "partly"),
        ("Till viss del", "partly"),
        ("Nej", "not_done"),
        ("Inte genomförd", "not_done"),
        ("Ej påbörjad", "not_done"),
        ("Kvarstår", "not_done"),
        ("Ej längre aktuell", "not_relevant"),
        ("Inte aktuellt", "not_relevant"),
        ("Enligt tidplan", "on_schedule"),
        ("Ej bedömd", None),
        ("Kan inte bedömas", None),
        ("Ja/Delvis", None),
        ("Åtgärdad, men inte i förskolan", None),
        ("Jakten pågår", None),
        ("", None),
        ("3", None),
    ],
)
def test_words(cell: str, value: str | None) -> None:
    assert status_of(cell)[0] == value


def test_very_many_rows_are_cut_and_said() -> None:
    rows = [("Rekommendation", "Status"), *((f"Upprätta rutin {n}", "Ja") for n in range(205))]

    reading = read_one([HEAD, rows])

    assert len(reading.statuses) == MOST_ROWS
    assert codes(reading, "statuses") == [DoubtCode.UNREAD_ROW]

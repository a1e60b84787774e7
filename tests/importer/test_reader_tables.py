"""Tables of cells: answers per body, rows that pages break, words that columns split, minutes and sources."""

import pytest

from importer.reader import PrintedAudit, read

HEAD = "Granskning av avtal\nRevisionsrapport\nLindvika kommun\n\n# Bedömning\n"


def found(*lines: str) -> PrintedAudit:
    return read([("rapport.docx", HEAD + "\n".join(lines) + "\n\n# Slut\nGranskningen är klar.\n")])


def bodies(reading: PrintedAudit) -> list[tuple[str, str | None, str | None]]:
    return [(one.body, one.answer, one.grade) for one in reading.questions[0].bodies]


@pytest.mark.parametrize(
    "rows",
    [
        ("| Revisionsfråga | KS | SN |", "| Följs avtalen? | Ja | Delvis |"),
        ("| Revisionsfråga | Svar |", "| Följs avtalen? | KS: Ja. SN: Delvis. |"),
        (
            "| Revisionsfråga | Nämnd | Svar |",
            "| Följs avtalen? | KS | Ja |",
            "| Följs avtalen? | SN | Delvis |",
        ),
    ],
    ids=["a column each", "in one cell", "a row each"],
)
def test_an_answer_per_body(rows: tuple[str, ...]) -> None:
    reading = found(*rows)

    assert bodies(reading) == [("KS", "Ja", "yes"), ("SN", "Delvis", "partly")]
    assert reading.questions[0].answer is None and reading.questions[0].grade is None
    assert any("besvaras per nämnd" in doubt.message for doubt in reading.doubts)


def test_a_cell_that_only_mentions_bodies_is_an_ordinary_answer() -> None:
    reading = found(
        "| Revisionsfråga | Svar |",
        "| Följs avtalen? | Delvis. Kommunstyrelsen: se avsnitt 2. Socialnämnden: se avsnitt 3. |",
    )

    assert (reading.questions[0].answer, reading.questions[0].bodies) == ("Delvis", ())


def test_a_row_that_a_page_breaks_is_one_row() -> None:
    reading = found(
        "| Revisionsfråga | Svar |",
        "| Finns avtal som omfattar | Nej. Avtal |",
        "",
        "\f",
        "| Revisionsfråga | Svar |",
        "| alla lokaler? | saknas för två skolor. |",
    )

    question = reading.questions[0]
    assert (question.text, question.answer, question.reasons) == (
        "Finns avtal som omfattar alla lokaler?",
        "Nej",
        "Avtal saknas för två skolor.",
    )


def test_a_table_that_follows_up_earlier_recommendations_is_a_doubt() -> None:
    reading = found(
        "| Rekommendation | Status |", "| Se över avtalen | Åtgärdad |", "| Följ upp | Pågår |"
    )

    assert reading.recommendations == []
    assert any("tidigare rekommendationer" in doubt.message for doubt in reading.doubts)


def test_recommendations_in_a_table_with_their_bodies() -> None:
    reading = found(
        "| Nr | Rekommendation | Adressat |", "| 1 | Se över avtalen | Kommunstyrelsen |"
    )

    assert [(one.text, one.addressees) for one in reading.recommendations] == [
        ("Se över avtalen", ("Kommunstyrelsen",))
    ]


def test_words_and_numbers_that_narrow_columns_split() -> None:
    sample = found(
        "Varje ärende har en vårdplan.",
        "| Kontrollfråga | Ärend e 1 | Ärend e 2 |",
        "| Finns plan? | Det finns en vårdpla n.1 | Pågåe nde |",
        "| Följs den upp? | Delvis1 0 | E/T |",
        "",
        *(f"{number} Not {number}." for number in range(1, 11)),
    ).sample

    assert [case.label for case in sample.cases] == ["Ärende 1", "Ärende 2"]
    assert [[(c.value, c.note) for c in question.cells] for question in sample.questions] == [
        [("Det finns en vårdplan.", 1), ("Pågående", None)],
        [("Delvis", 10), ("E/T", None)],
    ]


def test_a_table_of_years_is_no_sample() -> None:
    reading = found("| Kontrollpunkt | 2021 | 2022 |", "| Antal avtal | 12 | 14 |")

    assert not reading.sample.cases


def test_minutes_under_other_heads() -> None:
    reading = found(
        "Protokoll från tekniska nämnden har granskats.",
        "| Sammanträdesdatum | § | Ärende |",
        "| 8 februari 2022 | § 14 | Avtal om städning |",
    )

    assert [(row.date, row.kind, row.description) for row in reading.minutes_reviewed] == [
        ("2022-02-08", "§ 14", "Avtal om städning")
    ]


def test_names_of_the_interviewed_are_left_out() -> None:
    reading = found(
        "# Intervjuade",
        "| Namn | Funktion | Förvaltning |",
        "| Person Ett | Inköpschef | Kommunledningskontoret |",
    )

    assert reading.sources.interviews == ["Inköpschef, Kommunledningskontoret"]


def test_parts_of_a_recommendation_also_stand_in_its_text() -> None:
    advice = found(
        "Vi rekommenderar kommunstyrelsen att:",
        "1. ta fram en plan med",
        "a) mål",
        "b) ansvar",
        "2. följa upp planen",
    ).recommendations

    assert [(one.text, one.parts) for one in advice] == [
        ("ta fram en plan med – mål – ansvar", ("mål", "ansvar")),
        ("följa upp planen", ()),
    ]


def test_criteria_in_running_text_are_a_doubt() -> None:
    reading = found(
        "# Revisionskriterier", "Granskningen utgår från kommunallagen och egna riktlinjer."
    )

    assert reading.criteria == []
    assert [doubt.about for doubt in reading.doubts if doubt.about == "criteria"] == ["criteria"]


def test_a_bodys_answer_is_not_taken_for_the_audit() -> None:
    reading = read(
        [
            (
                "svar.docx",
                "Tjänsteskrivelse\n\nGranskning av avtal\n\nLindvika kommun\n\n"
                "Revisorerna rekommenderar kommunstyrelsen att:\n• följa avtalen\n",
            )
        ]
    )

    assert any("ser ut att vara ett svar" in doubt.message for doubt in reading.doubts)

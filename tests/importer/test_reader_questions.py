"""Revisionsfrågor and answers in the shapes that houses print them."""

import pytest

from importer.reader import PrintedAudit, read

ASKED = """Granskning av vatten

Syfte och revisionsfrågor

Granskningen besvarar följande revisionsfrågor:

• Finns en aktuell plan för kommunens vatten?
• Hur följer nämnden upp planen?
"""


def report(*lines: str) -> PrintedAudit:
    return read([("rapport.txt", ASKED + "\n".join(["", "Vår bedömning", "", *lines]))])


def answers(reading: PrintedAudit) -> list[tuple[str | None, str | None, str | None]]:
    return [(question.answer, question.grade, question.reasons) for question in reading.questions]


def abouts(reading: PrintedAudit) -> list[str]:
    return [doubt.about for doubt in reading.doubts]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Ja. Planen finns.", ("Ja", "yes", "Planen finns.")),
        ("Delvis. Planen är gammal.", ("Delvis", "partly", "Planen är gammal.")),
        ("Nej.", ("Nej", "no", None)),
        ("**Nej**", ("Nej", "no", None)),
        ("I allt väsentligt. Planen finns.", ("I allt väsentligt", "other", "Planen finns.")),
        ("Till viss del", ("Till viss del", "other", None)),
        ("Inte helt. Planen är gammal.", ("Inte helt", "other", "Planen är gammal.")),
        ("Ja, delvis. Planen är gammal.", ("Ja, delvis", "other", "Planen är gammal.")),
        ("Delvis saknas en plan.", (None, None, "Delvis saknas en plan.")),
        ("Planen är gammal.", (None, None, "Planen är gammal.")),
    ],
)
def test_printed_answer_grade_and_reasons(cell: str, expected: tuple[str | None, ...]) -> None:
    reading = report("Fråga Svar", "", "Finns en aktuell plan för kommunens vatten?", "", cell)

    assert answers(reading)[0] == expected


def test_question_without_answer_stays_open() -> None:
    reading = report("Fråga Svar", "", "Finns en aktuell plan för kommunens vatten?", "", "Ja.")

    assert (answers(reading)[1], abouts(reading)) == ((None, None, None), ["questions.2"])


def test_wrapped_columns() -> None:
    reading = report(
        "Fråga Svar",
        "",
        "Finns en ",
        "aktuell plan för ",
        "kommunens ",
        "vatten?  ",
        "",
        "Delvis. Planen är gammal men ",
        "används. ",
        "Den ska ses över. ",
        "",
        "Hur följer ",
        "nämnden upp ",
        "planen? ",
        "",
        "Nej. Det sker inte. ",
        " 3. Nästa kapitel",
    )

    assert answers(reading) == [
        ("Delvis", "partly", "Planen är gammal men används. Den ska ses över."),
        ("Nej", "no", "Det sker inte."),
    ]


def test_columns_side_by_side() -> None:
    reading = report(
        "Fråga                          Svar",
        "Finns en aktuell plan för      Delvis. Planen är gammal men",
        "kommunens vatten?              används.",
        "Hur följer nämnden upp         Nej. Det sker inte.",
        "planen?",
    )

    assert answers(reading) == [
        ("Delvis", "partly", "Planen är gammal men används."),
        ("Nej", "no", "Det sker inte."),
    ]


def test_markdown_table() -> None:
    reading = report(
        "| Fråga | Svar |",
        "|---|---|",
        "| Finns en aktuell plan för kommunens vatten? | Ja |",
        "| Hur följer nämnden upp planen? | Nej. Det sker inte. |",
    )

    assert answers(reading) == [("Ja", "yes", None), ("Nej", "no", "Det sker inte.")]


def test_empty_column_of_marks_is_left_unknown_with_a_doubt() -> None:
    table = "Revisionsfrågor:\n\nSvar:\n\nBedömning:\n\nFinns en plan?\n\nJa.\n\n\n\nFöljs den upp?\n\nNej.\n"
    reading = read([("missiv.txt", f"Missiv\n\nGranskning av vatten\n\n{table}")])

    assert (answers(reading), abouts(reading)) == (
        [("Ja", "yes", None), ("Nej", "no", None)],
        ["questions"],
    )


def test_reasons_stop_before_the_recommendations() -> None:
    reading = report(
        "Fråga Svar", "", "Finns en aktuell plan för kommunens vatten?", "", "Nej. Planen saknas.", "",
        "Vi rekommenderar tekniska nämnden att", "• ta fram en plan",
    )  # fmt: skip

    assert answers(reading)[0] == ("Nej", "no", "Planen saknas.")


def test_answers_in_another_order_than_the_list() -> None:
    reading = report(
        "Fråga Svar", "", "Hur följer nämnden upp planen?", "", "Nej.", "",
        "Finns en aktuell plan för kommunens vatten?", "", "Ja.",
    )  # fmt: skip

    assert [answer for answer, _, _ in answers(reading)] == ["Ja", "Nej"]


def test_different_answers_in_report_and_missiv_are_a_doubt() -> None:
    table = "Fråga Svar\n\nFinns en aktuell plan för kommunens vatten?\n\n{}\n\nHur följer nämnden upp planen?\n\nNej."
    missiv = "Missiv\n\nTill: Tekniska nämnden\n\n" + table.format("Nej.")
    reading = read([("m.txt", missiv), ("r.txt", f"{ASKED}\n{table.format('Delvis.')}")])

    assert (reading.questions[0].answer, abouts(reading)) == ("Delvis", ["questions.1"])


def test_question_worded_differently_in_the_missiv_is_one_question_with_a_doubt() -> None:
    missiv = "Missiv\n\nTill: Tekniska nämnden\n\nFråga Svar\n\nFinns en plan för kommunens vatten?\n\nNej.\n"
    reading = read([("r.txt", ASKED), ("m.txt", missiv)])

    assert ([q.answer for q in reading.questions], abouts(reading)) == (
        ["Nej", None],
        ["questions.1", "questions.2"],
    )


def test_footnotes_and_addresses_in_the_list() -> None:
    text = (
        "Granskningen av vatten1 besvarar följande revisionsfrågor:\n\n► Finns en plan?\n\n \n\n"
        "1 Med vatten menas här dricksvatten. Se även nästa sida där begreppet förklaras\nmer.\n\n"
        "https://ekeby.example/vatten\n ► Följs planen\n\nupp?\n\nMetod\n\nText."
    )

    assert [q.text for q in read([("r.txt", text)]).questions] == [
        "Finns en plan?",
        "Följs planen upp?",
    ]


def test_questions_asked_in_interviews_are_not_revisionsfragor() -> None:
    reading = read(
        [
            (
                "r.txt",
                ASKED
                + "\nMetod\n\nI enkäten ställdes bland annat frågor:\n\n• Trivs du?\n• Hur länge?\n",
            )
        ]
    )

    assert len(reading.questions) == 2


def test_criteria_are_not_questions() -> None:
    reading = read(
        [
            (
                "r.txt",
                ASKED + "\nRevisionskriterier\n\nNämnden ska:\n\n• ha en plan\n• följa upp den\n",
            )
        ]
    )

    assert (len(reading.questions), len(reading.recommendations)) == (2, 0)

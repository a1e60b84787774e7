"""Whom a letter's own sentences hand the report to."""

import pytest

from importer.reader import PrintedAudit, read
from importer.reader.handing import handed_in


@pytest.mark.parametrize(
    ("sentence", "handed"),
    [
        ("Vi överlämnar rapporten till vårdnämnden och hamnnämnden för yttrande.",
         [("Vårdnämnden", "answer"), ("Hamnnämnden", "answer")]),
        ("Granskningen lämnas även till kommunstyrelsen för kännedom.",
         [("Kommunstyrelsen", "information")]),
        ("Rapporten översänds till vårdnämnden för yttrande och till kommunstyrelsen för kännedom.",
         [("Vårdnämnden", "answer"), ("Kommunstyrelsen", "information")]),
        ("Rapporten översänds till vårdnämnden för svar samt för kännedom till kommunstyrelsen.",
         [("Vårdnämnden", "answer"), ("Kommunstyrelsen", "information")]),
        ("Rapporten sänds för kännedom till fullmäktiges presidium och till vårdnämnden för åtgärd.",
         [("Fullmäktiges presidium", "information"), ("Vårdnämnden", "answer")]),
        ("För kännedom skickas rapporten till kommunfullmäktige.",
         [("Kommunfullmäktige", "information")]),
        ("Kommunfullmäktiges presidium får rapporten för kännedom.",
         [("Kommunfullmäktiges presidium", "information")]),
        ("Rapporten går till vårdnämnden för yttrande, med kopia till kommunstyrelsen.",
         [("Vårdnämnden", "answer"), ("Kommunstyrelsen", "copy")]),
        ("Rapporten lämnas till vårdnämnden och till kommunstyrelsen för kännedom.",
         [("Vårdnämnden", ""), ("Kommunstyrelsen", "information")]),
        ("Revisorerna önskar svar från vårdnämnden senast den 3 maj 2024.",
         [("Vårdnämnden", "answer")]),
    ],
)  # fmt: skip
def test_what_a_sentence_hands_to_whom(sentence: str, handed: list[tuple[str, str]]) -> None:
    assert [(one.body, one.purpose) for one in handed_in(sentence)] == handed


@pytest.mark.parametrize(
    "sentence",
    [
        "Rapporten lämnas inte till vårdnämnden för yttrande.",
        "Planen antas årligen och rapporten lämnas till vårdnämnden för kännedom.",
        "Vårdnämnden har en rutin för svar till brukare.",
        "Rapporten överlämnas till nämnderna för kännedom.",
    ],
)
def test_a_sentence_that_hands_nothing_to_a_named_body(sentence: str) -> None:
    assert handed_in(sentence) == []


def letter(head: str, *sentences: str) -> PrintedAudit:
    text = "\n\n".join([head, "Granskning av färjor", *sentences, "Svar önskas senast 3 maj 2024."])
    return read([("missiv.txt", f"Missiv\n\n{text}")])


def receivers(reading: PrintedAudit) -> tuple[list[str], list[str], list[str]]:
    doubts = [doubt.about for doubt in reading.doubts]
    return reading.addressees, reading.for_information, doubts


HEAD = "Till\nKommunstyrelsen\nVårdnämnden"
ANSWERS = "Rapporten överlämnas till vårdnämnden för yttrande."


def test_one_of_the_head_is_only_told() -> None:
    told = "Rapporten lämnas också till kommunstyrelsen för kännedom."

    assert receivers(letter(HEAD, ANSWERS, told)) == (["Vårdnämnden"], ["Kommunstyrelsen"], [])


def test_the_text_alone_names_the_receivers() -> None:
    told = "Rapporten lämnas också till kommunstyrelsen för kännedom."

    assert receivers(letter("Dnr 7", ANSWERS, told)) == (["Vårdnämnden"], ["Kommunstyrelsen"], [])


@pytest.mark.parametrize(
    ("sentences", "asked", "told"),
    [
        # both for an answer and för kännedom
        ([ANSWERS, "Rapporten skickas till kommunstyrelsen för kännedom.",
          "Vi önskar yttrande från kommunstyrelsen."], ["Kommunstyrelsen", "Vårdnämnden"], []),
        # in the head, and not among those who are handed it for an answer
        ([ANSWERS], ["Kommunstyrelsen", "Vårdnämnden"], []),
        # it may be both or the last
        (["Rapporten går till vårdnämnden och till kommunstyrelsen för kännedom."],
         ["Vårdnämnden"], ["Kommunstyrelsen"]),
        # a copy is no request
        ([ANSWERS, "Rapporten sänds med kopia till kommunstyrelsen."], ["Vårdnämnden"], []),
        # asked, and not in the head
        ([ANSWERS, "Rapporten överlämnas till hamnnämnden för yttrande.",
          "Vi önskar svar från kommunstyrelsen."],
         ["Kommunstyrelsen", "Vårdnämnden", "Hamnnämnden"], []),
        # nobody is left to answer
        (["Rapporten lämnas till kommunstyrelsen och vårdnämnden för kännedom."], [],
         ["Kommunstyrelsen", "Vårdnämnden"]),
    ],
)  # fmt: skip
def test_what_is_unclear_is_a_doubt(
    sentences: list[str], asked: list[str], told: list[str]
) -> None:
    assert receivers(letter(HEAD, *sentences)) == (asked, told, ["addressees"])


def test_an_iakttagelse_of_a_report_hands_over_nothing() -> None:
    report = (
        "Granskning av färjor\n\nRapporten överlämnas till vårdnämnden för kännedom.\n\n3. Metod\n"
    )

    assert (
        read(
            [("r.txt", f"Revisionsrapport\n\n{report}Granby kommun\n\nVi bedömer att det brister.")]
        ).for_information
        == []
    )

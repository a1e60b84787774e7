"""A row of an answer table that a page breaks: the whole answer is read, or a doubt says that a part is left."""

import pytest

from importer.reader import decode, read
from tests.importer.corpus.as_pdf import as_pdf
from tests.importer.corpus.source import _sources

SENTENCE = "Nämnden har en plan men den saknar mål som går att mäta. "
ANSWER = f"Nej. Svaret börjar här. {SENTENCE * 6}Svaret slutar här."
REPORT = """
=== report border={border}
# Granskning av färjor

Granby kommun

{filling}

## Svar på revisionsfrågorna

| Revisionsfråga | Svar |
| Finns en aktuell plan? | Ja. {first} |
| Följer nämnden upp planen? | {second} |
| Finns rutiner? | Delvis. |

## Slut

Granskningen är klar.
"""


@pytest.mark.parametrize("border", ["grid", "lines"])
@pytest.mark.parametrize("lines_above", [20, 21, 22, 23])
def test_a_row_over_two_pages_of_a_pdf_is_read_whole(border: str, lines_above: int) -> None:
    filling = "\n\n".join(["Texten beskriver läget i hamnen."] * lines_above)
    text = REPORT.format(border=border, filling=filling, first=SENTENCE * 3, second=ANSWER)
    pdf = as_pdf(next(_sources(text)))

    questions = read([("rapport.pdf", decode("rapport.pdf", pdf))]).questions

    assert [question.answer for question in questions] == ["Ja", "Nej", "Delvis"]
    assert questions[1].reasons == ANSWER.removeprefix("Nej. ")


def doubts(*rows: str) -> list[str]:
    lines = "\n".join(["Granskning av avtal", "Granby kommun", "# Bedömning", *rows])
    reading = read([("rapport.docx", f"{lines}\n\n# Slut\nGranskningen är klar.\n")])
    return [doubt.message for doubt in reading.doubts if "har inte tagits med" in doubt.message]


def test_an_answer_without_a_question_is_a_doubt() -> None:
    said = doubts("| Revisionsfråga | Svar |", "|  | Planen saknas. |", "| Följs avtalen? | Ja. |")

    assert said == ["En rad i svarstabellen saknar fråga och har inte tagits med: ”Planen saknas.”"]


def test_a_recommendation_without_text_is_a_doubt() -> None:
    said = doubts(
        "| Rekommendation | Adressat |", "| Se över avtalen | Vårdnämnden |", "|  | Hamnnämnden |"
    )

    assert said == [
        "En rad i tabellen med rekommendationer saknar text och har inte tagits med: ”Hamnnämnden”"
    ]

"""The demo's own two documents: the same shape as a real audit's, in words of ours."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from importer.reader import PrintedAudit, decode, read

DOCUMENTS = Path(__file__).resolve().parents[2] / "demo" / "documents"

# Read by their layout: an extraction that loses it gives them in part or not at all.
LAID_OUT = ("criteria", "minutes_reviewed", "sample", "sources")


@pytest.fixture(scope="module")
def reading() -> PrintedAudit:
    return read(
        [
            (name, decode(name, (DOCUMENTS / name).read_bytes()))
            for name in ("missiv.txt", "rapport.txt")
        ]
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Granskning av kommunens stöd till anhöriga"),
        ("municipality", "Lindvika kommun"),
        ("firm", "Granskarna AB"),
        ("audit_year", 2022),
        ("document_date", "2022-11-17"),
        ("response_due_on", "2023-02-28"),
        ("addressees", ["Kommunstyrelsen", "Socialnämnden"]),
        ("for_information", ["Fullmäktiges presidium"]),
        ("contact_auditors", ["Revisor Tre"]),
        ("authors", ["Sakkunnig Ett", "Sakkunnig Två", "Sakkunnig Tre"]),
    ],
)
def test_single_fields(reading: PrintedAudit, name: str, value: object) -> None:
    assert getattr(reading, name) == value


def test_signatories(reading: PrintedAudit) -> None:
    assert reading.as_dict()["signatories"] == [
        {"name": "Revisor Ett", "role": "Ordförande", "signed_at": "2022-11-18T13:20:05Z"},
        {"name": "Revisor Två", "role": "Vice ordförande", "signed_at": "2022-11-23T11:45:30Z"},
    ]


def test_six_questions_answered_partly_four_times_and_no_twice(reading: PrintedAudit) -> None:
    assert [question.answer for question in reading.questions] == [
        "Delvis",
        "Delvis",
        "Nej",
        "Delvis",
        "Delvis",
        "Nej",
    ]


def test_every_question_has_reasons_of_whole_sentences(reading: PrintedAudit) -> None:
    assert all(
        question.reasons and question.reasons.endswith(".") for question in reading.questions
    )


def test_question_broken_by_page_and_footnotes_is_whole(reading: PrintedAudit) -> None:
    assert reading.questions[5].text == (
        "Följs stödet upp, både för den enskilde och samlat, på förvaltnings- och nämndnivå?"
    )


def test_footnote_marks_and_page_numbers_do_not_leak(reading: PrintedAudit) -> None:
    texts = " ".join(f"{question.text} {question.reasons}" for question in reading.questions)

    assert not any(mark in texts for mark in ("ASTA3", "anhöriga2", " 9 ", "https"))


def test_nine_recommendations_four_and_five(reading: PrintedAudit) -> None:
    addressees = Counter(name for entry in reading.recommendations for name in entry.addressees)

    assert addressees == {"Kommunstyrelsen": 4, "Socialnämnden": 5}


def test_recommendations_of_report_and_missiv_are_the_same(reading: PrintedAudit) -> None:
    assert all(
        {place.document for place in entry.where} == {0, 1} for entry in reading.recommendations
    )


def test_doubts(reading: PrintedAudit) -> None:
    assert [doubt.about for doubt in reading.doubts] == [
        "questions",
        "recommendations",
        "addressees",
        "contact_auditors",
        "document_date",
    ]


@pytest.mark.parametrize(
    "extracted",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: re.sub(r"(?m)^ +", "", text),
        lambda text: re.sub(r"\n\s*\n", "\n", text),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: re.sub(r"(?m)^ (?=\S)", "7\n\fRevisionsrapport 2022\n", text),
        lambda text: text.replace("- ▶", "•").replace("►", "•"),
        lambda text: re.sub(r"(?m)^#+ ", "", text),
        lambda text: re.sub(r"(?m)^", "    ", text),
    ],
    ids=[
        "split letters",
        "no indents",
        "no empty lines",
        "double",
        "pages",
        "dots",
        "no markdown",
        "indented",
    ],
)
def test_other_ways_of_extracting_the_text_read_the_same(
    reading: PrintedAudit, extracted: Callable[[str], str]
) -> None:
    texts = [
        (name, (DOCUMENTS / name).read_text(encoding="utf-8"))
        for name in ("missiv.txt", "rapport.txt")
    ]

    found = read([(name, extracted(text)) for name, text in texts]).as_dict()
    expected = reading.as_dict()
    for part in LAID_OUT:
        del found[part], expected[part]
    for said in (found, expected):
        said["doubts"] = [d for d in said["doubts"] if d["about"] not in LAID_OUT]
    assert found == expected

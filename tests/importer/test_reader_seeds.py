"""The real audit: everything that seed.json holds of the contract's fields, and none of the traps."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from importer.reader import PrintedAudit, decode, read

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt"))
EXPECTED = SHARED / "design" / "seed.json"

pytestmark = pytest.mark.skipif(
    len(SEEDS) != 2 or not EXPECTED.exists(),
    reason="the real audit is not beside this checkout (../shared/seeds, ../shared/design/seed.json)",
)

GRADES = {"Ja": "yes", "Delvis": "partly", "Nej": "no"}
BIRTH_NUMBER_OR_ADDRESS = re.compile(
    r"\d{6,8}[-+]?(?:\d{4}|x{4})|\d{1,3}\.\d{1,3}\.(?:\d|x){1,3}\.(?:\d|x){1,3}"
)


@pytest.fixture(scope="module", params=["report first", "missiv first"])
def reading(request: pytest.FixtureRequest) -> PrintedAudit:
    documents = [(path.name, decode(path.name, path.read_bytes())) for path in SEEDS]
    return read(documents if request.param == "report first" else documents[::-1])


@pytest.fixture(scope="module")
def seed() -> dict[str, Any]:
    return json.loads(EXPECTED.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("title", "title"),
        ("municipality", "kommun"),
        ("firm", "firma"),
        ("audit_year", "revisionsar"),
        ("document_date", "missivdatum"),
        ("response_due_on", "svar_senast"),
        ("response_wording", "svar_formulering"),
        ("addressees", "till"),
        ("for_information", "for_kannedom"),
        ("contact_auditors", "kontaktrevisor"),
        ("authors", "forfattare"),
        ("overall_assessment", "overgripande_bedomning"),
    ],
)
def test_single_fields(reading: PrintedAudit, seed: dict[str, Any], name: str, key: str) -> None:
    assert reading.as_dict()[name] == seed[key]


def test_signatories_with_the_time_of_the_signing_page(
    reading: PrintedAudit, seed: dict[str, Any]
) -> None:
    assert reading.as_dict()["signatories"] == [
        {"name": signed["namn"], "role": signed["roll"], "signed_at": signed["esign_utc"]}
        for signed in seed["signaturer"]
    ]


def test_questions_with_answers_and_reasons_word_by_word(
    reading: PrintedAudit, seed: dict[str, Any]
) -> None:
    assert reading.as_dict()["questions"] == [
        {
            "number": question["nr"],
            "text": question["text"],
            "answer": question["svar"],
            "grade": GRADES[question["svar"]],
            "reasons": question["motivering"].removeprefix(f"{question['svar']}. "),
        }
        for question in seed["fragor"]
    ]


def test_recommendations_word_by_word_in_order(reading: PrintedAudit, seed: dict[str, Any]) -> None:
    assert reading.as_dict()["recommendations"] == [
        {"number": number, "text": entry["text"], "addressees": [entry["adressat"]]}
        for number, entry in enumerate(seed["rekommendationer"], 1)
    ]


def test_sources_word_by_word_in_order(reading: PrintedAudit, seed: dict[str, Any]) -> None:
    sources = reading.as_dict()["sources"]

    assert (sources["interviews"], sources["documents"]) == (seed["intervjuade"], seed["dokument"])


def test_criteria_as_the_report_cites_them(reading: PrintedAudit, seed: dict[str, Any]) -> None:
    citations = [criterion["citation"] for criterion in reading.as_dict()["criteria"]]

    assert [len(citations), *citations] == [
        len(seed["revisionskriterier"]),
        *(printed.partition(" (Handlingsplan")[0] for printed in seed["revisionskriterier"]),
    ]


def test_notes_of_the_stickprov_word_by_word(reading: PrintedAudit, seed: dict[str, Any]) -> None:
    expected = {}
    for numbers, text in seed["fotnoter_stickprov"].items():
        first, last = map(int, numbers.split("-"))
        expected |= {str(number): text for number in range(first, last + 1)}

    assert reading.as_dict()["sample"]["notes"] == expected


def test_no_birth_number_and_no_address_anywhere(reading: PrintedAudit) -> None:
    assert not BIRTH_NUMBER_OR_ADDRESS.search(
        json.dumps(reading.as_full_dict(), ensure_ascii=False)
    )


def test_what_a_person_should_look_at(reading: PrintedAudit) -> None:
    assert sorted(doubt.about for doubt in reading.doubts) == [
        "addressees",
        "contact_auditors",
        "document_date",
        "questions",
        "recommendations",
        "recommendations",
        "recommendations",
        "sources",
    ]


def test_recommendation_hidden_in_the_reasons_is_a_doubt(
    reading: PrintedAudit, seed: dict[str, Any]
) -> None:
    sentences = [
        sentence for entry in seed["fragor"] for sentence in entry["motivering"].split(". ")
    ]
    hidden = next(sentence for sentence in sentences if "rekommenderar" in sentence)

    assert any(hidden in doubt.message for doubt in reading.doubts)


def test_every_find_says_where_it_stands(reading: PrintedAudit) -> None:
    finds = [*reading.questions, *reading.recommendations, *reading.signatories, *reading.doubts]

    assert all(find.where for find in finds)


def test_places_point_at_the_printed_lines() -> None:
    documents = [(path.name, decode(path.name, path.read_bytes())) for path in SEEDS]
    last = read(documents).recommendations[-1]
    beginning = " ".join(last.text.split()[:3])

    assert [
        beginning in documents[at.document][1].split("\n")[at.first - 1] for at in last.where
    ] == [True, True]


@pytest.mark.parametrize("index", [0, 1])
def test_each_document_alone_has_its_nine_recommendations(index: int) -> None:
    path = SEEDS[index]

    alone = read([(path.name, decode(path.name, path.read_bytes()))])

    assert len(alone.recommendations) == 9


def test_report_alone_invents_no_letter() -> None:
    report = max(SEEDS, key=lambda path: path.stat().st_size)

    alone = read([(report.name, decode(report.name, report.read_bytes()))])

    assert (alone.title, alone.addressees, alone.response_due_on, alone.signatories) == (
        None,
        [],
        None,
        [],
    )


def test_missiv_alone_has_answers_and_no_reasons() -> None:
    missiv = min(SEEDS, key=lambda path: path.stat().st_size)

    alone = read([(missiv.name, decode(missiv.name, missiv.read_bytes()))])

    assert [(question.answer, question.reasons) for question in alone.questions] == [
        (answer, None) for answer in ("Delvis", "Delvis", "Nej", "Delvis", "Delvis", "Nej")
    ]

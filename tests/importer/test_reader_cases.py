"""Documents in the shapes of real ones that were once read wrong: what their README files expect."""

from pathlib import Path

import pytest

from importer.reader import PrintedAudit, decode, read

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"

pytestmark = pytest.mark.skipif(
    not CASES.exists(), reason="the cases are not beside this checkout (../shared/cases)"
)


def case(name: str) -> PrintedAudit:
    path = next(CASES.glob(name))
    return read([(path.name, decode(path.name, path.read_bytes()))])


@pytest.mark.parametrize("ending", ["txt", "pdf"])
def test_01_the_text_says_who_is_only_told(ending: str) -> None:
    reading = case(f"01-*/*.{ending}")

    assert (reading.addressees, reading.for_information, reading.title) == (
        ["Exploateringsnämnden", "Trafiknämnden"],
        ["Kommunstyrelsen"],
        "Intern kontroll i anläggningsprojekt",
    )


@pytest.mark.parametrize("ending", ["txt", "pdf"])
def test_01_signed_by_two_on_the_auditors_behalf(ending: str) -> None:
    assert [signer.role for signer in case(f"01-*/*.{ending}").signatories] == [
        "Ordförande",
        "Sekreterare",
    ]


@pytest.mark.parametrize("name", ["R10_*", "bisats-forstudie*", "bisats-lekmanna*"])
def test_03_a_side_remark_tells_no_kind(name: str) -> None:
    assert case(f"03-*/{name}").kind is None


@pytest.mark.parametrize("ending", ["txt", "pdf"])
def test_05_a_report_in_other_words_is_read(ending: str) -> None:
    reading = case(f"05-*/*.{ending}")

    assert [advice.addressees for advice in reading.recommendations] == [
        ("Kommunstyrelsen",),
        ("Nämnderna",),
    ]
    assert reading.municipality == "Ljungdala kommun"
    assert reading.overall_assessment and reading.overall_assessment.endswith("brister.")


def test_02_the_body_is_the_subject_of_each_recommendation() -> None:
    first, second, third = case("02-*/*.txt").recommendations

    assert (first.addressees, second.addressees, third.addressees) == (
        ("Socialnämnden",),
        ("Kommunstyrelsen",),
        (),
    )

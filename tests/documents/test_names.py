"""A file is shown and given out under the name that its owner gave it."""

import unicodedata
from pathlib import Path

import pytest
from django.utils.http import content_disposition_header

from documents.models import safe_name

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
FROM_A_MAC = unicodedata.normalize("NFD", "Yttrande från nämnden – bilaga å.pdf")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (FROM_A_MAC, "Yttrande från nämnden – bilaga å.pdf"),
        (
            "Tjänsteskrivelse ”svar” §27 & åtgärdsplan (v2).pdf",
            "Tjänsteskrivelse ”svar” §27 & åtgärdsplan (v2).pdf",
        ),
        ("C:\\Users\\Bo\\svar.pdf", "svar.pdf"),
        ("../../etc/passwd", "passwd"),
        ('a<b>"c"|d?*:e.pdf', "a_b__c__d___e.pdf"),
        ("svar\u202efdp.exe", "svarfdp.exe"),
        ("svar\r\nX: y.pdf", "svar X_ y.pdf"),
        ("so\u00adci\u200bal\x00.pdf", "social_.pdf"),
        ("..", "fil"),
        ("", "fil"),
    ],
)
def test_a_name_keeps_its_letters_and_signs(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("å" * 300 + ".pdf")

    assert len(name) == 120
    assert name.endswith("å.pdf")


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
def test_14_names_from_a_mac() -> None:
    given = next(CASES.glob("14-*/namn.txt")).read_text(encoding="utf-8").splitlines()

    assert [safe_name(name) for name in given] == [
        "Yttrande från nämnden – bilaga å.pdf",
        "Tjänsteskrivelse ”svar” §27 & åtgärdsplan (v2).pdf",
    ]
    assert "fr%C3%A5n%20n%C3%A4mnden%20%E2%80%93" in content_disposition_header(
        True, safe_name(given[0])
    )

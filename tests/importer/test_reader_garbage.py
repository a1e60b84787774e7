"""Whatever comes in, the reader answers in time: with a reading or with Unreadable."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.reader import Unreadable, decode, mask, read
from tests.long import LONG

DOCUMENTS = Path(__file__).resolve().parents[2] / "demo" / "documents"
LINES = [
    line
    for name in ("missiv.txt", "rapport.txt")
    for line in (DOCUMENTS / name).read_text(encoding="utf-8").split("\n")
]
PIECES = st.sampled_from(
    [
        *LINES,
        "Fråga Svar",
        "Fråga      Svar",
        "Ja",
        "1. Finns det?",
        "Till:",
        "- ",
        "|a|b|",
        "\f",
        "► ",
        "?",
        "a) x",
        "12",
    ]
)


SIZES = (25_000, 400_000) if LONG else (5_000, 80_000)


@given(st.lists(PIECES, max_size=60), st.lists(PIECES, max_size=20))
@settings(max_examples=50 if LONG else 20, deadline=None)
def test_shuffled_lines_never_break_the_reader(first: list[str], second: list[str]) -> None:
    try:
        json.dumps(read([("a.txt", "\n".join(first)), ("b.txt", "\n".join(second))]).as_full_dict())
    except Unreadable as refusal:
        assert str(refusal).isprintable()


@given(st.text(max_size=400))
@settings(max_examples=60 if LONG else 30, deadline=None)
def test_any_text_never_breaks_the_reader(text: str) -> None:
    try:
        read([("a.txt", f"nämnd\n{text}")])
    except Unreadable as refusal:
        assert "a.txt" in str(refusal)


@given(st.binary(max_size=400))
def test_any_bytes_never_break_decoding(data: bytes) -> None:
    try:
        assert isinstance(decode("a.txt", data), str)
    except Unreadable as refusal:
        assert "a.txt" in str(refusal)


@given(st.text(max_size=300))
def test_masking_keeps_lines(text: str) -> None:
    whole = text.replace("\r\n", "\n").replace("\r", "\n")

    assert mask(text).count("\n") == whole.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "Pannkakor\n- 3 ägg\n- 6 dl mjölk\nVispa ihop. Rekommenderas varmt!",
        "Protokoll socialnämnden 2022-03-01\n§ 1 Val av justerare\nNämnden beslutar att godkänna informationen.",
        "Revisionen av bokföringen är klar.",
        "Lorem ipsum dolor sit amet?",
    ],
    ids=["recipe", "minutes", "one sentence", "filler"],
)
def test_other_texts_are_not_taken_for_audits(text: str) -> None:
    with pytest.raises(Unreadable, match="ser inte ut som en revisionsrapport eller ett missiv"):
        read([("fel.txt", text)])


def test_one_foreign_document_among_others_is_named() -> None:
    report = (DOCUMENTS / "rapport.txt").read_text(encoding="utf-8")

    with pytest.raises(Unreadable, match=r"recept\.txt"):
        read([("rapport.txt", report), ("recept.txt", "Pannkakor\n- 3 ägg")])


def test_no_documents() -> None:
    with pytest.raises(Unreadable):
        read([])


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "- ",
        "nämnden och ",
        "1 ",
        ".",
        "Fråga\nSvar\n",
        "Vi rekommenderar nämnden att:\n- x\n",
        "a-b",
        "\t\n",
        "Revisionskriterier\n",
        "Källförteckning\nIntervjuer\n",
        "Datum Typ av ärende Beskrivning\n",
        "Kontrollfråga   Ärende 1   Ärende 2\n",
        "| Fråga | Svar |\n| a | b |\n",
        "Fråga   Svar\nx   y\n",
        "\fNämnden 1 (2)\n",
    ],
)
def test_long_repetitions_end_in_time(unit: str) -> None:
    """Sixteen times the text may take no more than some thirty times as long: what grows by the square takes 256."""
    short, long = (seconds_for(unit * (size // len(unit))) for size in SIZES)

    assert long < 30 * short + 0.5 and long < 20


def seconds_for(text: str) -> float:
    started = time.process_time()
    with suppress(Unreadable):
        read([("lång.txt", f"nämnd\n{text}")])
    return time.process_time() - started


def test_thousands_of_different_rows_end_in_time() -> None:
    few, many = (
        "\n".join(
            f"| Finns plan {n} för område {n * 7}? | Ja. Plan {n} finns |" for n in range(rows)
        )
        for rows in ((1000, 8000) if LONG else (250, 2000))
    )
    head = "| Fråga | Svar |\n"

    assert read([("lång.txt", f"nämnd\n{head}{few}")]).questions
    assert seconds_for(head + many) < 20 * seconds_for(head + few) + 0.3


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_make_no_difference(ending: str) -> None:
    report = (DOCUMENTS / "rapport.txt").read_text(encoding="utf-8")

    assert read([("r.txt", report.replace("\n", ending))]) == read([("r.txt", report)])

"""Nothing that a paper says is an empty box or stands outside of it."""

import re
import time
from pathlib import Path

import pytest

from common import paper_check, pdf, print_text
from common.rules import RuleBroken
from common.text import cleaned
from tests.common.test_pdf import PAPER, PROFILES, failures, text_of

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"
ROOT = Path(__file__).resolve().parents[2]
STYLE = ROOT / "static/css/paper.css"
TEMPLATES = ROOT / "templates/reports/pdf"
IN_A_TABLE = """<table class="labelled-rows"><tr><th scope="row">Nämndens svar</th>
<td><p class="verbatim">%s</p></td></tr></table>"""
# In the last private plane, where no font has anything.
NOWHERE = "\U0010fa23"
LINK = "https://granby.example/" + "mycket-lång-adress/" * 12
WORD = "Arbetsmarknadsutbildningssamordningskoordinatorsbefattningsbeskrivning" * 2


def pasted(case: str) -> str:
    return next(CASES.glob(f"{case}-*/klistra.txt")).read_text(encoding="utf-8")


def letters_of(made: bytes) -> str:
    """Without spaces. A hyphen that ends a line comes out as another sign."""
    return "".join(text_of(made).replace("\ufffe", "-").split())


def in_a_table(text: str) -> bytes:
    return pdf.printed(PAPER % IN_A_TABLE % text)


def test_a_sign_without_a_font_is_told_by_its_name() -> None:
    made = pdf.printed(PAPER % "Klart 👍🏽 \U0001fae8 och ½ m² • ≥ 3 ‰")

    assert "Klart [symbol: tumme upp] [symbol: U+1FAE8] och ½ m² • ≥ 3 ‰" in text_of(made)
    paper_check.require_whole(made)
    assert [failures(made, profile) for profile in PROFILES] == [[], []]


def test_a_letter_without_a_font_is_told_as_a_letter() -> None:
    assert print_text.named("<p>字</p>", "字") == "<p>[symbol: bokstav U+5B57]</p>"


def test_an_empty_box_is_found() -> None:
    raw, lacking = pdf._laid_out(PAPER % NOWHERE, ())

    assert lacking == {NOWHERE}
    assert paper_check.has_empty_boxes(raw)
    with pytest.raises(RuleBroken, match="inte går att skriva ut"):
        paper_check.require_whole(raw)


def test_text_outside_of_the_page_is_found() -> None:
    raw = pdf.printed(PAPER % f'<span style="white-space:nowrap">{"lång " * 60}</span>')

    assert list(paper_check.pages_with_text_outside(raw)) == [1]
    with pytest.raises(RuleBroken, match="utanför papperet på sida 1"):
        paper_check.require_whole(raw)


@pytest.mark.parametrize("text", [LINK, WORD, f"{LINK}\n{WORD}"])
def test_long_words_break_inside_their_column(text: str) -> None:
    made = in_a_table(text)

    paper_check.require_whole(made)
    assert "".join(text.split()) in letters_of(made)


@pytest.mark.parametrize(
    "markup", ["<h1>%s</h1>", "<table><tr><td>%s</td><td>Ja</td></tr></table>"]
)
def test_headings_and_cells_hold_long_words_too(markup: str) -> None:
    paper_check.require_whole(pdf.printed(PAPER % markup % (WORD * 2)))


@pytest.mark.parametrize("word", ["abc" * 10_000, "ordlängd" * 19 + " "], ids=["one", "many"])
def test_long_words_hold_no_worker(word: str) -> None:
    text = (word * 200)[:30_000].strip()
    began = time.process_time()

    made = in_a_table(text)

    assert time.process_time() - began < 8  # over 20 s when laid out whole
    printed = re.sub(r"Sida\d+av\d+", "", letters_of(made))
    assert "".join(text.split()) in printed


def test_no_table_of_texts_measures_them() -> None:
    """A table that finds its own widths tries each letter of each cell. Only that of numbers may."""
    fixed = re.findall(r"^(.+) \{ table-layout: fixed; \}$", STYLE.read_text(), re.M)
    names = {name.strip(" .") for rule in fixed for name in rule.split(",")}
    used = {
        name
        for template in TEMPLATES.glob("*.html")
        for name in re.findall(r'<table(?: class="([\w-]+))?', template.read_text())
    }

    assert used == names | {"counts", "totals"}


def test_a_long_row_of_signs_without_a_font_is_counted() -> None:
    said = text_of(in_a_table("Före " + "👍" * 500 + "字" * 20_000 + " efter"))

    assert said.count("[symbol: tumme upp]") == print_text.NAMED_IN_A_ROW
    assert "tumme upp] [och 20 488 tecken till som inget typsnitt har] efter" in said
    other = print_text.named("字字字, 字字字. (字字字) 字字字 字, 字! slut", "字")
    assert other.endswith("U+5B57] [och 4 tecken till som inget typsnitt har] slut")
    scattered = print_text.named("字a" * (print_text.NAMED_IN_ALL + 7), "字")
    assert scattered.count(print_text.NAMELESS) == 7
    few = "👍 " * print_text.NAMED_IN_A_ROW
    assert "och" not in print_text.named(few, "👍")


def test_only_long_texts_are_set_apart_and_their_letters_stay() -> None:
    usual = f"<p>{LINK[:150]} a&amp;b</p>"
    long = "Rutin &amp; kontroll, " * 60 + "&amp;" * 1_200 + "\n" + "x" * 10

    assert print_text.broken_up(usual) == usual
    broken = print_text.broken_up(f'<title>{long}</title><a href="{"x" * 900}">{long}</a>')
    assert broken.startswith(f'<title>{long}</title><a href="{"x" * 900}"><span>Rutin')
    shown = broken.partition("><span>")[2]
    assert (
        "<span>" + shown.replace("</span><span>", "").replace("\u200b", "")
        == f"<span>{long}</span></a>"
    )
    assert shown.count("kontroll, </span>") >= 2
    assert shown.count("&amp;\u200b</span>") >= 2


def test_the_check_costs_little() -> None:
    made = pdf.printed(PAPER % ("<p>Ett stycke om en plan för arbetet med rutinerna.</p>" * 800))
    began = time.process_time()

    paper_check.require_fit_to_keep(made)

    assert time.process_time() - began < 1


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
def test_15_pasted_from_word() -> None:
    made = in_a_table(cleaned(pasted("15")))

    paper_check.require_whole(made)
    said = text_of(made)
    assert "• Kontroll varje månad • Rutin för Socialnämndens uppföljning" in said
    assert "[symbol: tumme upp]" in said


@pytest.mark.skipif(not CASES.exists(), reason="../shared/cases is not here")
def test_16_a_long_link() -> None:
    made = in_a_table(pasted("16"))

    paper_check.require_whole(made)
    assert "".join(pasted("16").split()) in letters_of(made)

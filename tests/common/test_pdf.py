import io

import page
import pikepdf
import pypdfium2
import pytest
from django.conf import settings

from common import paper_check, pdf
from common.rules import RuleBroken

PROFILES = tuple(paper_check.STANDARDS.values())
PAPER = """<html lang="sv"><head><title>Prov på åäö</title></head><body><h1>Rubrik</h1>
<p><span class="status symbol-delvis tone-partly">Delvis</span> och <b>fetstil</b>.</p>
<table><thead><tr><th scope="col">Datum</th></tr></thead><tbody><tr><td>I dag</td></tr></tbody></table>
<ol><li value="3"><div>Ett</div><div>a) Två</div></li><li>Tre <b>fyra</b></li></ol><ul><li><p>Fem</p></li></ul>
<p><a href="#x">Se nedan</a></p><p id="x">%s</p></body></html>"""


def text_of(data: bytes) -> str:
    """All that a reader sees, with lines joined."""
    document = pypdfium2.PdfDocument(data)
    pages = [one.get_textpage().get_text_range() for one in document]
    return " ".join(" ".join(pages).replace("\xa0", " ").replace("\x02", "").split())


def failures(data: bytes, profile: page.ValidationProfile) -> list[str]:
    return [
        f"{f.rule_id}: {f.message}" for f in page.validate_pdf_bytes(data, profile=profile).failures
    ]


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_a_paper_is_archivable_and_accessible(profile: page.ValidationProfile) -> None:
    assert failures(pdf.printed(PAPER % "Slut"), profile) == []


def test_a_paper_with_many_bookmarks_is_kept() -> None:
    paper_check.require_fit_to_keep(pdf.printed(PAPER % ("<h2>Rekommendation</h2>" * 600)))


def test_a_paper_that_holds_no_standard_is_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    made = pdf.printed(PAPER % "Slut").replace(b"<pdfuaid:part>1", b"<pdfuaid:part>2")
    unmarked, _ = pdf._laid_out(PAPER % "Slut", ())

    with pytest.raises(RuleBroken, match=r"för tillgänglighet \(PDF/UA-1\) och har inte sparats"):
        paper_check.require_fit_to_keep(made)
    with pytest.raises(RuleBroken, match=r"arkivering \(PDF/A-3a\) och tillgänglighet"):
        paper_check.require_fit_to_keep(unmarked)
    assert "a paper breaks PDFUA1-ID-PART-001" in caplog.text


def test_no_data_ends_in_a_carriage_return() -> None:
    with pikepdf.open(io.BytesIO(pdf.printed(PAPER % "Slut"))) as made:
        ends = [
            one.read_raw_bytes()[-1:] for one in made.objects if isinstance(one, pikepdf.Stream)
        ]

    assert b"\r" not in ends


def test_a_table_over_two_pages_has_its_headings_on_both_and_its_total_once() -> None:
    rows = "".join(f"<tr><td>Nämnd {number}</td></tr>" for number in range(80))
    table = (
        f'<table><thead><tr><th scope="col">Organ</th></tr></thead><tbody>{rows}</tbody>'
        "<tfoot><tr><td>Sammanlagt</td></tr></tfoot></table>"
    )

    document = pypdfium2.PdfDocument(pdf.printed(PAPER % "Slut" + table))
    pages = [one.get_textpage().get_text_range() for one in document]

    below = pages[1:]
    assert len(below) > 1
    assert all("Organ" in words for words in below)
    assert [words.count("Sammanlagt") for words in pages] == [0] * len(below) + [1]


def test_a_paper_says_its_language_title_and_structure() -> None:
    with pikepdf.open(io.BytesIO(pdf.printed(PAPER % "Slut"))) as made:
        assert str(made.Root.Lang) == "sv"
        assert made.docinfo["/Title"] == "Prov på åäö"
        assert made.Root.MarkInfo.Marked
        assert made.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in made.Root
        assert made.check_pdf_syntax() == []


def test_swedish_letters_can_be_read_out() -> None:
    assert "Åäö – räksmörgås" in text_of(pdf.printed(PAPER % "Åäö – räksmörgås"))


@pytest.mark.skipif(not settings.FONTS_AVAILABLE, reason="no font packages")
def test_the_fonts_come_from_the_pinned_packages() -> None:
    raw = pdf.printed(PAPER % "Slut")

    assert b"Inter-Variable" in raw
    assert b"Source-Serif-4-Variable" in raw


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="file:///dev/urandom" alt="x">',
        '<img src="http://169.254.169.254/latest" alt="x">',
        '<img src="https://static.invalid/../settings.py" alt="x">',
        '<img src="/etc/passwd" alt="x">',
        '<img src="data:image/svg+xml,%3Csvg/%3E" alt="x">',
        '<img src="//evil.example/x.png" alt="x">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="https://evil.example/x.css">',
        '<p style="background:url(file:///etc/passwd)">x</p>',
        "<style>@import url(https://evil.example/x.css);</style>",
        "<style>@font-face{font-family:x;src:url(file:///etc/passwd)} p{font-family:x}</style>",
        '<object data="file:///etc/passwd" type="image/png">x</object>',
        '<embed src="file:///etc/passwd" type="image/png">',
        '<base href="file:///"><img src="etc/passwd" alt="x">',
    ],
)
def test_a_paper_fetches_nothing_but_what_is_bundled(markup: str) -> None:
    with pytest.raises(pdf.ForbiddenAddress):
        pdf.printed(PAPER % markup)


@pytest.mark.parametrize(
    "name",
    ["css/base.css", "css/../css/paper.css", "fonts/inter/../x.woff2", "symbols/x.yes.svg", ""],
)
def test_only_exact_names_are_bundled(name: str) -> None:
    with pytest.raises(pdf.ForbiddenAddress):
        pdf.bundled(name)

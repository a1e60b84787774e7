"""What is let in and what is not, each file opened by the process that every upload goes through."""

import resource
import subprocess
import sys
from functools import partial
from time import monotonic

import pytest

from documents import inspecting
from documents.inspecting import (
    BROKEN,
    CARRIES,
    LOCKED,
    MACROS,
    SCRIPTS,
    TOO_HEAVY,
    TOO_LARGE,
    confined,
    inspect,
)
from tests.documents.hostile import (
    BODY,
    DOCTYPE,
    DOCX,
    XLSX,
    W,
    carrying,
    deflated,
    launching,
    long_report,
    office,
    opening_script,
    pdf,
    picture,
    script_on_a_page,
)

pytestmark = pytest.mark.confined
MB = 1024 * 1024
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
MACROS_ELSEWHERE = (
    'x"/><Override PartName="/a.bin" ContentType="application/vnd.ms-office.vbaProject'
)
IN_UTF_16 = DOCTYPE.format("UTF-16").encode("utf-16")
PACKAGE = b"\xd0\xcf\x11\xe0" + "\x01Ole10Native".encode("utf-16-le") + b"MZ"


def bookmark_about_scripts(document) -> None:
    document.docinfo["/Title"] = "Om /JavaScript och /Launch"


def spelt_script() -> bytes:
    return pdf(opening_script).replace(b"/JavaScript", b"/Java#53cript").replace(b"/JS", b"/#4aS")


def bomb() -> bytes:
    return office(word__media__a_txt=b"\0" * 300 * MB)


@pytest.mark.parametrize(
    ("ending", "make"),
    [
        ("pdf", pdf),
        ("pdf", partial(pdf, bookmark_about_scripts)),
        ("pdf", partial(pdf, carrying("faktura.xml", b"<Invoice/>"))),
        ("docx", office),
        ("docx", lambda: office(word__media__image1_png=picture())),
        ("xlsx", partial(office, XLSX, main="xl/workbook.xml")),
        ("docx", partial(office, word__document_xml=BODY.encode("utf-16"))),
        ("png", picture),
        ("jpg", partial(picture, "JPEG")),
        ("jpeg", partial(picture, "JPEG", (9000, 9000))),
    ],
)
def test_an_ordinary_file_is_let_in(ending, make):
    assert inspect(ending, make()).fault == ""


# Made when they are asked for: some take a second.
HOSTILE = {
    "html in a pdf header": ("pdf", b"%PDF-1.4\n<html><script>x</script></html>\n%%EOF", BROKEN),
    "nothing but zeros": ("pdf", b"%PDF-1.4\n" + b"\0" * 20_000_000 + b"\n%%EOF", BROKEN),
    "a pdf without a page": (
        "pdf",
        partial(pdf, lambda document: document.pages.__delitem__(0)),
        BROKEN,
    ),
    "script when opened": ("pdf", partial(pdf, opening_script), SCRIPTS),
    "script on a page": ("pdf", partial(pdf, script_on_a_page), SCRIPTS),
    "script by a spelt name": ("pdf", spelt_script, SCRIPTS),
    "a command": ("pdf", partial(pdf, launching), SCRIPTS),
    "a program inside": ("pdf", partial(pdf, carrying("spel.exe", b"MZ\x90")), CARRIES),
    "a program by another name": ("pdf", partial(pdf, carrying("bilaga.txt", b"MZ\x90")), CARRIES),
    "400 MB of page": ("pdf", partial(pdf, partial(deflated, times=1)), TOO_LARGE),
    "the same, packed twice": ("pdf", partial(pdf, partial(deflated, times=2)), TOO_LARGE),
    "macros by content type": ("docx", partial(office, MACRO_TYPE), MACROS),
    "macros by name": ("docx", partial(office, word__vbaProject_bin=b"x"), MACROS),
    "macros of another name": ("docx", partial(office, MACROS_ELSEWHERE), MACROS),
    "a packaged file": ("docx", partial(office, word__embeddings__o_bin=PACKAGE), CARRIES),
    "entities": ("docx", partial(office, word__document_xml=DOCTYPE.format("UTF-8")), BROKEN),
    "entities in utf-16": ("docx", partial(office, word__document_xml=IN_UTF_16), BROKEN),
    "entities in a part of any name": (
        "xlsx",
        partial(office, XLSX, main="xl/workbook.xml", xl__a_bin=IN_UTF_16),
        BROKEN,
    ),
    "a docx that is an xlsx": ("docx", partial(office, XLSX, main="xl/workbook.xml"), BROKEN),
    "a password": ("docx", b"\xd0\xcf\x11\xe0" * 200, LOCKED),
    "300 MB of zeros": ("docx", bomb, TOO_LARGE),
    "a picture cut off": ("png", lambda: picture(size=(500, 500))[:60], BROKEN),
    "a jpg that is a png": ("jpg", picture, BROKEN),
    "a picture of 400 million dots": ("png", partial(picture, size=(20_000, 20_000)), TOO_LARGE),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused(what):
    """Nor does it take memory of the page, whatever it does to its reader."""
    ending, made, fault = HOSTILE[what]
    data = made if isinstance(made, bytes) else made()
    assert len(data) <= 20 * MB + 100
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    faults = {inspect(ending, data, text=text).fault for text in {False, ending == "pdf"}}

    assert faults == {fault}
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 150


def test_a_report_of_millions_of_empty_paragraphs_is_refused_at_once():
    body = f"<w:document {W}><w:body>{'<w:p/>' * 4_600_000}</w:body></w:document>"
    data = office(DOCX, word__document_xml=body)

    assert inspect("docx", data, most_elements=1_000_000).fault == TOO_LARGE


def test_a_long_report_is_looked_through_within_what_a_page_may_wait():
    data = pdf(long_report)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worked = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = worked.ru_utime + worked.ru_stime

    seen = inspect("pdf", data, text=True)

    worked = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (seen.fault, seen.pages, seen.letters > 40) == ("", 601, True)
    assert 17 * MB < len(data) < 20 * MB
    assert worked.ru_utime + worked.ru_stime - begun < 3
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024 < 150


def test_what_takes_too_much_memory_or_time_says_nothing():
    limits = "from documents.inspecting import confine; confine(*sys.argv[1:]);"
    start = f"import sys; sys.path.insert(0, {str(inspecting.Path.cwd())!r}); {limits}"
    begun = monotonic()

    assert confined(["-c", start + "print(1)"], b"", memory=700 * MB, work=3) == b"1\n"
    assert not confined(["-c", start + "'x' * 10**9; print(1)"], b"", memory=700 * MB, work=3)
    assert not confined(["-c", start + "\nwhile True: pass"], b"", memory=700 * MB, work=1)
    assert monotonic() - begun < 30


def test_a_reader_that_dies_is_a_refusal(monkeypatch):
    """A picture of 81 million dots is allowed, and is more than this reader may hold."""
    whole = picture(size=(9_000, 9_000))
    assert not inspect("png", whole).fault

    monkeypatch.setattr(inspecting, "MEMORY", 50 * MB)

    assert inspect("png", whole).fault == TOO_HEAVY


def test_the_process_knows_no_django():
    shown = "import runpy, sys; runpy.run_path(sys.argv[1]); print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-c", shown, inspecting.__file__],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"

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
PACKAGE = b"\xd0\xcf\x11\xe0" + "\x01Ole10Native".encode("utf-16-le") + b"MZ"


def bookmark_about_scripts(document) -> None:
    document.docinfo["/Title"] = "Om /JavaScript och /Launch"


def bomb() -> bytes:
    return office(word__media__a_txt=b"\0" * 300 * MB)


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("pdf", pdf()),
        ("pdf", pdf(bookmark_about_scripts)),
        ("pdf", pdf(carrying("faktura.xml", b"<Invoice/>"))),
        ("docx", office()),
        ("docx", office(word__media__image1_png=picture())),
        ("xlsx", office(XLSX, main="xl/workbook.xml")),
        ("docx", office(word__document_xml=BODY.encode("utf-16"))),
        ("png", picture()),
        ("jpg", picture("JPEG")),
        ("jpeg", picture("JPEG", (9000, 9000))),
    ],
)
def test_an_ordinary_file_is_let_in(ending, data):
    assert inspect(ending, data).fault == ""


HOSTILE = {
    "html in a pdf header": ("pdf", b"%PDF-1.4\n<html><script>x</script></html>\n%%EOF", BROKEN),
    "nothing but zeros": ("pdf", b"%PDF-1.4\n" + b"\0" * 20_000_000 + b"\n%%EOF", BROKEN),
    "a pdf without a page": ("pdf", pdf(lambda document: document.pages.__delitem__(0)), BROKEN),
    "script when opened": ("pdf", pdf(opening_script), SCRIPTS),
    "script on a page": ("pdf", pdf(script_on_a_page), SCRIPTS),
    "script by a spelt name": (
        "pdf",
        pdf(opening_script).replace(b"/JavaScript", b"/Java#53cript").replace(b"/JS", b"/#4aS"),
        SCRIPTS,
    ),
    "a command": ("pdf", pdf(launching), SCRIPTS),
    "a program inside": ("pdf", pdf(carrying("spel.exe", b"MZ\x90")), CARRIES),
    "a program by another name": ("pdf", pdf(carrying("bilaga.txt", b"MZ\x90")), CARRIES),
    "400 MB of page": ("pdf", pdf(partial(deflated, times=1)), TOO_LARGE),
    "the same, packed twice": ("pdf", pdf(partial(deflated, times=2)), TOO_LARGE),
    "macros by content type": ("docx", office(MACRO_TYPE), MACROS),
    "macros by name": ("docx", office(word__vbaProject_bin=b"x"), MACROS),
    "macros of another name": (
        "docx",
        office('x"/><Override PartName="/a.bin" ContentType="application/vnd.ms-office.vbaProject'),
        MACROS,
    ),
    "a packaged file": ("docx", office(word__embeddings__o_bin=PACKAGE), CARRIES),
    "entities": ("docx", office(word__document_xml=DOCTYPE.format("UTF-8")), BROKEN),
    "entities in utf-16": (
        "docx",
        office(word__document_xml=DOCTYPE.format("UTF-16").encode("utf-16")),
        BROKEN,
    ),
    "entities in a part of any name": (
        "xlsx",
        office(XLSX, main="xl/workbook.xml", xl__a_bin=DOCTYPE.format("UTF-16").encode("utf-16")),
        BROKEN,
    ),
    "a docx that is an xlsx": ("docx", office(XLSX, main="xl/workbook.xml"), BROKEN),
    "a password": ("docx", b"\xd0\xcf\x11\xe0" * 200, LOCKED),
    "300 MB of zeros": ("docx", bomb(), TOO_LARGE),
    "a picture cut off": ("png", picture(size=(500, 500))[:60], BROKEN),
    "a jpg that is a png": ("jpg", picture(), BROKEN),
    "a picture of 400 million dots": ("png", picture(size=(20_000, 20_000)), TOO_LARGE),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused(what):
    ending, data, fault = HOSTILE[what]
    assert len(data) <= 20 * MB + 100

    assert inspect(ending, data).fault == fault


def test_a_report_of_millions_of_empty_paragraphs_is_refused_at_once():
    body = f"<w:document {W}><w:body>{'<w:p/>' * 4_600_000}</w:body></w:document>"
    data = office(DOCX, word__document_xml=body)

    assert inspect("docx", data, most_elements=1_000_000).fault == TOO_LARGE


def test_this_process_takes_no_part_of_it():
    """The memory of the page stays what it was, and so does its time, whatever the file does to its reader."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for ending, data, _ in HOSTILE.values():
        inspect(ending, data, text=True)

    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 150


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

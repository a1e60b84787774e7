"""What comes back from the answer form is what went in, however it is written and whatever program has saved it."""

import shutil
import subprocess

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.text import cleaned, one_line
from documents.word import opened
from responses.forms.answering import DraftForm, items_of
from responses.models import AnswerRequest
from responses.standing import RequestStanding
from responses.word import comparing, reading
from responses.word.fields import parts_of
from responses.word.writing import written
from tests.conftest import NOW
from tests.long import LONG, only_long
from tests.responses.drafting import item_of
from tests.responses.word_forms import filled, send_form, take, with_measures

OFFICE = shutil.which("soffice")
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
LINES = st.sampled_from(
    [
        "",
        "– Rutinen ses över, å ä ö Å Ä Ö é ü",
        "• punkt\tmed tabb",
        "1. numrerad",
        "  indragen, och slut med blank ",
        "<w:p> & \"citat\" ”svenska” 'enkla'",
        "A\u030a a\u0308 o\u0308",
        "hårt\u00a0mellanslag och mjukt\u00adbindestreck",
        "😀",
        "Ord " * 5000,  # 20 kB
    ]
)
TEXTS = st.one_of(st.text(LETTERS, max_size=200), st.lists(LINES, max_size=6).map("\n".join))
WORDS = st.one_of(st.just(""), st.text(LETTERS, max_size=60), LINES.map(lambda line: line[:60]))
SIZES = settings(
    max_examples=200 if LONG else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def plain(text):
    return cleaned(text).strip()


def form_of(request):
    read = AnswerRequest.objects.with_state(on=NOW.date()).get(pk=request.pk)
    draft = DraftForm(read.answers.get())
    return read, written(read, draft, RequestStanding.of(read, on=NOW.date()))


def read_in(request, data):
    parts = list(parts_of(request, DraftForm(request.answers.get())))
    return reading.filled_in(opened(data), request, parts)


def values_of(request, data):
    """What the form says of the first question."""
    return read_in(request, data)[0].values


def write(item, text, rows):
    """The draft as the web would have it."""
    item.text = plain(text)
    item.save()
    item.planned.all().delete()
    for what, responsible in rows:
        item.planned.create(what=one_line(what).strip() or "x", responsible=plain(responsible)[:60])


@given(text=TEXTS, rows=st.lists(st.tuples(WORDS, WORDS), max_size=4))
@SIZES
def test_an_untouched_form_says_what_the_draft_says(social_request, text, rows):
    with transaction.atomic():
        write(item_of(social_request), text, [(what, one_line(who)) for what, who in rows])
        request, data = form_of(social_request)

        assert comparing.compared(read_in(request, data)) == []
        transaction.set_rollback(True)


def xml(text):
    """What an XML file can hold at all: Word writes no other letters."""
    return "".join(letter for letter in text if letter in "\t\n" or letter >= " ").translate(
        dict.fromkeys([0xFFFE, 0xFFFF])
    )


@given(text=TEXTS.map(xml), rows=st.lists(st.tuples(WORDS.map(xml), WORDS.map(xml)), max_size=6))
@SIZES
def test_what_is_written_in_word_comes_back(social_request, text, rows):
    request, data = form_of(social_request)
    key = item_of(request).asked_id
    three = [(what, who, "2023-06-30") for what, who in rows]

    values = values_of(request, with_measures(filled(data, {(key, "text"): text}), key, three))

    told = [[one_line(what).strip(), one_line(who).strip(), day] for what, who, day in three]
    assert values["text"] == plain(text)
    assert [row[:3] for row in values["measures"]] == told


def test_what_the_page_takes_is_what_was_written(clerk, social_request):
    """The whole way in, with a paragraph of 20 kB."""
    request, data = form_of(social_request)
    text = f"Å, ä och ö.\n\n– punkt\n{'Ord ' * 5000}slut"

    response = send_form(clerk, request, filled(data, {(item_of(request).asked_id, "text"): text}))
    take(clerk, request, response)

    assert items_of(social_request.answers.get())[0].text == text


def through_office(data, folder):
    """As LibreOffice opens and saves it."""
    source, target = folder / "svar.docx", folder / "ut"
    source.write_bytes(data)
    subprocess.run(
        [
            *(OFFICE, f"-env:UserInstallation=file://{folder}/profil", "--headless"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (target / "svar.docx").read_bytes()


@only_long
@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_what_is_saved_in_libreoffice_comes_back(social_request, tmp_path):
    write(item_of(social_request, 1), "Det här stod redan.\n– Två", [("En rutin", "Chef")])
    request, data = form_of(social_request)
    key = item_of(request).asked_id
    text = f"Å, ä och ö – é.\n• punkt\n– streck\tmed tabb\n\n{'Ord ' * 5000}slut"
    rows = [("Ta fram <en> rutin & följ upp", "Förvaltningschef", "2023-06-30"), ("Två", "", "")]
    words = {(key, "text"): text, (key, "stance"): "Instämmer delvis", (0, "decision_ref"): "§ 31"}

    saved = through_office(with_measures(filled(data, words), key, rows), tmp_path)
    first, second, decision = (entry.values for entry in read_in(request, saved))

    assert (first["text"], first["stance"]) == (text, "partly")
    assert [tuple(row[:3]) for row in first["measures"]] == rows
    assert second["text"] == "Det här stod redan.\n– Två"
    assert [row[:2] for row in second["measures"]] == [["En rutin", "Chef"]]
    assert decision["decision_ref"] == "§ 31"
    assert comparing.compared(read_in(request, through_office(data, tmp_path))) == []

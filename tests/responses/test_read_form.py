"""The answer form comes back: read exactly, shown before anything is replaced, refused when it is another."""

import io
import zipfile
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from responses.models import AnswerDocument, AskedItem
from tests.documents import hostile
from tests.responses.drafting import fields_in, item_of, read, send, shown, text_field
from tests.responses.word_forms import (
    edited,
    filled,
    form_of,
    send_form,
    take,
    upload,
    with_measures,
    without_controls,
)

TEXT = "Nämnden tar fram en rutin.\n– Senast i höst.\n\nÅ, ä och ö."


@pytest.fixture
def url(social_request):
    return reverse("responses:read_form", args=[social_request.pk])


@pytest.fixture
def form(clerk, social_request):
    return form_of(clerk, social_request)


@pytest.fixture
def asked_id(social_request):
    return item_of(social_request).asked_id


def text_key(request, index=0):
    return text_field(request, index)


def test_the_page_says_what_will_happen(clerk, url):
    page = shown(clerk.get(url))

    assert "Det som skiljer från utkastet visas innan något ersätts" in page
    assert "bifogas svaret som den är" in page


def test_what_differs_is_shown_and_nothing_is_replaced(clerk, social_request, form, asked_id):
    response = send_form(clerk, social_request, filled(form, {(asked_id, "text"): TEXT}))

    assert response.status_code == 200
    assert "I formuläret: Nämndens svar" in shown(response)
    assert "Senast i höst." in shown(response)
    assert item_of(social_request).text == ""


def test_what_is_ticked_replaces_the_draft(clerk, social_request, form, asked_id):
    words = {(asked_id, "text"): TEXT, (asked_id, "stance"): "Instämmer delvis"}
    compared = send_form(clerk, social_request, filled(form, words))

    response = take(clerk, social_request, compared)

    assert response.status_code == 302
    assert (item_of(social_request).text, item_of(social_request).stance) == (TEXT, "partly")
    assert item_of(social_request, 1).text == ""


def test_only_what_is_ticked_does(clerk, social_request, form, asked_id):
    words = {(asked_id, "text"): TEXT, (asked_id, "stance"): "Instämmer delvis"}
    compared = send_form(clerk, social_request, filled(form, words))

    take(clerk, social_request, compared, text_key(social_request))

    assert (item_of(social_request).text, item_of(social_request).stance) == (TEXT, "")


def test_without_a_tick_nothing_does(clerk, social_request, form, asked_id):
    compared = send_form(clerk, social_request, filled(form, {(asked_id, "text"): TEXT}))

    response = take(clerk, social_request, compared, "x")

    assert response.status_code == 302
    assert item_of(social_request).text == ""


def test_measures_come_back_with_rows_that_somebody_has_added(
    clerk, social_request, form, asked_id
):
    rows = [(f"Åtgärd {number}", "Chef", "30 juni 2023") for number in range(5)]
    compared = send_form(clerk, social_request, with_measures(form, asked_id, rows))

    take(clerk, social_request, compared)

    planned = item_of(social_request).planned.all()
    assert [str(measure) for measure in planned] == [row[0] for row in rows]
    assert {f"{measure.due_on} {measure.responsible}" for measure in planned} == {"2023-06-30 Chef"}


def test_a_row_without_controls_is_a_row(clerk, social_request, form, asked_id):
    def add_row(document):
        cells = document.tables[2].add_row().cells
        cells[0].text, cells[1].text, cells[2].text = "För hand", "Chef", "2023-06-30"

    compared = send_form(clerk, social_request, edited(form, add_row))
    take(clerk, social_request, compared)

    assert [str(measure) for measure in item_of(social_request).planned.all()] == ["För hand"]


def test_the_decision_comes_back(clerk, social_request, form):
    words = {
        (0, "decision_kind"): "Nämndbeslut §",
        (0, "decision_ref"): "§ 31",
        (0, "decided_on"): "14 februari 2023",
        (0, "reference"): "SN 2023/4",
    }
    take(clerk, social_request, send_form(clerk, social_request, filled(form, words)))

    answer = social_request.answers.get()
    answer.refresh_from_db()
    assert answer.decision_sentence.replace("\xa0", " ") == (
        "Nämndbeslut § 31, 14 februari 2023, dnr SN 2023/4"
    )


def test_a_form_that_says_the_same_changes_nothing(clerk, social_request, form):
    response = send_form(clerk, social_request, form)

    assert response.status_code == 302
    assert "säger samma sak" in shown(clerk.get(response.url))


def test_a_form_saved_without_its_controls_is_read(clerk, social_request, form, asked_id):
    rows = [("En rutin", "Chef", "2023-06-30")]
    written = with_measures(filled(form, {(asked_id, "text"): TEXT}), asked_id, rows)

    compared = send_form(clerk, social_request, without_controls(written))
    take(clerk, social_request, compared)

    assert item_of(social_request).text == TEXT
    assert item_of(social_request, 1).text == ""
    assert [str(measure) for measure in item_of(social_request).planned.all()] == ["En rutin"]


def test_a_draft_changed_here_is_shown_and_not_replaced(clerk, social_request, form, asked_id):
    send(clerk, social_request, read(clerk, social_request), **{text_field(social_request): "Här"})

    compared = send_form(clerk, social_request, filled(form, {(asked_id, "text"): TEXT}))
    response = take(clerk, social_request, compared, "x")

    assert "har ändrat här" in shown(compared)
    assert "checked" not in shown(compared)
    assert response.status_code == 302
    assert item_of(social_request).text == "Här"


def test_having_seen_both_the_form_can_be_chosen(clerk, social_request, form, asked_id):
    send(clerk, social_request, read(clerk, social_request), **{text_field(social_request): "Här"})
    compared = send_form(clerk, social_request, filled(form, {(asked_id, "text"): TEXT}))

    take(clerk, social_request, compared, text_key(social_request))

    assert item_of(social_request).text == TEXT


def test_what_only_the_draft_has_changed_is_left(clerk, social_request, form, asked_id):
    send(clerk, social_request, read(clerk, social_request), **{text_field(social_request): "Här"})

    words = {(asked_id, "stance"): "Instämmer"}
    compared = send_form(clerk, social_request, filled(form, words))
    take(clerk, social_request, compared)

    assert (item_of(social_request).text, item_of(social_request).stance) == ("Här", "agrees")


def test_a_draft_changed_while_somebody_chooses_is_not_replaced(
    clerk, social_request, form, asked_id
):
    compared = send_form(clerk, social_request, filled(form, {(asked_id, "text"): TEXT}))
    send(clerk, social_request, read(clerk, social_request), **{text_field(social_request): "Här"})

    response = take(clerk, social_request, compared)

    assert response.status_code == 409
    assert "Sparad text" in shown(response)
    assert fields_in(response.content.decode())[text_field(social_request)] == TEXT
    assert item_of(social_request).text == "Här"


def test_what_cannot_be_saved_is_shown_at_its_field(clerk, social_request, form, asked_id):
    words = {(asked_id, "text"): TEXT, (asked_id, "stance"): "Tja", (0, "decided_on"): "i våras"}

    response = take(clerk, social_request, send_form(clerk, social_request, filled(form, words)))

    assert response.status_code == 200
    assert "2 uppgifter behöver rättas" in shown(response).replace("Två", "2")
    assert fields_in(response.content.decode())[text_field(social_request)] == TEXT


def test_a_form_of_another_request_is_refused(client, board_request, board_clerk, form):
    client.force_login(board_clerk)

    response = send_form(client, board_request, form)

    assert "hör till en annan begäran" in shown(response)
    assert "field-error" in shown(response)


def test_an_older_wording_is_refused(clerk, social_request, form):
    recommendation = item_of(social_request).asked.addressee.recommendation
    recommendation.text = "En annan lydelse"
    recommendation.save()

    assert "en äldre lydelse: rekommendation 1" in shown(send_form(clerk, social_request, form))


def test_what_is_not_asked_any_more_is_refused(clerk, social_request, form, asked_id, noon):
    AskedItem.objects.filter(pk=asked_id).update(withdrawn_at=noon)

    assert "inte ställs i den här begäran längre" in shown(send_form(clerk, social_request, form))


def test_a_field_that_stands_twice_is_refused(clerk, social_request, form):
    def double(document):
        row = document.tables[1].rows[0]._tr
        row.addnext(deepcopy(row))

    assert "finns två gånger" in shown(send_form(clerk, social_request, edited(form, double)))


def test_a_yttrande_without_our_fields_goes_along_and_is_read_beside(clerk, social_request):
    response = send_form(clerk, social_request, plain_yttrande("Nämnden anser\nföljande."))

    page = shown(clerk.get(response.url))
    assert [str(file) for file in AnswerDocument.objects.all()] == ["svar.docx"]
    assert "inga fält från svarsformuläret" in page
    assert "Nämnden anser\nföljande." in page
    assert 'class="text-beside"' in page
    assert "Word, " in page
    assert 'class="text-beside"' not in shown(clerk.get(social_request.get_absolute_url()))


def test_the_mark_goes_along(clerk, social_request):
    send_form(clerk, social_request, plain_yttrande("Text"), file_may_be_secret="on")

    assert AnswerDocument.objects.get().document.may_be_secret


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "999", "²"])
def test_no_other_text_is_shown_beside(clerk, social_request, key):
    response = clerk.get(social_request.get_absolute_url(), {"bredvid": key})

    assert response.status_code == 200
    assert 'class="text-beside"' not in shown(response)


def test_a_file_of_another_draft_is_not_shown_beside(
    client, clerk, social_request, board_request, board_clerk
):
    send_form(clerk, social_request, plain_yttrande("Socialnämndens ord"))
    file = AnswerDocument.objects.get()
    client.force_login(board_clerk)

    page = shown(client.get(board_request.get_absolute_url(), {"bredvid": file.pk}))

    assert "Socialnämndens ord" not in page


def plain_yttrande(text):
    document, packed = Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(packed)
    return packed.getvalue()


def bomb():
    """200 MB of spaces in a few hundred kB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {hostile.W}>{' ' * 200_000_000}")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("file", "word"),
    [
        (None, "Välj en Word-fil"),
        (upload(b""), "är tom"),
        (upload(b"PK\x03\x04xyz"), "är skadad"),
        (SimpleUploadedFile("svar.pdf", hostile.pdf()), "kan inte tas emot. Välj docx"),
        (upload(hostile.office(word__document_xml=hostile.DOCTYPE.format("utf-8"))), "är skadad"),
        (upload(hostile.office(word__vbaProject_bin=b"x")), "innehåller makron"),
        (bomb, "är för stor när den packas upp"),
    ],
)
def test_what_does_harm_is_refused_at_the_field(clerk, url, file, word):
    if file is bomb:
        file = upload(bomb())
    response = clerk.post(url, {"file": file} if file else {})

    assert response.status_code == 200
    assert word in shown(response)
    assert not AnswerDocument.objects.exists()


@pytest.mark.parametrize(
    "content", ["", "x", "[]", '{"a": 1}', '{"a": [["x"]]}', '{"a": [1]}', "[" * 100_000]
)
def test_what_no_page_of_ours_sends_is_a_bad_request(clerk, url, content):
    assert clerk.post(url, {"innehall": content, "ersatt": "a"}).status_code == 400


@pytest.mark.parametrize("name", ["auditor", "presidium_member"])
def test_only_the_body_reads_in(client, request, url, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url).status_code == 403
    assert client.post(url, {"file": upload(b"x")}).status_code == 403

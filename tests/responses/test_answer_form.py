"""The answer form for Word: whose it is, and what stands in it."""

import io

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from accounts.models import BodyKind
from common import dates
from documents.word import read_word
from responses.models import DecisionKind
from responses.word.fields import FieldTag
from responses.word.writing import deciding
from tests import factories
from tests.responses.drafting import item_of, shown
from tests.responses.word_forms import form_of


@pytest.fixture
def url(social_request):
    return reverse("responses:answer_form", args=[social_request.pk])


def test_the_page_of_the_draft_leads_to_it(clerk, social_request, url):
    page = shown(clerk.get(social_request.get_absolute_url()))

    assert f'href="{url}"' in page
    assert reverse("responses:read_form", args=[social_request.pk]) in page


def test_it_is_a_word_file_in_the_bodys_name(clerk, url):
    response = clerk.get(url)

    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert "attachment" in response["Content-Disposition"]
    assert "n%C3%A4mnden" in response["Content-Disposition"]


def test_it_says_what_is_asked_and_by_when(clerk, social_request):
    social_request.wish = "Svaret ska omfatta\nåtgärder och tidplan."
    social_request.save()

    text = read_word(form_of(clerk, social_request)).text.replace("\xa0", " ")

    assert "Socialnämnden beslutar att lämna svaret nedan till revisorerna" in text
    assert "Svar önskas senast 28 februari 2023." in text
    assert "Svaret ska omfatta\nåtgärder och tidplan." in text
    for item in social_request.answers.get().items.all():
        assert item.asked.addressee.recommendation.text in text


def test_the_draft_stands_in_its_fields(clerk, social_request):
    item = item_of(social_request)
    item.stance, item.text = "partly", "Vi håller med.\n– Men inte om allt."
    item.save()
    item.planned.create(what="En rutin", responsible="Chef", due_on=dates.today())
    draft = social_request.answers.get()
    draft.decision_kind = DecisionKind.BODY
    draft.save()

    tables = read_word(form_of(clerk, social_request)).tables
    cells = [[cell.text.strip() for cell in row] for table in tables for row in table]

    assert ["Instämmer nämnden?", "Instämmer delvis"] in cells
    assert ["Nämndens svar", "Vi håller med.\n– Men inte om allt."] in cells
    assert ["En rutin", "Chef", "2023-02-14"] in cells
    assert ["Slag av beslut", "Nämndbeslut §"] in cells


def test_every_field_of_the_draft_is_a_control_with_a_name_of_its_own(clerk, social_request):
    body = Document(io.BytesIO(form_of(clerk, social_request))).element.body
    names = {
        (tag.asked_id, tag.name)
        for control in body.iter(qn("w:sdt"))
        if (tag := FieldTag.read(control.find(f".//{qn('w:tag')}").get(qn("w:val"))))
    }
    numbers = [mark.get(qn("w:val")) for mark in body.iter(qn("w:id"))]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]

    asked = [item.asked_id for item in social_request.answers.get().items.all()]
    of_each = ("stance", "text", "may_be_secret", "measures")
    decision = ("decision_kind", "decision_ref", "reference", "decided_on", "confirmed_on")
    assert names == {(key, name) for key in asked for name in of_each} | {(0, n) for n in decision}
    assert len(set(numbers)) == len(numbers)
    assert len(set(marks)) == len(marks)
    assert max(map(len, marks)) <= 40


def test_choices_are_lists(clerk, social_request):
    body = Document(io.BytesIO(form_of(clerk, social_request))).element.body
    lists = [
        [entry.get(qn("w:displayText")) for entry in choices]
        for choices in body.iter(qn("w:dropDownList"))
    ]

    assert ["Instämmer", "Instämmer delvis", "Instämmer inte", "Anges inte"] in lists
    assert ["Nej", "Ja"] in lists


@pytest.mark.parametrize(
    ("tag", "is_read"),
    [
        (FieldTag(2_000_000_000, 2_000_000_000, "text", "a1b2c3", "d4e5f6"), True),
        (FieldTag(1, 0, "measures", "a1b2c3", "d4e5f6", about=36), True),
        ("rs_1_2_Q_a1b2c3_d4e5f6", False),
        ("rs_1_2_T_a1b2c3", False),
        ("_GoBack", False),
    ],
)
def test_a_tag_comes_back_as_it_was(tag, is_read):
    assert FieldTag.read(str(tag)) == (tag if is_read else None)
    assert len(str(tag)) <= 40


def test_the_board_of_a_company_decides(db):
    company = factories.BodyFactory(name="Lindvika Bostäder AB", kind=BodyKind.COMPANY)

    assert deciding(company) == "Styrelsen för Lindvika Bostäder AB"


def test_a_supplement_can_let_a_measure_lapse(clerk, social_request):
    item = item_of(social_request)
    measure = item.asked.addressee.measures.create(what="En rutin", stated_at=dates.now())
    item.planned.create(measure=measure, what="En rutin")

    rows = read_word(form_of(clerk, social_request)).tables
    headings = [[cell.text for cell in table[0]] for table in rows]

    assert ["Vad", "Ansvarig funktion", "Klart senast", "Utgår"] in headings


@pytest.mark.parametrize("name", ["auditor", "presidium_member"])
def test_nobody_else_gets_the_draft(client, request, url, name):
    client.force_login(request.getfixturevalue(name))

    assert client.get(url).status_code == 403


def test_there_is_none_when_the_answer_is_in(client, board_answer, board_clerk):
    client.force_login(board_clerk)

    response = client.get(reverse("responses:answer_form", args=[board_answer.request_id]))

    assert response.status_code == 403
    assert "Svaret är inlämnat" in shown(response)

"""Two people changed the same text: nobody's is lost, and the person chooses field by field."""

import pytest
from django.urls import reverse

from audit.models import AuditQuestion
from responses.models import AnswerItem
from tests.responses.drafting import fields_in, read, send, shown, text_field


@pytest.fixture
def draft_clash(client, social_clerk, social_request):
    """The secretary has written over a colleague's text and measure, and sees the page that says so."""
    client.force_login(social_clerk)
    field, row = text_field(social_request), measure_row(social_request)
    mine = read(client, social_request)
    send(client, social_request, mine, **{field: "Deras text", f"{row}-what": "Deras åtgärd"})
    return send(client, social_request, mine, **{field: "Min text", f"{row}-what": "Min åtgärd"})


def measure_row(request):
    return f"m{request.answers.draft().items.first().pk}-0"


def item_of(request):
    return AnswerItem.objects.filter(answer__request=request).first()


def choose(client, request, clash, **choices):
    prefix = f"r{item_of(request).pk}-choose-"
    chosen = {prefix + name: choice for name, choice in choices.items()}
    return send(client, request, fields_in(clash.content.decode()), settle="1", **chosen)


def test_the_page_says_who_saved_the_other_text_and_when(draft_clash, social_clerk):
    assert f"{social_clerk.name} sparade 14 februari 2023" in shown(draft_clash)


def test_pressing_save_again_loses_nothing(client, draft_clash, social_request):
    again = send(client, social_request, fields_in(draft_clash.content.decode()))

    field = text_field(social_request)
    assert again.status_code == 409
    assert fields_in(again.content.decode())[field] == "Min text"
    assert item_of(social_request).text == "Deras text"


def test_a_page_that_saves_itself_chooses_nothing(client, draft_clash, social_request):
    item = item_of(social_request)
    data = fields_in(draft_clash.content.decode()) | {f"r{item.pk}-choose-text": "mine"}

    response = client.post(social_request.get_absolute_url(), data, headers={"HX-Request": "true"})

    assert response.status_code == 409
    assert item_of(social_request).text == "Deras text"


def test_a_choice_left_out_shows_the_page_again(client, draft_clash, social_request):
    response = choose(client, social_request, draft_clash, text="mine")

    assert response.status_code == 409
    assert "Välj för varje fält" in shown(response)


@pytest.mark.parametrize(
    ("text", "measures", "saved_text", "saved_measures"),
    [
        ("mine", "theirs", "Min text", ["Deras åtgärd"]),
        ("theirs", "mine", "Deras text", ["Min åtgärd"]),
        ("both", "both", "Deras text\n\nMin text", ["Deras åtgärd", "Min åtgärd"]),
        ("theirs", "theirs", "Deras text", ["Deras åtgärd"]),
    ],
)
def test_each_field_becomes_what_was_chosen(
    client, draft_clash, social_request, text, measures, saved_text, saved_measures
):
    response = choose(client, social_request, draft_clash, text=text, measures=measures)

    item = item_of(social_request)
    assert response.status_code == 302
    assert item.text == saved_text
    assert [planned.what for planned in item.planned.all()] == saved_measures


def test_a_third_save_meanwhile_is_shown_before_anything_is_chosen(
    client, draft_clash, social_request
):
    fresh = read(client, social_request)
    send(client, social_request, fresh, **{text_field(social_request): "Tredje text"})

    response = choose(client, social_request, draft_clash, text="mine", measures="mine")

    assert response.status_code == 409
    assert "Tredje" in shown(response)
    assert item_of(social_request).text == "Tredje text"


# The audit side


@pytest.fixture
def question_clash(client, auditor, draft):
    client.force_login(auditor)
    question = AuditQuestion.objects.filter(audit=draft).first()
    url = reverse("audit:question", args=[question.pk])
    data = fields_in(client.get(url).content.decode())
    client.post(url, data | {"text": "Deras fråga?"})
    return url, client.post(url, data | {"text": "Min fråga?"})


def test_the_audit_side_sees_who_and_when(question_clash, auditor):
    _, clash = question_clash

    assert clash.status_code == 409
    assert f"{auditor.name} sparade 14 februari 2023" in shown(clash)


@pytest.mark.parametrize(
    ("choice", "saved"),
    [
        ("mine", "Min fråga?"),
        ("theirs", "Deras fråga?"),
        ("both", "Deras fråga?\n\nMin fråga?"),
        (None, "Deras fråga?"),
    ],
)
def test_the_audit_side_chooses_too(client, draft, question_clash, choice, saved):
    url, clash = question_clash
    chosen = {"choose-text": choice, "settle": "1"} if choice else {}

    client.post(url, fields_in(clash.content.decode()) | chosen)

    assert AuditQuestion.objects.filter(audit=draft).first().text == saved


def test_a_grade_and_reasons_are_chosen_each_for_itself(client, auditor, draft):
    client.force_login(auditor)
    question = AuditQuestion.objects.filter(audit=draft).first()
    url = reverse("audit:assess", args=[question.pk])
    data = fields_in(client.get(url).content.decode())
    client.post(url, data | {"grade": "no", "reasons": "Deras skäl"})
    clash = client.post(url, data | {"grade": "yes", "reasons": "Mina skäl"})
    chosen = {"choose-grade": "theirs", "choose-reasons": "mine", "settle": "1"}

    client.post(url, fields_in(clash.content.decode()) | chosen)

    question.assessment.refresh_from_db()
    assert (question.assessment.grade, question.assessment.reasons) == ("no", "Mina skäl")

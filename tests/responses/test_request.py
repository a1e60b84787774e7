"""A body's draft: what is saved, and what is wrong with it."""

from datetime import date

import pytest

from accounts.models import BodyMeeting
from responses import services
from responses.models import Stance
from tests import factories
from tests.conftest import NOW, write_answer
from tests.responses.drafting import (
    fields_in,
    item_of,
    planned_row,
    read,
    send,
    shown,
    text_field,
)


def test_the_date_is_a_sentence(clerk, social_request, social):
    BodyMeeting.objects.create(
        body=social, meets_on=date(2023, 2, 15), documents_due_on=date(2023, 2, 3)
    )

    page = shown(clerk.get(social_request.get_absolute_url())).replace("<b>", "")

    assert (
        "Handlingar till nämnden senast 3 februari – sammanträde 15 februari – "
        "svar önskas senast 28 februari 2023" in page
    )


def test_what_the_calendar_does_not_know_is_left_out(clerk, social_request):
    page = shown(clerk.get(social_request.get_absolute_url()))

    assert "Svar önskas senast <b>28 februari 2023</b>" in page
    assert "sammanträde 15" not in page


def test_everything_incomplete_is_kept(clerk, social_request):
    data = read(clerk, social_request)

    response = send(
        clerk,
        social_request,
        data,
        **{text_field(social_request): "Halv text", "beslut-reference": "SN 2022/341"},
        **planned_row(social_request, 0, responsible="Enhetschef"),
    )

    assert response.status_code == 302
    kept = read(clerk, social_request)
    assert kept[text_field(social_request)] == "Halv text"
    assert kept["beslut-reference"] == "SN 2022/341"
    assert item_of(social_request).planned.get().responsible == "Enhetschef"


def test_stance_text_and_measures_are_saved(clerk, social_request):
    prefix = f"r{item_of(social_request).pk}"
    row = {"what": "Ta fram mall", "responsible": "Enhetschef", "due_on": "2023-05-31"}

    send(
        clerk,
        social_request,
        read(clerk, social_request),
        **{f"{prefix}-stance": "partly", f"{prefix}-text": "Vi delar\r\ndet mesta."},
        **{f"{prefix}-may_be_secret": "on"},
        **planned_row(social_request, 0, **row),
    )

    item = item_of(social_request)
    assert (item.stance, item.text, item.may_be_secret) == (
        Stance.PARTLY,
        "Vi delar\ndet mesta.",
        True,
    )
    assert str(item.planned.get().due_on) == "2023-05-31"


def test_a_removed_row_is_gone(clerk, social_request):
    write_answer(social_request)
    prefix = f"m{item_of(social_request).pk}"

    send(clerk, social_request, read(clerk, social_request), **{f"{prefix}-0-DELETE": "on"})

    assert not item_of(social_request).planned.exists()
    assert item_of(social_request, 1).planned.count() == 1


def test_saving_nothing_new_changes_no_version(clerk, social_request):
    write_answer(social_request)

    send(clerk, social_request, read(clerk, social_request))

    assert item_of(social_request).version == 1
    assert item_of(social_request).history.count() == 2


def test_a_date_in_the_future_is_refused_and_the_rest_is_saved(clerk, social_request):
    data = read(clerk, social_request)

    response = send(
        clerk,
        social_request,
        data,
        **{
            text_field(social_request): "Text som ska finnas kvar",
            "beslut-confirmed_on": "2023-02-15",
            "beslut-decision_ref": "§ 44",
        },
    )

    kept = fields_in(response.content.decode())
    assert "Justeringen kan inte ligga i framtiden" in shown(response)
    assert (kept["beslut-confirmed_on"], kept["beslut-decision_ref"]) == (
        "15 februari 2023",
        "§ 44",
    )
    assert item_of(social_request).text == "Text som ska finnas kvar"
    social_request.answers.draft().refresh_from_db()
    assert social_request.answers.draft().decided_on is None


def test_what_was_kept_on_the_page_can_be_corrected_and_saved(clerk, social_request):
    first = send(
        clerk,
        social_request,
        read(clerk, social_request),
        **{text_field(social_request): "Text", "beslut-confirmed_on": "2023-02-15"},
    )

    again = fields_in(first.content.decode())
    response = send(clerk, social_request, again, **{"beslut-confirmed_on": "2023-02-13"})

    assert response.status_code == 302
    social_request.answers.draft().refresh_from_db()
    assert social_request.answers.draft().confirmed_on == date(2023, 2, 13)


def test_to_the_review_page_when_all_is_saved(clerk, social_request):
    response = send(clerk, social_request, read(clerk, social_request), review="1")

    assert response.url.endswith("/granska/")


# Bad input


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("beslut-decided_on", "2023-02-29"),
        ("beslut-decided_on", "9999-12-31"),
        ("beslut-decided_on", "0001-01-01"),
        ("beslut-confirmed_on", "i går"),
        ("beslut-decision_kind", "påhittat"),
        ("beslut-decision_ref", "§" * 100),
        ("beslut-reference", "SN\x00"),
        ("beslut-version", "inte ett tal"),
    ],
)
def test_bad_input_in_the_decision_is_a_field_error(clerk, social_request, field, value):
    data = read(clerk, social_request) | {"beslut-reference": "SN 2022/341"}

    response = send(clerk, social_request, data, **{field: value})

    assert response.status_code == 200
    social_request.answers.draft().refresh_from_db()
    assert social_request.answers.draft().reference == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("stance", "påhittat"), ("text", "NUL \x00 i texten"), ("version", "9" * 30)],
)
def test_bad_input_in_an_answer_saves_nothing_of_it(clerk, social_request, name, value):
    prefix = f"r{item_of(social_request).pk}"
    data = read(clerk, social_request) | {f"{prefix}-text": "Text"}

    response = send(clerk, social_request, data, **{f"{prefix}-{name}": value})

    assert response.status_code in (200, 409)
    assert item_of(social_request).text == ""


@pytest.mark.parametrize("due_on", ["2023-02-29", "31 december 9999", "0001-01-01", "snart"])
def test_an_impossible_date_of_a_measure_is_a_field_error(clerk, social_request, due_on):
    row = planned_row(social_request, 0, what="Ta fram mall", due_on=due_on)

    response = send(clerk, social_request, read(clerk, social_request), **row)

    assert response.status_code == 200
    assert fields_in(response.content.decode()).items() >= row.items()
    assert not item_of(social_request).planned.exists()


@pytest.mark.parametrize("total", ["", "många", "-1", "100000"])
def test_a_tampered_count_of_rows_loses_nothing(clerk, social_request, total):
    write_answer(social_request)
    prefix = f"m{item_of(social_request).pk}"
    data = read(clerk, social_request) | {text_field(social_request): "Ny text"}

    response = send(clerk, social_request, data, **{f"{prefix}-TOTAL_FORMS": total})

    assert response.status_code in (200, 302)
    assert total == "-1" or item_of(social_request).planned.count() == 1


def test_an_item_of_another_request_is_not_touched(clerk, social_request, board_request):
    foreign = item_of(board_request)
    data = {f"r{foreign.pk}-version": "1", f"r{foreign.pk}-text": "Intrång"}

    send(clerk, social_request, read(clerk, social_request), **data)

    foreign.refresh_from_db()
    assert foreign.text == ""


def test_a_long_text_is_kept_whole(clerk, social_request):
    text = "Å" * 10_000

    send(clerk, social_request, read(clerk, social_request), **{text_field(social_request): text})

    assert item_of(social_request).text == text


def test_an_empty_post_changes_nothing(clerk, social_request):
    write_answer(social_request)

    response = clerk.post(social_request.get_absolute_url(), {})

    assert response.status_code == 302
    assert item_of(social_request).text == "Nämnden tar fram en rutin."


# Queries


@pytest.mark.parametrize("per_body", [1, 12])
def test_the_draft_asks_the_database_as_often_with_many(
    client, social, social_clerk, chair, per_body, django_assert_max_num_queries
):
    audit = factories.draft_audit(social, per_body=per_body)
    asked = services.dispatch(audit, at=NOW, by=chair)[0]
    write_answer(asked)
    client.force_login(social_clerk)

    with django_assert_max_num_queries(29):
        client.get(asked.get_absolute_url())

"""The fields for a day, where the browser reads what is typed just as the server does."""

import pytest
from playwright.sync_api import expect

from common.days import shown
from tests import factories
from tests.common.test_days import UNCLEAR, WITHOUT_YEAR, WRITTEN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def auditor(settled, start):
    return start("revisor@demo.example")


@pytest.fixture
def field(auditor):
    audit = factories.draft_audit(per_body=0, title="Granskning av dagar")
    auditor.go(f"/granskningar/{audit.pk}/andra/")
    return auditor.page.get_by_label("Svar önskas senast")


def write(field, text):
    field.fill(text)
    field.blur()
    return field


def test_what_is_typed_is_shown_as_a_swedish_date(auditor, field):
    seen = {text: write(field, text).input_value() for text, _ in WRITTEN}

    assert seen == {text: shown(day) for text, day in WRITTEN}


def test_what_is_no_day_is_left_as_it_is(field):
    seen = {text: write(field, text).input_value() for text, _ in UNCLEAR}

    assert seen == {text: text for text, _ in UNCLEAR}


def test_a_year_that_is_added_is_said(auditor, field):
    told = auditor.page.locator(".field", has=field).get_by_role("status")
    for text, meant in WITHOUT_YEAR:
        assert write(field, text).input_value() == shown(meant)
        expect(told).to_have_text(f"Året {meant.year} är tillagt. Stämmer det?")


def test_a_day_of_the_calendar_is_written_and_saved(auditor, field):
    write(field, "28/2 2023")
    day = auditor.page.locator(".day-field", has=field)
    with auditor.page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        day.locator("[type=date]").evaluate(
            "calendar => { calendar.value = '2023-03-15';"
            " calendar.dispatchEvent(new Event('change', {bubbles: true})); }"
        )

    assert field.input_value() == "15 mars 2023" and saved.value.ok


def test_the_calendar_opens_at_the_written_day_by_keyboard(auditor, field):
    write(field, "28/2 2023")
    field.focus()
    auditor.page.keyboard.press("Tab")
    auditor.page.keyboard.press("Enter")

    assert (
        auditor.page.locator(".day-field", has=field).locator("[type=date]").input_value()
        == "2023-02-28"
    )

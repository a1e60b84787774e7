"""Filling a form in a finished page with what was typed earlier."""

import pytest

from common import refill

PAGE = """<!doctype html><form action="/ut/" method="post"><button>Logga ut</button></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="ny">
<input type="hidden" name="version" value="7">
<input name="title" value="gammal &amp; god" required>
<textarea name="text" rows="6">
gammal</textarea>
<select name="kind"><option value="a" selected>A</option><option value="b">B</option></select>
<input type="checkbox" name="secret" checked><input type="radio" name="how" value="1" checked>
<input type="radio" name="how" value="2"><input type="file" name="file"><input type="password" name="pw">
</form>"""


def fill(fields, page=PAGE, action="/sida/"):
    return refill.fill(page, page_path="/sida/", action=action, fields=fields)


def test_each_kind_of_field_is_filled():
    page, rest = fill(
        {"version": ["3"], "title": ["ny"], "text": ["rad 1\r\nrad 2"], "kind": ["b"], "how": ["2"]}
    )

    assert 'name="version" value="3"' in page
    assert '<input name="title" value="ny" required>' in page
    assert '<textarea name="text" rows="6">\nrad 1\r\nrad 2</textarea>' in page
    assert '<option value="a">A</option><option value="b" selected>' in page
    assert '<input type="radio" name="how" value="2" checked>' in page
    assert 'name="how" value="1">' in page
    assert rest == {}


def test_a_tick_that_was_taken_away_is_away():
    assert '<input type="checkbox" name="secret">' in fill({"title": ["x"]})[0]


def test_text_can_not_become_markup():
    evil = '"></textarea><script>alert(1)</script>'

    page, _ = fill({"title": [evil], "text": [evil]})

    assert "<script" not in page


def test_the_token_files_and_passwords_are_left_alone():
    page, _ = fill({"title": ["x"], "csrfmiddlewaretoken": ["gammal"], "file": ["f"], "pw": ["p"]})

    assert 'type="file" name="file">' in page
    assert 'type="password" name="pw">' in page


def test_what_finds_no_place_is_given_back():
    assert fill({"title": ["x"], "borta": ["en text"]})[1] == {"borta": ["en text"]}


@pytest.mark.parametrize("fields", [{"borta": ["x"]}, {}])
def test_a_page_without_the_form_is_as_it_was(fields):
    assert fill(fields) == (PAGE, fields)


def test_another_form_is_left_alone():
    assert fill({"title": ["x"]}, action="/annan/")[0] == PAGE


def test_a_control_may_stand_outside_its_form():
    page = '<input name="a" form="f"><form id="f" method="post" action="/s/"></form>'

    assert fill({"a": ["x"]}, page, "/s/")[0].startswith('<input name="a" form="f" value="x">')


def test_rows_that_were_added_are_added_again():
    page = (
        '<form method="post"><input type="hidden" name="m-TOTAL_FORMS" value="1"><table>'
        '<tbody data-rows="m"><tr><td><input name="m-0-what"></td></tr></tbody></table>'
        '<template data-row="m"><tr><td><input name="m-__prefix__-what"></td></tr></template></form>'
    )

    filled, rest = fill({"m-TOTAL_FORMS": ["2"], "m-0-what": ["ett"], "m-1-what": ["två"]}, page)

    assert 'name="m-1-what" value="två"' in filled
    assert rest == {}

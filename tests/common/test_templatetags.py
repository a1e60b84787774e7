import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Engine, Template

from common import symbols
from common.days import DayField
from common.fields import StatusField
from common.status import Status
from common.swedish import NBSP
from common.templatetags import dates, numbers, text

TODAY = date(2023, 2, 14)


class GradeForm(forms.Form):
    grade = StatusField(
        label="Bedömning",
        statuses=[("yes", Status("Ja", "ja", "yes")), ("no", Status("Nej", "nej", "no"))],
    )
    reasons = forms.CharField(label="Skäl", help_text="Ordagrant.", widget=forms.Textarea)
    due_on = DayField(label="Svar önskas senast", initial=date(2023, 2, 28))
    checked = forms.BooleanField(label="Kontrollerat")


class RowForm(forms.Form):
    what = forms.CharField(label="Vad")


def rendered(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2023, 2, 28), "28 februari 2023"),
        (datetime(2023, 2, 28, 23, 30, tzinfo=UTC), "1 mars 2023"),
        (None, ""),
    ],
)
def test_date_is_told_in_full_as_the_day_in_sweden(value, said):
    assert dates.long_date(value) == said.replace(" ", NBSP, 1)


def test_moment_is_swedish_time():
    assert (
        dates.moment(datetime(2023, 2, 14, 13, 32, tzinfo=UTC))
        == f"14{NBSP}februari 2023 kl.{NBSP}14.32"
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (14, "i dag"),
        (15, "i morgon"),
        (13, "i går"),
        (28, "om 14 dagar"),
        (10, "för fyra dagar sedan"),
    ],
)
def test_distance_to_a_day(day, said):
    assert dates.days_until(date(2023, 2, day), TODAY).replace(NBSP, " ") == said


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (0, "svar,svar,ett", "inga svar"),
        (1, "svar,svar,ett", "ett svar"),
        (1, "rekommendation,rekommendationer", "en rekommendation"),
        (12, "rekommendation,rekommendationer", "tolv rekommendationer"),
        (13, "rekommendation,rekommendationer", f"13{NBSP}rekommendationer"),
        (None, "fråga,frågor", "inga frågor"),
    ],
)
def test_counts_are_words_up_to_twelve(count, words, said):
    assert numbers.counted(count, words) == said


@pytest.mark.parametrize(
    ("items", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c"), (None, "")],
)
def test_list_ends_with_och(items, said):
    assert text.listing(items) == said


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Socialnämnden", "socialnämnden"), ("AB Lindvikabostäder", "AB Lindvikabostäder")],
)
def test_body_name_inside_a_sentence(name, inside):
    assert text.inside(name) == inside


@pytest.mark.parametrize(
    ("size", "said"), [(112_300, "112 kB"), (3_400_000, "3,4 MB"), (10, "1 kB"), (None, "")]
)
def test_file_size(size, said):
    assert numbers.file_size(size) == said.replace(" ", NBSP)


def test_status_is_shape_word_and_colour():
    html = rendered("{% status shown %}", shown=Status("Delvis", "delvis", "partly"))

    assert "tone-partly" in html and "symbols.svg#delvis" in html and ">Delvis<" in html


def test_a_symbol_on_paper_has_the_colour_of_its_tone():
    drawing = symbols.inline("ja", tone="yes")

    assert "#17643f" in drawing and "currentColor" not in drawing


def test_difference_marks_whole_phrases():
    html = text.diff("Rutiner saknas för barn.", "Rutiner finns nu för barn.")

    assert html == "Rutiner <del>saknas</del><ins>finns nu</ins> för barn."


def test_difference_escapes_the_texts():
    assert "<script>" not in text.diff("a", "<script>alert(1)</script>")


def test_same_text_has_no_marks():
    assert text.diff("Oförändrad text.", "Oförändrad text.") == "Oförändrad text."


def test_new_text_is_shown_whole():
    assert text.diff_new("en rutin", "två rutiner") == "<ins>två rutiner</ins>"


def test_field_ties_hint_and_error_to_the_control():
    html = rendered("{% field form.reasons %}", form=GradeForm({"reasons": ""}))

    assert (
        'aria-describedby="id_reasons_hint id_reasons_error"' in html
        and 'aria-invalid="true"' in html
    )


def test_date_field_is_a_text_with_the_browsers_calendar_beside_it():
    html = rendered("{% field form.due_on %}", form=GradeForm())

    assert 'type="text" name="due_on" value="28 februari 2023"' in html
    assert html.count('type="date"') == 1 and "day-pick" in html


def test_choice_becomes_radios_with_symbols():
    html = rendered("{% seg form.grade %}", form=GradeForm(initial={"grade": "no"}))

    assert html.count('type="radio"') == 2
    assert re.search(r'value="no" id="id_grade_1"\s+checked', html)
    assert "#nej" in html


def test_attribute_named_in_the_tag_reaches_the_control():
    assert 'rows="4"' in rendered("{% field form.reasons rows=4 %}", form=GradeForm())


def test_saved_line_is_a_status():
    html = rendered('{% field form.reasons saved="14.32" %}', form=GradeForm())

    assert 'id="id_reasons_saved" role="status"' in html and "Sparat 14.32" in html


def test_error_summary_leads_to_the_fields():
    html = rendered("{% errors form %}", form=GradeForm({"due_on": "2023-02-28"}))

    assert (
        'href="#id_grade_0">Bedömning saknas<' in html
        and 'href="#id_checked">Kryssa i: Kontrollerat<' in html
    )


def test_error_summary_counts_in_words():
    assert "Tre uppgifter behöver rättas" in rendered(
        "{% errors form %}", form=GradeForm({"due_on": "2023-02-28"})
    )


def test_error_summary_covers_formsets():
    rows = forms.formset_factory(RowForm, min_num=1, extra=0)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-what": ""}

    assert 'href="#id_form-0-what">Vad saknas<' in rendered("{% errors rows %}", rows=rows(data))


def test_nothing_is_said_of_a_form_that_has_not_been_sent():
    assert rendered("{% errors form %}", form=GradeForm()).strip() == ""


def test_bar_is_told_in_words():
    parts = [("yes", "åtgärdade", 4), ("no", "ej åtgärdade", 0), ("none", "utan svar", 2)]
    html = rendered('{% bar "Socialnämnden" 17 parts %}', parts=parts)

    assert "<title>Socialnämnden: 4 åtgärdade, 2 utan svar</title>" in html


def test_no_page_part_carries_style_or_script_of_its_own():
    from_files = [
        path.read_text("utf-8") for path in sorted(Engine.get_default().dirs[0].rglob("*.html"))
    ]
    pages = [text for text in from_files if "reports/pdf" not in text]

    assert not [text for text in pages if " style=" in text and 'class="a4' not in text]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("Ja", "Ja."), ("Ja. ", "Ja."), ("Ja?", "Ja?"), ("", "")],
)
def test_what_is_written_ends_once(written, sentence):
    assert rendered("{{ text|sentence }}", text=written) == sentence


def test_line_breaks_of_the_source_are_not_shown_where_text_keeps_its_own():
    source = "{% tight %}\n  <p>\n    {{ text }}\n    {% if more %}\n <b>mer</b>\n {% endif %}\n </p>\n{% endtight %}"

    assert rendered(source, text="en\n  rad", more=True) == "<p>en\n  rad<b>mer</b></p>"


def test_a_paragraph_of_a_mail_is_one_line():
    source = "{% paragraph %}\nTill {{ who }}{% if more %},\nsom frågade{% endif %}.\nHej.\n{% endparagraph %}"

    assert rendered(source, who="A\nB", more=True) == "Till A\nB, som frågade. Hej."

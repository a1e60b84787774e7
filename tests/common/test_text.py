"""What the gate lets in, and that no form has a way around it."""

import unicodedata

import pytest
from django import forms
from django.apps import apps
from django.forms.forms import BaseForm
from django.http import QueryDict
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as st

from common.forms import PasteForm
from common.gate import MOST_LETTERS, MOST_LINES
from common.text import cleaned, folded, key_in, one_line
from config import urls  # noqa: F401  its views import every form that a page has

ROOMS = ("accounts", "audit", "common", "importer", "recommendations", "reports", "responses")
DECOMPOSED = unicodedata.normalize("NFD", "Å ä ö é")


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (DECOMPOSED, "Å ä ö é"),
        ("Soci\u00adal\u200bnämnden\ufeff", "Socialnämnden"),
        ("\uf0b7\tKontroll\x0b\uf0a7\tRutin", "•\tKontroll\n•\tRutin"),
        ("\uf0fc klart", "✓ klart"),
        ("enligt 5\u00a0kap. 3\u202f§", "enligt 5\u00a0kap. 3\u202f§"),
        ("a\r\nb\rc\u2028d\x85e", "a\r\nb\nc\nd\ne"),
        ("fil\u202efdp.exe", "filfdp.exe"),
        ("a\x07b\x9fc\ud800", "abc"),
        ("| a | b | – ”c” ½ m² 👍", "| a | b | – ”c” ½ m² 👍"),
        ("👍\ufe0f👨\u200d👩", "👍👨👩"),
    ],
)
def test_only_what_nobody_sees_goes(pasted: str, kept: str) -> None:
    assert cleaned(pasted) == kept


def test_a_title_is_one_line() -> None:
    assert one_line("Granskning av\r\nskolan\tår\x0b2022") == "Granskning av skolan år 2022"


@pytest.mark.parametrize(
    "written",
    [
        unicodedata.normalize("NFD", "SOCIALNÄMNDEN"),
        "Social\u00adnämnden ",
        "Socialnämnden\u200b",
        "\u00a0socialnämnden",
    ],
)
def test_a_name_is_the_same_however_it_is_stored(written: str) -> None:
    assert folded(written) == folded("Socialnämnden")


def test_a_hyphen_that_does_not_break_is_a_hyphen() -> None:
    assert folded("Barn\u2011 och utbildningsnämnden") == folded("Barn- och utbildningsnämnden")


@given(st.text())
def test_what_has_passed_passes_unchanged(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    assert folded(folded(text)) == folded(text)


@given(st.text("abcåäö |–”§½\u00a0\t\n.,:;()[]/&%0123456789"))
def test_ordinary_text_is_kept_letter_for_letter(text: str) -> None:
    assert cleaned(text) == text


# Forms


def form_classes() -> list[type[BaseForm]]:
    def below(cls: type) -> set[type]:
        return {cls, *(deep for one in cls.__subclasses__() for deep in below(one))}

    return sorted(
        (cls for cls in below(BaseForm) if cls.__module__.split(".")[0] in ROOMS), key=str
    )


def text_fields() -> list[tuple[str, forms.CharField]]:
    return [
        (f"{cls.__module__}.{cls.__name__}.{name}", field)
        for cls in form_classes()
        for name, field in {
            **getattr(cls, "declared_fields", {}),
            **getattr(cls, "base_fields", {}),
        }.items()
        if isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField)
    ]


def test_there_are_forms_to_walk() -> None:
    assert all(apps.is_installed(room) for room in ROOMS)
    assert len(form_classes()) > 40
    assert len(text_fields()) > 50
    assert import_string("accounts.forms.BodyForm") in form_classes()


@pytest.mark.parametrize(("name", "field"), text_fields(), ids=[name for name, _ in text_fields()])
def test_every_text_of_every_form_passes_the_gate(name: str, field: forms.CharField) -> None:
    scheme = "https://" if isinstance(field, forms.URLField) else ""

    assert field.to_python(f"{scheme}Soci\u00adalna\u0308mnd\u202een") == f"{scheme}Socialnämnden"


def test_a_password_is_taken_as_it_is_typed() -> None:
    typed = unicodedata.normalize("NFD", "lösenord\u200b")

    assert forms.CharField(widget=forms.PasswordInput).clean(typed) == typed


def test_a_line_of_a_form_is_one_line_and_an_area_is_not() -> None:
    assert forms.CharField().clean("a\nb") == "a b"
    assert forms.CharField(widget=forms.Textarea).clean("a\nb\x0bc") == "a\nb\nc"


def test_what_holds_nothing_visible_is_empty() -> None:
    with pytest.raises(forms.ValidationError):
        forms.CharField().clean("\u200b\u00ad ")


def test_more_than_anybody_writes_is_told() -> None:
    area = forms.CharField(widget=forms.Textarea)

    assert len(area.clean("a" * MOST_LETTERS)) == MOST_LETTERS
    with pytest.raises(forms.ValidationError, match=r"för lång: 50.+001 tecken. Högst 50.+000"):
        area.clean("a" * (MOST_LETTERS + 1))
    assert area.clean("a\r\n" * (MOST_LINES - 1) + "b").count("\n") == MOST_LINES - 1
    with pytest.raises(forms.ValidationError, match=r"för lång: 3.+001 rader. Högst 3.+000"):
        area.clean("a\x0b" * MOST_LINES + "b")


def test_pasted_rows_pass_it_too() -> None:
    data = QueryDict(mutable=True)
    data.setlist("row", ["\uf0b7 Soci\u00adalna\u0308mnden"])
    form = PasteForm(data, most=5)

    assert form.is_valid()
    assert form.rows == ["• Socialnämnden"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *[("17", 17), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None)],
        *[("-1", None), ("1.2", None), (" 1", None), ("\u0663", None), ("\u00b2", None)],
    ],
)
def test_what_can_be_the_key_of_a_row(text, key):
    assert key_in(text) == key

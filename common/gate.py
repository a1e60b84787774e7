"""Every text of every form passes common.text. Done in Django's own field, so that no form can forget it."""

from typing import Any

from django import forms

from common import swedish, text

# Letters in one field that says nothing of its own. A chapter of a report is a tenth of it.
MOST_LETTERS = 50_000
_to_python = forms.CharField.to_python


def to_python(field: forms.CharField, value: Any) -> Any:
    """What a field makes of what was sent. A password is taken as it was typed."""
    if isinstance(value, str) and not isinstance(field.widget, forms.PasswordInput):
        value = _let_in(field, value)
    return _to_python(field, value)


def _let_in(field: forms.CharField, value: str) -> str:
    if not isinstance(field.widget, forms.Textarea | forms.HiddenInput):
        return text.one_line(value)
    if field.max_length is None and len(value) > MOST_LETTERS:
        raise forms.ValidationError(
            f"Texten är för lång: {swedish.number(len(value))} tecken. "
            f"Högst {swedish.number(MOST_LETTERS)} kan sparas.",
            code="max_length",
        )
    return text.cleaned(value)


def guard_all_forms() -> None:
    """Called once, when Django starts."""
    forms.CharField.to_python = to_python  # type: ignore[method-assign,assignment]

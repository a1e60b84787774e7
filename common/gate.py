"""Every text of every form passes common.text. Done in Django's own field, so that no form can forget it."""

from typing import Any

from django import forms

from common import swedish, text

# Letters in one field that says nothing of its own. A chapter of a report is a tenth of it.
MOST_LETTERS = 50_000
# Each line of a text takes its own room on a paper. This is more than a whole report has.
MOST_LINES = 3_000
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
        raise _too_much(len(value), MOST_LETTERS, "tecken")
    cleaned = text.cleaned(value)
    lines = cleaned.count("\n") + 1
    if lines > MOST_LINES:
        raise _too_much(lines, MOST_LINES, "rader")
    return cleaned


def _too_much(count: int, most: int, unit: str) -> forms.ValidationError:
    return forms.ValidationError(
        f"Texten är för lång: {swedish.number(count)} {unit}. "
        f"Högst {swedish.number(most)} kan sparas.",
        code="max_length",
    )


def guard_all_forms() -> None:
    """Called once, when Django starts."""
    forms.CharField.to_python = to_python  # type: ignore[method-assign,assignment]

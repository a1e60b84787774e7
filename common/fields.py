"""What a form field needs to be shown with its label, hint and error tied together."""

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from common.status import Status

OWN_WORDS = ("label", "hint", "saved", "hide_label", "css_class", "optional", "small")
# Letters that a choice may have on a phone before the choices are stacked, by number of choices.
FITS = {2: 20, 3: 11, 4: 17, 5: 11, 6: 17}


class StatusField(forms.ChoiceField):
    """A choice between statuses, each shown with its shape and colour. Plain choices have neither."""

    def __init__(self, *, statuses: Iterable[tuple[str, Status]] = (), **options: Any) -> None:
        super().__init__(widget=forms.RadioSelect, **options)
        self.offer(statuses)

    def offer(self, statuses: Iterable[tuple[str, Status]]) -> None:
        self.statuses = dict(statuses)
        self.choices = [(value, status.word) for value, status in self.statuses.items()]


@dataclass(frozen=True)
class Choice:
    """One radio of a segmented control."""

    id: str
    value: str
    word: str
    symbol: str
    tone: str
    checked: bool


@dataclass(frozen=True)
class Problem:
    """One line of the error summary. Without a target it concerns the form as a whole."""

    text: str
    target: str


def described_by(field: BoundField, *, hint: str = "", saved: bool = False) -> str:
    ids = [f"{field.auto_id}_hint"] if hint else []
    ids += [f"{field.auto_id}_error"] if field.errors else []
    ids += [f"{field.auto_id}_saved"] if saved else []
    return " ".join(ids)


def hint(field: BoundField, options: dict[str, Any]) -> str:
    """The field's own, unless the tag says another or none."""
    option = options.get("hint")
    return str(field.help_text if option is None else option)


def attributes(field: BoundField, options: dict[str, Any]) -> dict[str, Any]:
    """Attributes of the control itself: those named in the tag, and those that tie it to hint and error."""
    attrs = {key.replace("_", "-"): value for key, value in options.items() if key not in OWN_WORDS}
    if options.get("css_class"):
        attrs["class"] = options["css_class"]
    if field.errors:
        attrs["aria-invalid"] = "true"
    described = described_by(field, hint=hint(field, options), saved="saved" in options)
    return attrs | ({"aria-describedby": described} if described else {"aria-describedby": None})


def control(field: BoundField, attrs: dict[str, Any]) -> SafeString:
    wanted = {key: value for key, value in attrs.items() if value is not None}
    widget = copy(field.field.widget)
    widget.attrs = {key: value for key, value in widget.attrs.items() if key not in attrs}
    return field.as_widget(widget=widget, attrs=wanted)


class PlainRadios(forms.RadioSelect):
    """Radios under each other, for choices that are sentences."""


def kind(field: BoundField) -> str:
    """tick, ticks, seg, hidden or plain."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    kinds = {
        forms.CheckboxInput: "tick",
        forms.CheckboxSelectMultiple: "ticks",
        PlainRadios: "ticks",
        forms.RadioSelect: "seg",
    }
    return next((name for cls, name in kinds.items() if isinstance(widget, cls)), "plain")


def choices(field: BoundField) -> list[Choice]:
    chosen = "" if field.value() is None else str(field.value())
    offered = [(str(value), str(word)) for value, word in _flat(field) if str(value) != ""]
    looks = field.field.statuses if isinstance(field.field, StatusField) else {}
    return [
        _choice(f"{field.auto_id}_{index}", value, looks.get(value, Status(word, "", "")), chosen)
        for index, (value, word) in enumerate(offered)
    ]


def _choice(id: str, value: str, status: Status, chosen: str) -> Choice:
    return Choice(id, value, status.word, status.symbol, status.tone, value == chosen)


def _flat(field: BoundField) -> Iterator[tuple[Any, Any]]:
    yield from getattr(field.field, "choices", ())


def seg_class(count: int, longest: int, *, small: bool) -> str:
    """How the control folds on a phone."""
    fold = {4: "of-four", 5: "of-five", 6: "of-six"}.get(count, "")
    if longest > FITS.get(count, 22):
        fold = "long"
    return " ".join(filter(None, ("segments", fold, "compact" if small else "")))


def problems(form: Any) -> Iterator[Problem]:
    """All errors of a form or formset, in the order of the page."""
    if isinstance(form, BaseFormSet):
        yield from (Problem(str(text), "") for text in form.non_form_errors())
        for row in form.forms:
            yield from problems(row)
        return
    yield from (Problem(text, "") for text in _about_the_whole(form))
    for field in form:
        yield from (Problem(text, target(field)) for text in said(field))


def _about_the_whole(form: Any) -> list[str]:
    """A clash is told once, where both texts stand and the choice is."""
    errors = form.non_field_errors().as_data()
    is_shown = bool(getattr(form, "is_stale", False) and getattr(form, "saved", None))
    worth_telling = [error for error in errors if not (is_shown and error.code == "stale")]
    return [str(text) for error in worth_telling for text in error.messages]


def said(field: BoundField) -> list[str]:
    """The errors of a field; the framework's own words for an empty field name the field instead."""
    required = str(forms.Field.default_error_messages["required"])
    return [_missing(field) if str(text) == required else str(text) for text in field.errors]


def _missing(field: BoundField) -> str:
    return f"Kryssa i: {field.label}" if kind(field) == "tick" else f"{field.label} saknas"


def target(field: BoundField) -> str:
    """The id that a link from the summary should lead to."""
    several = isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return "" if field.is_hidden else f"{field.auto_id}_0" if several else field.auto_id

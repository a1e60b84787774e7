"""Fields with label, hint and error, and the summary of what has to be corrected."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import fields

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A key of the page's own, so that the same form sent twice is one deed; see accounts.once."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid4())


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """Label, hint, error and control. Unknown options become attributes of the control."""
    look = fields.kind(bound)
    common = _field_context(bound, options)
    if look == "seg":
        return common | _seg_context(bound, options) | {"kind": "seg"}
    return common | {"kind": look, "control": fields.control(bound, common["attrs"])}


@register.inclusion_tag("components/field.html")
def seg(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A choice as a segmented control of radios, whatever widget the form has."""
    return _field_context(bound, options) | _seg_context(bound, options) | {"kind": "seg"}


def _field_context(bound: BoundField, options: dict[str, Any]) -> dict[str, Any]:
    attrs = fields.attributes(bound, options)
    return {
        "field": bound,
        "attrs": attrs,
        "said": fields.said(bound),
        "described_by": attrs.get("aria-describedby"),
        "label": options.get("label") or bound.label,
        "hint": fields.hint(bound, options),
        "hide_label": options.get("hide_label", False),
        "optional": options.get("optional", False),
        "has_saved": "saved" in options,
        "saved": options.get("saved", ""),
    }


def _seg_context(bound: BoundField, options: dict[str, Any]) -> dict[str, Any]:
    offered = fields.choices(bound)
    longest = max((len(choice.word) for choice in offered), default=0)
    return {
        "choices": offered,
        "seg_class": fields.seg_class(len(offered), longest, small=options.get("small", False)),
        "disabled": bound.field.disabled or bool(options.get("disabled")),
        "extra": _present(dict(_control_attrs(options))),
    }


def _control_attrs(options: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    return (
        (key.replace("_", "-"), value)
        for key, value in options.items()
        if key not in (*fields.OWN_WORDS, "disabled")
    )


def _present(attrs: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in attrs.items() if value is not None and value is not False}


@register.inclusion_tag("components/errors.html")
def errors(*forms: Any) -> dict[str, Any]:
    """The error summary at the top of a page, of forms and lists of forms. Says nothing when all is well."""
    every_form = [
        form
        for argument in forms
        for form in (argument if isinstance(argument, list) else [argument])
    ]
    problems = [
        problem
        for form in every_form
        if form is not None and form.is_bound
        for problem in fields.problems(form)
    ]
    return {"problems": list(dict.fromkeys(problems))}

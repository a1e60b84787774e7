"""Tags and filters of the pages. Loaded for every template by the settings; elsewhere: load spar."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import fields, swedish, symbols, wordiff
from common.status import Status

register = template.Library()
Day = date | datetime | None


# Dates, counts and lists


@register.filter
def datum(value: Day) -> str:
    """28 februari 2023"""
    return swedish.long_date(value) if value else ""


@register.filter
def datum_kort(value: Day, today: Day = None) -> str:
    """28 februari; with another year than today's the year is said."""
    return swedish.date_near(value, today or None) if value else ""


@register.filter
def dag(value: Day) -> str:
    """Tisdag 14 februari"""
    return swedish.weekday_date(value) if value else ""


@register.filter
def klocka(value: datetime | None) -> str:
    """14.32"""
    return swedish.clock(value) if value else ""


@register.filter
def tidpunkt(value: datetime | None) -> str:
    """14 februari 2023 kl. 14.32"""
    return swedish.moment(value) if value else ""


@register.filter
def lage(day: date, at: datetime | None = None) -> str:
    """14 februari 2023 kl. 09.05 while the day goes on, 13 februari 2023 for a whole day: {{ on|lage:made_at }}"""
    return swedish.state_of_day(day, at)


@register.filter
def dagar_till(value: Day, today: Day) -> str:
    """i dag, i morgon, om 14 dagar, för 4 dagar sedan"""
    return swedish.days_from(value, today) if value and today else ""


@register.filter
def mening(text: str) -> str:
    """What somebody has written, with a full stop when it has none."""
    text = text.rstrip()
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


@register.filter
def antal(count: int | None, words: str) -> str:
    """{{ n|antal:"svar,svar,ett" }} -> ett svar; the third word is en when left out."""
    singular, plural, *one = words.split(",")
    return swedish.counted(count or 0, singular, plural, *one)


@register.filter
def tal(count: int | None) -> str:
    """12 400, with a space that does not break"""
    return "" if count is None else swedish.number(count)


@register.filter
def ord(count: int | None) -> str:
    """fem; digits above twelve"""
    return "" if count is None else swedish.number_word(count)


@register.filter
def lista(items: Iterable[object] | None) -> str:
    """a, b och c"""
    return swedish.listing(items or ())


@register.filter
def liten(text: object) -> str:
    """The name of a body inside a sentence: Socialnämnden -> socialnämnden; an abbreviation stays."""
    words = str(text)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


@register.filter
def storlek(size: int | None) -> str:
    """112 kB, 3,4 MB"""
    if size is None:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{swedish.NBSP}kB"
    return f"{size / 1_000_000:.1f}{swedish.NBSP}MB".replace(".", ",")


# Symbols and status


@register.simple_tag
def symbol(name: str, css_class: str = "i") -> SafeString:
    """A symbol from the sprite, for pages. Says nothing to a screen reader: put the word beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css_class,
        static("img/symbols.svg"),
        name,
    )


@register.simple_tag
def symbol_inline(name: str, title: str = "", tone: str = "", css_class: str = "i") -> SafeString:
    """The drawing itself, for PDF and mail."""
    return symbols.inline(name, title=title, tone=tone, css_class=css_class)


@register.inclusion_tag("components/st.html")
def st(
    name: str,
    word: object,
    tone: str = "",
    pill: bool = False,
    small: object = "",
    inline: bool = False,
) -> dict[str, Any]:
    """Shape, word and colour."""
    drawn = symbols.inline(name, tone=tone or "ink") if inline else symbol(name)
    return {"drawn": drawn, "word": word, "tone": tone, "pill": pill, "small": small}


@register.inclusion_tag("components/st.html")
def status(
    shown: Status, pill: bool = False, small: object = "", inline: bool = False
) -> dict[str, Any]:
    """Word, shape and colour as the thing's own enum has them: {% status row.verdict_status %}"""
    return st(shown.symbol, shown.word, tone=shown.tone, pill=pill, small=small, inline=inline)


@register.filter
def paper_look(shown: Status) -> str:
    """Classes of a status on paper, where the symbol is a background: {{ row.verdict_status|paper_look }}"""
    return f"y-{shown.symbol} c-{shown.tone}"


# What differs


@register.simple_tag
def diff(old: object, new: object) -> SafeString:
    """One text with <del> and <ins>, for the history."""
    return wordiff.marked(_text(old), _text(new))


@register.simple_tag
def diff_new(old: object, new: object) -> SafeString:
    """The new text whole, marked where it differs: for two texts side by side."""
    return wordiff.marked_new(_text(old), _text(new))


def _text(value: object) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n")


# Forms


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
    each = [form for given in forms for form in (given if isinstance(given, list) else [given])]
    found = [
        problem
        for form in each
        if form is not None and form.is_bound
        for problem in fields.problems(form)
    ]
    return {"problems": list(dict.fromkeys(found))}

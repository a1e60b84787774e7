"""Status is shape, word and colour together: symbols, and the word beside them."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.status import Status, StatusChoices

register = template.Library()


@register.simple_tag
@cache
def symbol(name: str, css_class: str = "icon") -> SafeString:
    """A symbol from the sprite, for pages. Says nothing to a screen reader: put the word beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css_class,
        static("img/symbols.svg"),
        name,
    )


@register.simple_tag
def look(
    name: str,
    word: object,
    tone: str = "",
    pill: bool = False,
    small: object = "",
) -> SafeString:
    """Shape, word and colour."""
    begins = '<span class="status pill{}">' if pill else '<span class="status{}">'
    return format_html(
        begins + " {} <span>{}{}</span> </span>",
        f" tone-{tone}" if tone else "",
        symbol(name),
        word,
        format_html("<small>{}</small>", small) if small else "",
    )


@register.simple_tag
def status(shown: Status | str, pill: bool = False, small: object = "") -> SafeString:
    """Word, shape and colour as the thing's own enum has them: {% status row.verdict_status %}

    Where no row has it the member is named: {% status "AnswerState.LATE" %}
    """
    if isinstance(shown, str):
        shown = StatusChoices.look_of(shown)
    return look(shown.symbol, shown.word, tone=shown.tone, pill=pill, small=small)


@register.filter
def status_word(name: str) -> str:
    """The word alone, in a sentence: {{ "AnswerState.LATE"|status_word }}"""
    return StatusChoices.look_of(name).word


@register.filter
def paper_look(shown: Status) -> str:
    """Classes of a status on paper, where the symbol is a background: {{ row.verdict_status|paper_look }}"""
    return f"symbol-{shown.symbol} tone-{shown.tone}"

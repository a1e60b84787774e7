"""Names and texts inside sentences, and what differs between two texts."""

import re
from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from common import swedish, wordiff

register = template.Library()


@register.filter
def sentence(text: str) -> str:
    """What somebody has written, with a full stop when it has none."""
    text = text.rstrip()
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


@register.filter
def listing(items: Iterable[object] | None) -> str:
    """a, b och c"""
    return swedish.listing(items or ())


@register.filter
def inside(text: object) -> str:
    """The name of a body inside a sentence: Socialnämnden -> socialnämnden; an abbreviation stays."""
    words = str(text)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


@register.filter
def dialled(number: object) -> str:
    """A telephone number as a link takes it: 019-21 10 00 -> 019211000; a plus sign stays."""
    return re.sub(r"[^\d+]", "", str(number))


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

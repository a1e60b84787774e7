"""The drawings of the symbols, for PDF."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Tones on white paper, where the page's variables do not reach.
PAPER = {
    "yes": "#17643f",
    "partly": "#7d4e00",
    "no": "#9c2b26",
    "pending": "#50595e",
    "info": "#0d4a5b",
}


def inline(name: str, *, tone: str) -> SafeString:
    """The symbol itself in the colour of its tone. It says nothing to a screen reader: the word stands beside it."""
    view_box, body = sprite()[name]
    drawing = body.replace("currentColor", PAPER[tone]).replace("var(--cut, #fff)", "#ffffff")
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}" aria-hidden="true">{}</svg>',
        view_box,
        mark_safe(drawing),  # noqa: S308  our own file
    )


@cache
def sprite() -> dict[str, tuple[str, str]]:
    """Name -> (viewBox, drawing), read once from static/img/symbols.svg."""
    text = Path(str(finders.find("img/symbols.svg"))).read_text(encoding="utf-8")
    symbols = re.findall(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', text, re.DOTALL)
    return {name: (view_box, body) for name, view_box, body in symbols}

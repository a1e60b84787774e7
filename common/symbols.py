"""The drawings of the symbols, for PDF and mail."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Tones on white paper, for PDF and mail where the page's variables do not reach.
PAPER = {
    "yes": "#17643f",
    "partly": "#7d4e00",
    "no": "#9c2b26",
    "pending": "#50595e",
    "info": "#0d4a5b",
    "ink": "#1a2226",
}


def inline(name: str, *, title: str = "", tone: str = "", css_class: str = "icon") -> SafeString:
    """The symbol itself, with its colour set when a tone is named."""
    view_box, body = sprite()[name]
    colour = PAPER.get(tone, "currentColor")
    drawing = body.replace("currentColor", colour).replace("var(--cut, #fff)", "#ffffff")
    name_of_it = (
        format_html('role="img"><title>{}</title>', title)
        if title
        else mark_safe('aria-hidden="true">')
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{}" viewBox="{}" {}{}</svg>',
        css_class,
        view_box,
        name_of_it,
        mark_safe(drawing),  # noqa: S308  our own file
    )


@cache
def sprite() -> dict[str, tuple[str, str]]:
    """Name -> (viewBox, drawing), read once from static/img/symbols.svg."""
    text = Path(str(finders.find("img/symbols.svg"))).read_text(encoding="utf-8")
    symbols = re.findall(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', text, re.DOTALL)
    return {name: (view_box, body) for name, view_box, body in symbols}

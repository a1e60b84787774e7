"""Status is shape, word and colour together. Which symbol and tone a word has, and the symbols for PDF and mail."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Symbol and tone per Swedish word. Answer words share one tone: disagreement has no colour.
WORDS = {
    "ja": ("ja", "yes"),
    "delvis": ("delvis", "partly"),
    "nej": ("nej", "no"),
    "annat": ("annat", "pending"),
    "ej bedömd": ("ej-bedomd", "pending"),
    "åtgärdad": ("atgardad", "yes"),
    "delvis åtgärdad": ("delvis-atgardad", "partly"),
    "inom tidplan": ("inom-tidplan", "info"),
    "ej åtgärdad": ("ej-atgardad", "no"),
    "ej längre aktuell": ("ej-aktuell", "pending"),
    "ersatt": ("ersatt", "pending"),
    "planerad": ("planerad", "info"),
    "pågår": ("pagar", "info"),
    "genomförd": ("genomford", "info"),
    "avbruten": ("avvisad", "pending"),
    "inget angivet": ("inget-angivet", "pending"),
    "instämmer": ("svarat", "info"),
    "instämmer delvis": ("svarat", "info"),
    "instämmer inte": ("svarat", "info"),
    "anges inte": ("svarat", "pending"),
    "inget svar inkommet": ("ej-svarat", "pending"),
    "svar har inte inkommit": ("ej-svarat", "pending"),
    "besvarad": ("svarat", "info"),
    "svar inkommet": ("svarat", "info"),
    "noterat": ("noterat", "yes"),
    "noteras": ("noterat", "info"),
    "notera": ("noterat", "info"),
    "komplettering begärd": ("komplettering", "partly"),
    "begär komplettering": ("komplettering", "partly"),
    "försenat": ("forsenad", "no"),
    "försenad": ("forsenad", "no"),
    "anstånd": ("anstand", "info"),
    "utkast": ("utkast", "pending"),
    "förslag": ("utkast", "pending"),
    "överlämnad": ("svarat", "info"),
    "svarade": ("svarat", "info"),
    "inläst i efterhand": ("efterhand", "info"),
    "låst": ("last", "pending"),
}
UNKNOWN = ("ej-bedomd", "pending")

# Tones on white paper, for PDF and mail where the page's variables do not reach.
PAPER = {
    "yes": "#17643f",
    "partly": "#7d4e00",
    "no": "#9c2b26",
    "pending": "#50595e",
    "info": "#0d4a5b",
    "ink": "#1a2226",
}


def look_of(word: str) -> tuple[str, str]:
    """Symbol and tone of a status word."""
    return WORDS.get(word.strip().lower(), UNKNOWN)


def tone_of(symbol: str) -> str:
    return _tones().get(symbol, "")


@cache
def _tones() -> dict[str, str]:
    return dict(reversed(list(WORDS.values())))


def inline(name: str, *, title: str = "", tone: str = "", css_class: str = "i") -> SafeString:
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
    found = re.findall(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', text, re.DOTALL)
    return {name: (view_box, body) for name, view_box, body in found}

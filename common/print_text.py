"""Text made ready for paper: signs that no font has get a name, and words without end can be broken."""

import re
import unicodedata
from collections.abc import Iterable

# What people paste most, as it is read out. Others are told by their number.
NAMES = {
    "👍": "tumme upp",
    "👎": "tumme ner",
    "👏": "applåd",
    "🙏": "tack",
    "💪": "stark arm",
    "👌": "okej",
    "🎉": "firande",
    "🔥": "eld",
    "🚀": "raket",
    "💡": "idé",
    "🎯": "mål",
    "📌": "nål",
    "📍": "plats",
    "📎": "gem",
    "📅": "kalender",
    "📆": "kalender",
    "📞": "telefon",
    "📧": "e-post",
    "📝": "anteckning",
    "📄": "sida",
    "📊": "stapeldiagram",
    "📈": "stigande kurva",
    "📉": "fallande kurva",
    "🔒": "låst",
    "🔓": "olåst",
    "🔍": "förstoringsglas",
    "🔴": "röd cirkel",
    "🟠": "orange cirkel",
    "🟡": "gul cirkel",
    "🟢": "grön cirkel",
    "🔵": "blå cirkel",
    "⚪": "vit cirkel",
    "⚫": "svart cirkel",
    "🟥": "röd ruta",
    "🟨": "gul ruta",
    "🟩": "grön ruta",
    "✅": "bock",
    "❌": "kryss",
    "❓": "frågetecken",
    "❗": "utropstecken",
    "⏰": "klocka",
    "⭐": "stjärna",
    "🙂": "leende",
    "🤔": "fundersam",
}
# Colours of skin, and what joins several signs into one: no signs of their own.
_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff\u200d\ufe0e\ufe0f]")
_MARKUP = re.compile(r"(<[^>]*>)")
# Letters without a place to break, an entity being one letter. A hard space breaks nothing.
LONGEST, PIECE = 160, 40
_LETTER = r"(?:&\#?\w{1,10};|[^<>& \t\r\n])"
_ENDLESS = re.compile(rf"{_LETTER}{{{LONGEST},}}")
_PIECE = re.compile(rf"{_LETTER}{{{PIECE}}}")
_BREAK = "\u200b"


def named(html: str, characters: Iterable[str]) -> str:
    """The characters replaced by names: 👍 is [symbol: tumme upp]."""
    names = {ord(one): f"[symbol: {_name(one)}]" for one in characters}
    return _MODIFIERS.sub("", html).translate(names)


def _name(character: str) -> str:
    letter = unicodedata.category(character).startswith("L")
    number = f"U+{ord(character):04X}"
    return NAMES.get(character) or (f"bokstav {number}" if letter else number)


def broken_up(html: str) -> str:
    """Runs of letters that no line holds in pieces: laying one out whole takes its length squared."""
    parts = _MARKUP.split(html)
    parts[::2] = [_ENDLESS.sub(_in_pieces, text) for text in parts[::2]]
    return "".join(parts)


def _in_pieces(found: re.Match[str]) -> str:
    return _PIECE.sub(lambda piece: f"<span>{piece[0]}{_BREAK}</span>", found[0])

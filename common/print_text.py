"""Text made ready for paper: signs that no font has get a name, and words without end can be broken."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import count

from common import swedish

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
NAMED_IN_A_ROW, NAMED_IN_ALL = 12, 1_000
NAMELESS = "[symbol]"
# What stands between the words of a row.
_BETWEEN = r"[\s.,:;!?()–-]*"
# Colours of skin, and what joins several signs into one: no signs of their own.
_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff\u200d\ufe0e\ufe0f]")
_MARKUP = re.compile(r"(<[^>]*>)")
# Text that the page does not show: markup in it would be read as words.
_UNSHOWN = ("<title", "<style")
# Letters that are laid out together, an entity being one letter. Twice as many take four times as long.
STRETCH = 500
_LETTER = r"(?>&\#?\w{1,10};|[\s\S])"
_STRETCHES = re.compile(
    rf"{_LETTER}{{1,{STRETCH}}}+\Z|{_LETTER}{{0,{STRETCH - 1}}}[ \n]|{_LETTER}{{{STRETCH}}}"
)
# Where a stretch ends inside a word, the line may.
_BREAK = "\u200b"


def named(html: str, characters: Iterable[str]) -> str:
    """The characters by their names: 👍 is [symbol: tumme upp]. Of a long row the first are named, the rest counted."""
    names = {character: f"[symbol: {_name(character)}]" for character in characters}
    lacking = f"[{''.join(map(re.escape, names))}]"
    row = re.compile(rf"((?:{lacking}{_BETWEEN}){{{NAMED_IN_A_ROW}}})((?:{lacking}{_BETWEEN})+)")
    number = count(1)

    def name(match: re.Match[str]) -> str:
        return names[match[0]] if next(number) <= NAMED_IN_ALL else NAMELESS

    return re.sub(lacking, name, row.sub(_rest_counted, _MODIFIERS.sub("", html)))


def _rest_counted(row: re.Match[str]) -> str:
    hidden_text = len("".join(row[2].split()))
    end = row[2][len(row[2].rstrip()) :]
    return f"{row[1].rstrip()} [och {swedish.number(hidden_text)} tecken till som inget typsnitt har]{end}"


def _name(character: str) -> str:
    letter = unicodedata.category(character).startswith("L")
    number = f"U+{ord(character):04X}"
    return NAMES.get(character) or (f"bokstav {number}" if letter else number)


def broken_up(html: str) -> str:
    """Long texts in stretches, parted between two words where there are words: no look and no letter changes."""
    parts = _MARKUP.split(html)
    for number in range(0, len(parts), 2):
        if len(parts[number]) > STRETCH and not parts[number - 1].startswith(_UNSHOWN):
            parts[number] = "".join(map(_set_apart, _STRETCHES.findall(parts[number])))
    return "".join(parts)


def _set_apart(stretch: str) -> str:
    end = "" if stretch.endswith((" ", "\n")) else _BREAK
    return f"<span>{stretch}{end}</span>"

"""The one gate for text that people type, paste or upload: the same letters however they were written.

Words stay as they are. Only how a letter is stored, and what nobody can see, is settled here.
"""

import re
import unicodedata

# A tab parts the cells of a pasted table, and a hard space keeps "5 kap." together: both are kept.
_INVISIBLE = re.compile(
    "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Vertical tab (Word's line break), form feed, and the line ends of other systems.
_LINE_END = re.compile("[\x0b\x0c\x85\u2028\u2029]|\r(?!\n)")
# What Word's lists are marked with, in the private area where Wingdings and Symbol have their signs.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys(map(chr, (0xF0B7, 0xF0A7, 0xF0A8, 0xF0D8, 0xF076, 0xF06E, 0xF071)), "•"),
        "\uf0fc": "✓",
        "\uf0fe": "☒",
        "\uf06f": "☐",
        "\uf0a3": "☐",
        "\uf0e0": "→",
        "\uf0e8": "→",
        "\uf02d": "–",
    }
)
# What the database can count to, and a little less.
_LONGEST_KEY = 18
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011", "-"))


# Characters of a short message between two sides.
LONGEST_MESSAGE = 4000


def cleaned(text: str) -> str:
    """The text as it is kept: composed letters, line breaks as line breaks, and nothing that can't be seen.

    A NUL is left for the form to refuse: it comes from no keyboard and no clipboard.
    """
    ended = _LINE_END.sub("\n", text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", ended).translate(_SIGNS))


def one_line(text: str) -> str:
    """A name or a title, cleaned. Whatever the text was broken by is a space."""
    return re.sub(r"[\r\n\t]+", " ", cleaned(text))


def folded(text: str) -> str:
    """A name as it is compared: without case, on one line, whatever its hyphens and spaces."""
    return " ".join(cleaned(text).translate(_HYPHENS).split()).casefold()


def key_in(text: str) -> int | None:
    """The key of a row out of an address or a form; None where the text can be none."""
    is_key = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_KEY
    return int(text) if is_key else None

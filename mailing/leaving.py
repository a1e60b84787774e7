"""What a mail is given as it leaves.

A key that opens something is made then and stands in no row: the text in the outbox has a mark where it will be.
"""

import re
from collections.abc import Callable

Giver = Callable[[int, str], str]
MARK = re.compile(r"\[\[([a-z]+):(\d{1,18})\]\]")
_givers: dict[str, Giver] = {}


def give(name: str, giver: Giver) -> None:
    """Told by the app that writes the mail. The giver gets the mark's number and the recipient's address."""
    _givers[name] = giver


def mark(name: str, number: int) -> str:
    return f"[[{name}:{number}]]"


def filled(text: str, recipient: str) -> str:
    """The text as it goes to one address. A mark that somebody typed gives what that address may have anyway."""

    def given(match: re.Match[str]) -> str:
        giver = _givers.get(match[1])
        return giver(int(match[2]), recipient) if giver else match[0]

    return MARK.sub(given, text).rstrip() + "\n" if MARK.search(text) else text

"""Marks what differs between two texts, word by word, as escaped HTML."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WORDS = re.compile(r"\s+|[^\s\w]|\w+")
Piece = tuple[str, str]


def marked(old: str, new: str) -> SafeString:
    """One text: what went out as <del>, what came in as <ins>."""
    return _html(_pieces(old, new))


def marked_new(old: str, new: str) -> SafeString:
    """The new text whole, with <ins> where it differs from the old one."""
    return _html(piece for piece in _pieces(old, new) if piece[0] != "del")


def _html(pieces: Iterator[Piece]) -> SafeString:
    return format_html_join("", "{}", ((_tagged(tag, text),) for tag, text in pieces))


def _tagged(tag: str, text: str) -> SafeString:
    core = text.strip()
    if not tag or not core:
        return format_html("{}", text)
    before, _, after = text.partition(core)
    return format_html("{}<{}>{}</{}>{}", before, tag, core, tag, after)


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    for kind, i1, i2, j1, j2 in _joined(
        SequenceMatcher(None, before, after, autojunk=False), before
    ):
        if kind == "equal":
            yield "", "".join(after[j1:j2])
            continue
        yield "del", "".join(before[i1:i2])
        yield "ins", "".join(after[j1:j2])


def _joined(
    matcher: SequenceMatcher, before: list[str]
) -> Iterator[tuple[str, int, int, int, int]]:
    """A lone space between two changed words counts as changed, so that a phrase is marked as one."""
    held: list[int] | None = None
    codes = matcher.get_opcodes()
    for position, (kind, i1, i2, j1, j2) in enumerate(codes):
        bridge = kind == "equal" and held and position < len(codes) - 1
        if kind == "equal" and not (bridge and "".join(before[i1:i2]).isspace()):
            if held:
                yield "replace", *held
                held = None
            yield kind, i1, i2, j1, j2
            continue
        held = [held[0], i2, held[2], j2] if held else [i1, i2, j1, j2]
    if held:
        yield "replace", *held

"""Marks what differs between two texts, word by word, as escaped HTML."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WORDS = re.compile(r"\s+|[^\s\w]|\w+")
TaggedText = tuple[str, str]
Code = tuple[str, int, int, int, int]


def marked(old: str, new: str) -> SafeString:
    """One text: what went out as <del>, what came in as <ins>."""
    return _html(_pieces(old, new))


def marked_new(old: str, new: str) -> SafeString:
    """The new text whole, with <ins> where it differs from the old one."""
    return _html(piece for piece in _pieces(old, new) if piece[0] != "del")


def _html(pieces: Iterator[TaggedText]) -> SafeString:
    return format_html_join("", "{}", ((_tagged(tag, text),) for tag, text in pieces))


def _tagged(tag: str, text: str) -> SafeString:
    core = text.strip()
    if not tag or not core:
        return format_html("{}", text)
    before, _, after = text.partition(core)
    return format_html("{}<{}>{}</{}>{}", before, tag, core, tag, after)


def _pieces(old: str, new: str) -> Iterator[TaggedText]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, i1, i2, j1, j2 in _phrases(codes, before):
        if kind == "equal":
            yield "", "".join(after[j1:j2])
            continue
        yield "del", "".join(before[i1:i2])
        yield "ins", "".join(after[j1:j2])


def _phrases(codes: Iterable[Code], before: list[str]) -> list[Code]:
    """Two changes with only a space between them are one change."""
    joined: list[Code] = []
    for code in codes:
        joined.append(code)
        if len(joined) > 2 and _is_gap(joined[-3:], before):
            (_, i1, _, j1, _), (_, _, i2, _, j2) = joined[-3], joined[-1]
            joined[-3:] = [("replace", i1, i2, j1, j2)]
    return joined


def _is_gap(codes: list[Code], before: list[str]) -> bool:
    kinds = [code[0] == "equal" for code in codes]
    return kinds == [False, True, False] and "".join(before[codes[1][1] : codes[1][2]]).isspace()
